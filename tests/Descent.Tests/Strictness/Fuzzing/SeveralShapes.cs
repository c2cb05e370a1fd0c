using System.Numerics;
using Descent.Testing.Checks;
using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>Compares rules that name rows or columns on matrices: with their meaning and their method, between numbers of threads, and over spans.</summary>
internal static class SeveralShapes
{
    /// <summary>One shape in so many is a large one, which takes as long as many others.</summary>
    private const int ShareOfLarge = 24;

    /// <summary>Rows and columns that fill vectors and such that do not, one of either, and none.</summary>
    private static readonly nint[][] s_shapes =
        [[0, 5], [5, 0], [1, 1], [1, 37], [37, 1], [2, 3], [4, 4], [3, 16], [5, 17], [8, 32], [33, 7], [3, 5, 3], [40, 2], [2, 40], [1, 530], [530, 1]];

    /// <summary>Several chunks: of rows, of a column, and of a row.</summary>
    private static readonly nint[][] s_largeShapes = [[70, 120], [8300, 1], [2, 8200], [4100, 2]];

    /// <summary>Bands of several rows, of one, and so many rows that there are as few bands as there may be.</summary>
    private static readonly nint[][] s_sharedShapes = [[300, 70], [5000, 3], [3, 9000], [2080, 128], [1, 20_000], [20_000, 1]];

    /// <summary>Several pieces of products, where a rule has square states of all rows or columns: then neither are many.</summary>
    private static readonly nint[][] s_sharedSquares = [[70, 130], [130, 60], [1, 120], [110, 2]];

    /// <summary>The longest side of the others, where a rule has such states.</summary>
    private const int MaxSide = 40, MaxLargeSide = 120;

    /// <summary>Compares with the meaning and, for double, with the author's method.</summary>
    public static void Compare<T>(CompiledRule rule, ISpecification<T> meaning, bool hasMatrices, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        foreach (var share in new[] { 0, SpecialValues.UsualShare / random.Next(1, 10) })
        {
            var isLarge = share == 0 && random.Next(ShareOfLarge) == 0;
            var given = Draw<T>(isLarge ? Pick(s_largeShapes, hasMatrices ? MaxLargeSide : null, random) : Pick(s_shapes, hasMatrices ? MaxSide : null, random), share, isLarge ? 1 : 3, random);
            Comparison.WithMeaning(rule, given, meaning);
            if (given is Case<double> inDouble)
            {
                MethodComparison.RunIfAnswered(Comparison.Examine(rule, "the author's method"), inDouble);
            }
        }
    }

    /// <summary>Compares one thread with several, and parameters with spans.</summary>
    public static void ComparePlaces(CompiledRule rule, bool hasMatrices, Random random)
    {
        var given = Draw<float>(Pick(hasMatrices ? s_sharedSquares : s_sharedShapes, null, random), specialShare: 0, steps: 2, random);
        using var one = new TensorRun<float>(rule.Create(), given);
        using var several = new TensorRun<float>(rule.Create(), given);
        one.Optimizer.Options.MaxDegreeOfParallelism = 1;
        several.Optimizer.Options.MaxDegreeOfParallelism = random.Next(2, 6);
        foreach (var gradients in given.Gradients)
        {
            one.Step(gradients);
            several.Step(gradients);
            Comparison.Examine(rule, "one thread").AssertEqual(one.Now, several.Now, $"on {several.Optimizer.Options.MaxDegreeOfParallelism} threads, {given.What}");
        }

        EngineChecks.UpdateOverSpans(new(rule.Model.Name, rule.Create, "the comparison with spans", "", random.Next()) { IsOfMatrices = true, Reduces = true });
    }

    private static Case<T> Draw<T>(nint[] shape, double specialShare, int steps, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var length = (int)shape.Aggregate((product, dimension) => product * dimension);
        return Cases.Draw<T>($"of {string.Join('×', shape)}", random.Next(), length, specialShare, steps) with { Shape = shape, Offset = random.Next(3) };
    }

    /// <summary>One of the shapes of which no side is longer than is said.</summary>
    private static nint[] Pick(nint[][] shapes, int? maxSide, Random random)
    {
        var fitting = maxSide is { } most ? [.. shapes.Where(shape => shape.Max() <= most)] : shapes;
        return fitting[random.Next(fitting.Length)];
    }
}
