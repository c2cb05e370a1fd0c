using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.Benchmarks.Measurement;

/// <summary>Describes the machine and the runtime, since a number without them says nothing.</summary>
internal static class Machine
{
    private const string Caches = "/sys/devices/system/cpu/cpu0/cache";
    private const string HugePages = "/sys/kernel/mm/transparent_hugepage/enabled";

    public static string Describe()
    {
        List<string> lines =
        [
            $"CPU:     {Processor()}, {Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)} logical cores",
            $"Runtime: {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, Vector<float>.Count = {Vector<float>.Count.ToString(CultureInfo.InvariantCulture)}",
        ];
        if (Directory.Exists(Caches))
        {
            lines.Add($"Caches:  {string.Join(", ", Directory.GetDirectories(Caches, "index*").Order().Select(Cache))}");
        }

        if (File.Exists(HugePages))
        {
            lines.Add($"Memory:  transparent huge pages: {File.ReadAllText(HugePages).Trim()}");
        }

        var settings = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(entry => IsOfRuntime((string)entry.Key))
            .Select(entry => $"{entry.Key}={entry.Value}")
            .Order(StringComparer.Ordinal)
            .ToList();
        if (settings.Count > 0)
        {
            lines.Add($"Set:     {string.Join(", ", settings)}");
        }

        return string.Join(Environment.NewLine, lines) + Environment.NewLine;
    }

    private static string Processor()
    {
        if (!File.Exists("/proc/cpuinfo"))
        {
            return $"{Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown"} ({RuntimeInformation.ProcessArchitecture})";
        }

        var lines = File.ReadAllLines("/proc/cpuinfo");
        return Value("cpu family") is { } family ? $"{Value("model name")} (family {family}, model {Value("model")})" : Value("model name") ?? "unknown";

        string? Value(string key) => Array.Find(lines, line => line.Split(':')[0].Trim() == key)?.Split(':')[1].Trim();
    }

    private static string Cache(string folder)
    {
        return $"L{Read("level")} {Read("type").ToLowerInvariant()} {Read("size")}";

        string Read(string file) => File.ReadAllText(Path.Combine(folder, file)).Trim();
    }

    /// <summary>Settings of the runtime are written as DOTNET_TieredPGO; those of the command-line tool, in capitals, change nothing here.</summary>
    private static bool IsOfRuntime(string variable) => variable.StartsWith("DOTNET_", StringComparison.Ordinal) && variable.Any(char.IsLower);
}
