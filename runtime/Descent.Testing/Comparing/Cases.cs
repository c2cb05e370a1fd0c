using System.Numerics;

namespace Descent.Testing.Comparing;

/// <summary>The cases of the checks that hold a loop against its specification.</summary>
internal static class Cases
{
    private const int MaxSide = 200;

    /// <summary>Every length from nothing to four vectors and a rest.</summary>
    /// <param name="seed">The seed of the numbers.</param>
    /// <param name="specialShare">How often a number is a special value.</param>
    public static IEnumerable<Case<T>> EveryLength<T>(int seed, double specialShare)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        for (var length = 0; length <= (4 * Vector<float>.Count) + 3; length++)
        {
            yield return Draw<T>("", seed + length, length, specialShare);
        }
    }

    /// <summary>
    /// Matrices: rows and columns that fill vectors and such that do not, rows of several chunks, several bands of rows, and nothing at all.
    /// </summary>
    /// <param name="seed">The seed of the numbers.</param>
    /// <param name="specialShare">How often a number is a special value.</param>
    /// <param name="hasSquares">Whether the rule keeps matrices as large as the square of rows or columns: then neither is many.</param>
    public static IEnumerable<Case<T>> EveryShape<T>(int seed, double specialShare, bool hasSquares = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        nint[][] shapes = [[0, 5], [5, 0], [1, 1], [1, 37], [37, 1], [2, 3], [4, 4], [3, 16], [5, 17], [7, 33], [33, 7], [3, 5, 3], [70, 120], [2, 8200]];
        foreach (var shape in shapes.Where(shape => !hasSquares || shape.Max() <= MaxSide))
        {
            var length = 1;
            foreach (var dimension in shape)
            {
                length *= (int)dimension;
            }

            yield return Draw<T>($"of {string.Join('×', shape)}", seed + length, length, specialShare, steps: 2) with { Shape = shape };
        }
    }

    /// <summary>Memory that starts nowhere in particular.</summary>
    /// <inheritdoc cref="EveryLength"/>
    public static IEnumerable<Case<T>> UnalignedMemory<T>(int seed, double specialShare)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        for (var offset = 1; offset < 9; offset++)
        {
            yield return Draw<T>($"{offset} into its memory", seed + offset, 37, specialShare) with { Offset = offset };
        }
    }

    /// <summary>A NaN or a subnormal in one lane must not change its neighbours, whichever lane it is in.</summary>
    public static IEnumerable<Case<T>> SpecialValueInEachLane<T>(int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        foreach (var special in SpecialValues.All<T>())
        {
            for (var lane = 0; lane < Vector<T>.Count; lane++)
            {
                var drawn = Draw<T>(FormattableString.Invariant($"{special} in lane {lane}"), seed + lane, (2 * Vector<T>.Count) + 1, specialShare: 0);
                drawn.Weights[lane] = special;
                drawn.Gradients[0][Vector<T>.Count + lane] = special;
                yield return drawn with { Gradients = [drawn.Gradients[0], drawn.Gradients[0]] };
            }
        }
    }

    /// <summary>Step-rate branches, such as weight decay, make loops of their own: each of them is run.</summary>
    /// <param name="variations">Settings of the rule that reach them.</param>
    /// <param name="seed">The seed of the numbers.</param>
    /// <param name="specialShare">How often a number is a special value.</param>
    public static IEnumerable<Case<T>> EveryLoop<T>(IEnumerable<Variation> variations, int seed, double specialShare)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        => variations.Select(variation => Draw<T>(variation.Name, seed, 67, specialShare, steps: 8) with { Configure = variation.Apply });

    public static Case<T> Draw<T>(string what, int seed, int length, double specialShare, int steps = 3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        return new(what, SpecialValues.Mixed<T>(random, length, specialShare), [.. Enumerable.Range(0, steps).Select(_ => SpecialValues.Mixed<T>(random, length, specialShare))]);
    }
}
