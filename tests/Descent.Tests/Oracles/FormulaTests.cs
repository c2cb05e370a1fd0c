namespace Descent.Tests.Oracles;

/// <summary>
/// Rules against their formulas written another way: each weight as a function of all gradients so far, with the sums that the recurrences
/// of the rule unroll to.
/// </summary>
public sealed class FormulaTests
{
    /// <summary>The rules that have a formula here.</summary>
    internal static IEnumerable<Type> Rules => All.Keys;

    /// <summary>The formula of each rule.</summary>
    internal static IReadOnlyDictionary<Type, TensorFormula> All { get; } = Formulas.All
        .ToDictionary(pair => pair.Key, pair => pair.Value.OfTensors())
        .Concat(TensorFormulas.All)
        .Concat(MatrixFormulas.All)
        .Concat(ChanceFormulas.All)
        .ToDictionary();

    /// <summary>One row for each rule.</summary>
    public static TheoryData<string> RuleNames => [.. Rules.Select(rule => rule.Name)];

    /// <summary>A sum over 25 steps and a recurrence round differently, by some tens of units in the last place.</summary>
    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Weights_AreThoseOfTheFormula(string rule) => AssertMatches(rule, "B", 1e-12);

    /// <summary>The second problem has two tensors, one with a gradient of 0 at a step.</summary>
    [Theory]
    [MemberData(nameof(RuleNames))]
    public void WeightsOfTwoTensors_AreThoseOfTheFormula(string rule) => AssertMatches(rule, "C", 1e-12);

    /// <inheritdoc cref="Weights_AreThoseOfTheFormula"/>
    [Theory]
    [MemberData(nameof(RuleNames))]
    public void WeightsInFloat_AreThoseOfTheFormula(string rule) => AssertMatches(rule, "B32", 5e-6);

    private static void AssertMatches(string rule, string problem, double relativeTolerance)
    {
        var formula = All.Single(pair => pair.Key.Name == rule).Value;
        Comparison.AssertNone($"{rule} on {problem}", Compare(formula.Create, formula, problem, relativeTolerance));
    }

    /// <summary>Compares every step of an optimizer with a formula.</summary>
    internal static List<Mismatch> Compare(Func<RuleOptimizer> create, TensorFormula formula, string problem, double relativeTolerance)
    {
        using var optimizer = create();
        var trajectory = Trajectory.Start(problem, [optimizer]);
        var start = trajectory.Weights;
        var recorded = ((Recorded)trajectory.Problem).Gradients;
        double[][][] gradients = [.. Enumerable.Range(0, trajectory.Problem.Steps).Select(t => Array.ConvertAll(recorded, tensor => tensor[t]))];

        List<double[][]> weights = [];
        foreach (var _ in gradients)
        {
            trajectory.Step();
            weights.Add(trajectory.Weights);
        }

        // Each step of the formula starts from the weights of the rule, so that a step is judged by itself.
        var expected = Enumerable.Range(1, gradients.Length).Select(t => new Snapshot(
            t, formula.Next([start, .. weights.Take(t - 1)], gradients[..t])));
        return Comparison.Weights(start, new OracleRun(relativeTolerance, [.. expected], []), weights);
    }
}
