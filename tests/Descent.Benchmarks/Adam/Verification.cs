using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.Benchmarks.Adam;

/// <summary>Checks that the contenders compute the same thing before their times are compared.</summary>
internal static class Verification
{
    /// <summary>Of no vector's width, so that the last weights are checked too.</summary>
    private const int Length = 1_037;
    private const int Steps = 12;

    /// <summary>Runs every contender for some steps from the same start.</summary>
    /// <exception cref="InvalidOperationException">A result differs by more than its contender may.</exception>
    public static string Run<T>(IReadOnlyList<Contender<T>> contenders)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var expected = Result(contenders[0]);
        foreach (var contender in contenders.Where(contender => contender.Agreement != Agreement.None))
        {
            using var actual = Result(contender);
            if (!Agree(expected.Weights, actual.Weights, contender.Agreement) || !Agree(expected.State.FirstMoment.Span<T>(), actual.State.FirstMoment.Span<T>(), contender.Agreement)
                || !Agree(expected.State.SecondMoment.Span<T>(), actual.State.SecondMoment.Span<T>(), contender.Agreement))
            {
                throw new InvalidOperationException($"'{contender.Name}' does not compute what '{contenders[0].Name}' computes.");
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"After {Steps} steps of {Length} weights: the same bits as {Names(Agreement.SameBits)}; equal but for rounding to {Names(Agreement.EqualButForRounding)}.");

        string Names(Agreement agreement)
            => string.Join(", ", contenders.Skip(1).Where(contender => contender.Agreement == agreement).Select(contender => contender.Name));
    }

    private static AdamTensor<T> Result<T>(Contender<T> contender)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = new AdamTensor<T>(Length);
        for (var step = 0; step < Steps; step++)
        {
            contender.Step(tensor);
        }

        contender.Settle(tensor);
        return tensor;
    }

    private static bool Agree<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, Agreement agreement)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (agreement == Agreement.SameBits)
        {
            return MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual));
        }

        var tolerance = T.CreateTruncating(100) * (T.BitIncrement(T.One) - T.One);
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(T.Abs(expected[i] - actual[i]) <= tolerance * T.Max(T.Abs(expected[i]), T.CreateTruncating(1e-2))))
            {
                return false;
            }
        }

        return true;
    }
}
