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
    /// <summary>The first vector of a room of the caller, once a value is in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ref Vector512<float> Hold(Vector512<float> value, out VectorRoom room)
    {
        Unsafe.SkipInit(out room);
        ref var place = ref Unsafe.AsRef<Vector512<float>>((void*)(((nuint)Unsafe.AsPointer(ref room) + (CacheLine.Size - 1)) & ~(nuint)(CacheLine.Size - 1)));
        place = value;
        return ref place;
    }

    /// <summary>The same, once there is another value behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Vector512<float> Hold(Vector512<float> value, Vector512<float> behind, out VectorRoom room)
    {
        ref var place = ref Hold(value, out room);
        Second(ref place) = behind;
        return ref place;
    }

    /// <summary>The vector behind the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Vector512<float> Second(ref Vector512<float> first) => ref Unsafe.Add(ref first, 1);
}
