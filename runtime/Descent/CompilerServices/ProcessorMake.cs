using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>Who made the processor: what is fastest differs, bits do not. One answer for a process, which the just-in-time compiler takes for a constant.</summary>
internal static class ProcessorMake
{
    /// <summary>The letters "Genu" of "GenuineIntel".</summary>
    private const int Genu = 0x756E6547;

    /// <summary>Whether it is Intel's.</summary>
    public static readonly bool IsIntel = X86Base.IsSupported && X86Base.CpuId(0, 0).Ebx == Genu;

    /// <summary>How many bytes the last of the caches has, as Intel's processors say it (CPUID, leaf 4); 0 of others.</summary>
    public static readonly long LastCacheBytes = IsIntel ? FindLastCache() : 0;

    private static long FindLastCache()
    {
        const int Deterministic = 4, MostCaches = 8;
        var bytes = 0L;
        for (var index = 0; X86Base.CpuId(0, 0).Eax >= Deterministic && index < MostCaches; index++)
        {
            var (kind, shape, sets, _) = X86Base.CpuId(Deterministic, index);
            if ((kind & 0x1F) == 0)
            {
                break;
            }

            var (ways, partitions, line) = (((uint)shape >> 22) + 1, (((uint)shape >> 12) & 0x3FF) + 1, ((uint)shape & 0xFFF) + 1);
            bytes = Math.Max(bytes, (long)ways * partitions * line * ((long)(uint)sets + 1));
        }

        return bytes;
    }
}
