namespace Descent.Tests.Oracles;

/// <summary>
/// Rules against their formulas written another way: each weight as a function of all gradients so far, with the sums that the recurrences
/// of the rule unroll to.
/// </summary>
public sealed class FormulaTests
{
    /// <summary>The rules that have a formula here.</summary>
    internal static IEnumerable<Type> Rules => Formulas.All.Keys;

    /// <summary>One row for each rule.</summary>
    public static TheoryData<string> RuleNames => [.. Rules.Select(rule => rule.Name)];

    /// <summary>A sum over 25 steps and a recurrence round differently, by some tens of units in the last place.</summary>
    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Weights_AreThoseOfTheFormula(string rule) => AssertMatches(rule, "B", 1e-12);

    /// <inheritdoc cref="Weights_AreThoseOfTheFormula"/>
    [Theory]
    [MemberData(nameof(RuleNames))]
    public void WeightsInFloat_AreThoseOfTheFormula(string rule) => AssertMatches(rule, "B32", 5e-6);

    private static void AssertMatches(string rule, string problem, double relativeTolerance)
    {
        var formula = Formulas.All.Single(pair => pair.Key.Name == rule).Value;
        Comparison.AssertNone($"{rule} on {problem}", Compare(formula.Create, formula, problem, relativeTolerance));
    }

    /// <summary>Compares every step of an optimizer with a formula.</summary>
    internal static List<Mismatch> Compare(Func<Optimizer> create, Formula formula, string problem, double relativeTolerance)
    {
        using var optimizer = create();
        var trajectory = Trajectory.Start(problem, [optimizer]);
        var start = trajectory.Weights;
        var gradients = ((Recorded)trajectory.Problem).Gradients[0];

        List<double[][]> weights = [];
        for (var t = 1; t <= gradients.Length; t++)
        {
            trajectory.Step();
            weights.Add(trajectory.Weights);
        }

        // Each step of the formula starts from the weights of the rule, so that a step is judged by itself.
        double[] Before(int i, int t) => [start[0][i], .. weights.Take(t - 1).Select(tensors => tensors[0][i])];
        var expected = Enumerable.Range(1, gradients.Length).Select(t => new Snapshot(
            t, [[.. start[0].Select((_, i) => formula.Next(Before(i, t), [.. gradients.Take(t).Select(gradient => gradient[i])]))]]));
        return Comparison.Weights(start, new OracleRun(relativeTolerance, [.. expected], []), weights);
    }
}
