using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// Room on the stack for two vectors of 512 bits, each on a line of the cache. Functions are called with what they take and give in memory, and a stack begins at any sixteen
/// bytes: a vector that lies across two pages made a call take 20 ns instead of 7, in every third process for some function.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 3 * CacheLine.Size)]
internal struct VectorRoom
{
    /// <summary>The first vector of a room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ref Vector512<float> First(ref VectorRoom room)
        => ref Unsafe.AsRef<Vector512<float>>((void*)(((nuint)Unsafe.AsPointer(ref room) + (CacheLine.Size - 1)) & ~(nuint)(CacheLine.Size - 1)));

    /// <summary>The vector behind the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Vector512<float> Second(ref Vector512<float> first) => ref Unsafe.Add(ref first, 1);
}
