using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>The lower and the upper half of a vector, widened as they are read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (WideDoubles Lower, WideDoubles Upper) Widen(ref readonly Vector512<float> place)
    {
        if (!Avx512F.IsSupported)
        {
            var (lower, upper) = Vector512.Widen(place);
            return (new(lower), new(upper));
        }

        ref readonly var first = ref Unsafe.As<Vector512<float>, float>(ref Unsafe.AsRef(in place));
        return (new(Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(in first))), new(Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(in first, (nuint)Vector256<float>.Count))));
    }

    /// <summary>The vector behind the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Vector512<float> Second(ref Vector512<float> first) => ref Unsafe.Add(ref first, 1);
}
