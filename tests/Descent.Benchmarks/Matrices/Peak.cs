using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Benchmarks.Matrices;

/// <summary>
/// Not a product: twelve independent chains of fused multiply-adds in registers, about as fast as a core adds products at all. A <c>double</c> takes
/// twice the time of a <c>float</c>.
/// </summary>
internal static class Peak
{
    /// <summary>How many rounds a call takes.</summary>
    public const int Rounds = 2_000_000;

    private const int Chains = 12;

    // From memory, so that the compiler knows neither number.
    private static readonly float[] s_numbers = [.. Enumerable.Range(1, Chains + 2).Select(index => 1e-3f * index)];

    // Somewhere to leave the sum, or the compiler leaves out what nobody reads.
    private static float s_sum;

    /// <summary>The operations of a call, two for each multiply-add of a <c>float</c>.</summary>
    public static double Operations => 2.0 * Rounds * Chains * (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count);

    /// <summary>Runs the chains.</summary>
    public static void Run() => Volatile.Write(ref s_sum, Vector512.IsHardwareAccelerated ? Run512(Rounds, s_numbers) : Run256(Rounds, s_numbers));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run512(int rounds, ReadOnlySpan<float> numbers)
    {
        var (x, y) = (Vector512.Create(numbers[0]), Vector512.Create(numbers[1]));
        var (a, b, c, d) = (Vector512.Create(numbers[2]), Vector512.Create(numbers[3]), Vector512.Create(numbers[4]), Vector512.Create(numbers[5]));
        var (e, f, g, h) = (Vector512.Create(numbers[6]), Vector512.Create(numbers[7]), Vector512.Create(numbers[8]), Vector512.Create(numbers[9]));
        var (i, j, k, l) = (Vector512.Create(numbers[10]), Vector512.Create(numbers[11]), Vector512.Create(numbers[12]), Vector512.Create(numbers[13]));
        for (var round = 0; round < rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(x, y, a);
            b = Vector512.FusedMultiplyAdd(x, y, b);
            c = Vector512.FusedMultiplyAdd(x, y, c);
            d = Vector512.FusedMultiplyAdd(x, y, d);
            e = Vector512.FusedMultiplyAdd(x, y, e);
            f = Vector512.FusedMultiplyAdd(x, y, f);
            g = Vector512.FusedMultiplyAdd(x, y, g);
            h = Vector512.FusedMultiplyAdd(x, y, h);
            i = Vector512.FusedMultiplyAdd(x, y, i);
            j = Vector512.FusedMultiplyAdd(x, y, j);
            k = Vector512.FusedMultiplyAdd(x, y, k);
            l = Vector512.FusedMultiplyAdd(x, y, l);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256(int rounds, ReadOnlySpan<float> numbers)
    {
        var (x, y) = (Vector256.Create(numbers[0]), Vector256.Create(numbers[1]));
        var (a, b, c, d) = (Vector256.Create(numbers[2]), Vector256.Create(numbers[3]), Vector256.Create(numbers[4]), Vector256.Create(numbers[5]));
        var (e, f, g, h) = (Vector256.Create(numbers[6]), Vector256.Create(numbers[7]), Vector256.Create(numbers[8]), Vector256.Create(numbers[9]));
        var (i, j, k, l) = (Vector256.Create(numbers[10]), Vector256.Create(numbers[11]), Vector256.Create(numbers[12]), Vector256.Create(numbers[13]));
        for (var round = 0; round < rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(x, y, a);
            b = Vector256.FusedMultiplyAdd(x, y, b);
            c = Vector256.FusedMultiplyAdd(x, y, c);
            d = Vector256.FusedMultiplyAdd(x, y, d);
            e = Vector256.FusedMultiplyAdd(x, y, e);
            f = Vector256.FusedMultiplyAdd(x, y, f);
            g = Vector256.FusedMultiplyAdd(x, y, g);
            h = Vector256.FusedMultiplyAdd(x, y, h);
            i = Vector256.FusedMultiplyAdd(x, y, i);
            j = Vector256.FusedMultiplyAdd(x, y, j);
            k = Vector256.FusedMultiplyAdd(x, y, k);
            l = Vector256.FusedMultiplyAdd(x, y, l);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
