using System.Globalization;

namespace Descent.Tests.Oracles;

/// <summary>A value that is further from the recorded one than allowed.</summary>
/// <param name="Step">After which step.</param>
/// <param name="Coordinate">Which value.</param>
/// <param name="Value">What the rule gives.</param>
/// <param name="Expected">What the library gave.</param>
/// <param name="Scale">The scale of the coordinate.</param>
/// <param name="RelativeTolerance">How far off it may be, relative to the scale.</param>
internal readonly record struct Mismatch(int Step, string Coordinate, double Value, double Expected, double Scale, double RelativeTolerance)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"step {Step}, {Coordinate}: {Value:R}, expected {Expected:R}, off by {Math.Abs(Value - Expected):G3}; allowed rtol {RelativeTolerance:G3} * scale {Scale:G3}");
}

/// <summary>
/// The one rule by which values are compared: <c>|value − expected| ≤ rtol · scale</c>, with a scale of each coordinate's own. A coordinate
/// of scale 0 must be exactly 0, and what is not a number matches nothing.
/// </summary>
internal static class Comparison
{
    /// <summary>
    /// Compares weights after every recorded step. The scale of a weight is the largest magnitude it started at or was recorded with up to
    /// that step: an error made while it was large stays when it becomes small.
    /// </summary>
    /// <param name="start">The initial weights of each tensor.</param>
    /// <param name="run">What was recorded.</param>
    /// <param name="weights">The weights of each tensor after steps 1, 2, 3, ….</param>
    public static List<Mismatch> Weights(double[][] start, OracleRun run, IReadOnlyList<double[][]> weights)
    {
        List<Mismatch> mismatches = [];
        double[][] scales = [.. start.Select(tensor => Array.ConvertAll(tensor, Math.Abs))];
        foreach (var (step, expected) in run.Snapshots)
        {
            for (var k = 0; k < expected.Length; k++)
            {
                Widen(scales[k], expected[k]);
                Compare(mismatches, step, $"weight of tensor {k}", weights[step - 1][k], expected[k], scales[k], run.RelativeTolerance);
            }
        }

        return mismatches;
    }

    /// <summary>
    /// Compares one state of one tensor after a step. The scale of a value is its own recorded magnitude, the strictest there is. A sum of
    /// terms of either sign may round by more than that when they cancel, but on these problems none comes near: the worst moment is off by
    /// a fiftieth of the tolerance.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="name">The library's name of the state.</param>
    /// <param name="values">Its values.</param>
    /// <param name="expected">The values recorded.</param>
    /// <param name="relativeTolerance">The tolerance of the run.</param>
    public static List<Mismatch> State(int step, string name, double[] values, double[] expected, double relativeTolerance)
    {
        List<Mismatch> mismatches = [];
        Compare(mismatches, step, name, values, expected, Array.ConvertAll(expected, Math.Abs), relativeTolerance);
        return mismatches;
    }

    /// <summary>Fails if there are mismatches, and names the first.</summary>
    /// <param name="subject">What was compared: the rule, the entry, the problem.</param>
    /// <param name="mismatches">What did not match, in the order of the steps.</param>
    public static void AssertNone(string subject, IReadOnlyCollection<Mismatch> mismatches)
    {
        const int Shown = 5;
        var rest = mismatches.Count > Shown ? $"{Environment.NewLine}  and {mismatches.Count - Shown} more" : "";
        Assert.True(
            mismatches.Count == 0,
            $"{subject}:{string.Concat(mismatches.Take(Shown).Select(mismatch => $"{Environment.NewLine}  {mismatch}"))}{rest}");
    }

    private static void Compare(
        List<Mismatch> mismatches, int step, string what, double[] values, double[] expected, double[] scales, double relativeTolerance)
    {
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            // Not a number compares false with everything, so the comparison asks for what is right.
            var matches = Math.Abs(values[i] - expected[i]) <= relativeTolerance * scales[i];
            if (!matches)
            {
                mismatches.Add(new(step, $"{what}, coordinate {i}", values[i], expected[i], scales[i], relativeTolerance));
            }
        }
    }

    private static void Widen(double[] scales, double[] values)
    {
        for (var i = 0; i < scales.Length; i++)
        {
            scales[i] = Math.Max(scales[i], Math.Abs(values[i]));
        }
    }
}
