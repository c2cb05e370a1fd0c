using System.Globalization;
using System.Numerics;

namespace Descent.Testing.Comparing;

/// <summary>One check of one rule under way: makes its optimizers and tells what differs.</summary>
/// <param name="rule">The rule's name.</param>
/// <param name="create">Makes a new optimizer.</param>
/// <param name="check">The check's name.</param>
/// <param name="meaning">What the check says of a rule, as a sentence.</param>
/// <param name="seed">The seed of all its random numbers.</param>
internal sealed class Examination(string rule, Func<RuleOptimizer> create, string check, string meaning, int seed)
{
    public Func<RuleOptimizer> Create => create;

    public int Seed => seed;

    /// <summary>Whether a weight depends on the other weights.</summary>
    public bool Reduces { get; init; }

    /// <summary>Whether the shape of a tensor matters.</summary>
    public bool IsOfMatrices { get; init; }

    /// <summary>A matrix of a rule that names rows or columns; a vector of as many weights for any other.</summary>
    public Case<T> Draw<T>(string what, int rows, int columns, double specialShare, int steps = 3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        => Cases.Draw<T>(what, seed, rows * columns, specialShare, steps) with { Shape = IsOfMatrices ? [rows, columns] : [] };

    /// <summary>Whether it keeps square matrices, with rows and columns as many as the tensor's rows or columns.</summary>
    public bool HasSquares { get; init; }

    /// <summary>How often a number is a special value where loops are held against each other: nowhere if one may be all there is of a tensor.</summary>
    public double ShareBetweenLoops => Reduces ? 0 : SpecialValues.UsualShare;

    /// <summary>How often a number is a special value; 0 for a relaxed rule, whose loop may do otherwise there.</summary>
    public double SpecialShare { get; init; }

    /// <summary>How far the loop may be from the method, relative to the larger number; 0 for not at all.</summary>
    public double RelativeTolerance { get; init; }

    /// <summary>Holds everything that a rule keeps about a tensor against what is expected.</summary>
    public void AssertEqual<T>(Snapshot<T> expected, Snapshot<T> actual, string where, double relativeTolerance = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var ((name, values), (_, others)) in expected.PerWeight.Zip(actual.PerWeight))
        {
            AssertEqual<T>(values, others, name, where, relativeTolerance);
        }

        foreach (var ((name, values), (_, others)) in expected.Others.Zip(actual.Others))
        {
            AssertEqual<double>(values, others, name, where, relativeTolerance);
        }
    }

    /// <summary>Holds numbers against what is expected.</summary>
    public void AssertEqual<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string name, string where, double relativeTolerance = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var index = Bits.FirstDifference(expected, actual, relativeTolerance);
        if (index >= 0)
        {
            Fail(name, index, expected[index], actual[index], $"{where}, {expected.Length} in all");
        }
    }

    /// <summary>Fails at one number.</summary>
    public void Fail<T>(string name, int index, T expected, T actual, string where)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => throw new RuleCheckException(
            rule, check, seed, string.Create(CultureInfo.InvariantCulture, $"{name}[{index}] in {Bits.TypeName<T>()}, {where}: expected {Bits.Describe(expected)}, got {Bits.Describe(actual)}. {meaning}"))
        {
            Index = index,
            ExpectedBits = Bits.Of(expected),
            ActualBits = Bits.Of(actual),
        };

    /// <summary>Fails at no number in particular.</summary>
    public void Fail(FormattableString what) => throw new RuleCheckException(rule, check, seed, $"{FormattableString.Invariant(what)} {meaning}");
}
