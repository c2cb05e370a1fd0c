using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// Asks Linux for pages of 2 MiB under large memory, before it is touched: of those of 4 KiB, each is a fault that takes longer than the step needs for what is on it.
/// Other systems decide themselves.
/// </summary>
internal static partial class LargePages
{
    /// <summary>The size of a large page, or a multiple of it, wherever Linux runs on x64 and, with pages of 4 KiB, on Arm64.</summary>
    private const int Page = 1 << 21;

    /// <summary><c>MADV_HUGEPAGE</c>.</summary>
    private const int HugePage = 14;

    /// <summary>Asks for the large pages that lie wholly within pinned memory. It is advice: whether it is taken changes no result.</summary>
    /// <param name="memory">Pinned memory.</param>
    public static void Ask<T>(T[] memory)
        where T : unmanaged
    {
        var start = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        var (first, end) = ((start + Page - 1) & -Page, (start + ((nint)memory.LongLength * Unsafe.SizeOf<T>())) & -Page);
        if (OperatingSystem.IsLinux() && first < end)
        {
            _ = Advise(first, end - first, HugePage);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nint length, int advice);
}
