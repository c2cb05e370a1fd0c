using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>Eight numbers that the lanes of a vector look up.</summary>
internal readonly struct EightNumbers
{
    private readonly Vector256<float> _numbers;

    /// <param name="numbers">The numbers.</param>
    public EightNumbers(ReadOnlySpan<float> numbers) => _numbers = Vector256.Create(numbers);

    /// <summary>Whether vectors are of a length for which there is a look-up.</summary>
    public static bool AreSupported => Vector.IsHardwareAccelerated && Vector<float>.Count is 4 or 8;

    /// <summary>The number of each lane.</summary>
    /// <param name="index">From 0 to 7.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> At(Vector<int> index)
    {
        if (Vector<float>.Count == Vector256<float>.Count)
        {
            return (Avx2.IsSupported ? Avx2.PermuteVar8x32(_numbers, index.AsVector256()) : Vector256.Shuffle(_numbers, index.AsVector256())).AsVector();
        }

        // The four bytes of a number, by the number of the first.
        var bytes = ((index.AsVector128() * 0x04040404) + Vector128.Create(0x03020100)).AsByte();
        var (low, high) = (_numbers.GetLower().AsByte(), _numbers.GetUpper().AsByte());
        return (AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup((low, high), bytes)
            : Vector128.Shuffle(low, bytes) | Vector128.Shuffle(high, bytes - Vector128.Create((byte)16))).AsSingle().AsVector();
    }
}
