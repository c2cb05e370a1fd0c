using System.Diagnostics;
using System.Globalization;

namespace Descent.Benchmarks.Measurement;

/// <summary>Keeps the measuring thread on one core, so that a move to another does not cost it its caches.</summary>
internal static class CoreAffinity
{
    /// <summary>Pins the calling thread, where the system allows it.</summary>
    public static void Pin(int core)
    {
        if (core >= Environment.ProcessorCount || core >= 64)
        {
            throw new UsageException($"There is no core {core.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var process = Process.GetCurrentProcess();
            process.ProcessorAffinity = (nint)(1L << core);
        }
    }
}
