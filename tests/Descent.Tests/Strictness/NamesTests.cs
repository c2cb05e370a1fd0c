namespace Descent.Tests.Strictness;

/// <summary>Rules whose names meet those of generated code: each value is still the one that the method names.</summary>
public sealed class NamesTests
{
    public static TheoryData<string> Names => [.. LegalRules.WithNames.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Loop_GivesTheMethodsBits(string name)
    {
        var rule = Assert.Single(CompiledRule.FromSource([LegalRules.WithNames.Single(rule => rule.Name == name)]));

        Comparison.Run<double>(rule, [1, -2, 3, 0.5], step => [step, 5, -6, 0.25]);
        Comparison.Run<float>(rule, [1, -2, 3, 0.5f], step => [step, 5, -6, 0.25f]);
    }

    /// <summary>A name that would begin with a digit without what comes before it.</summary>
    [Fact]
    public void Number_IsTheNameOfALine()
    {
        var rule = Assert.Single(CompiledRule.FromSource([("Numbered", """
            [Optimizer] public sealed partial class Numbered
            {
                [Update] private void Update(ref double weight, double gradient, [State(Per = Per.Row)] ref double _1) { _1 += Reduce.Sum(gradient); weight -= _1; }
            }
            """)]));

        Comparison.Run<double>(rule, [1, -2, 3, 0.5], step => [step, 5, -6, 0.25]);
    }

    /// <summary>By hand: m₀ and m0 are two states, 7 and 100 after a step with gradient 7.</summary>
    [Fact]
    public void ElementOfAState_AndAStateOfItsName_AreTwo()
    {
        var rule = Assert.Single(CompiledRule.FromSource([("Clash", """
            [Optimizer] public sealed partial class Clash
            {
                [Update] private void Update(ref double weight, double gradient, [State(Count = 2)] Span<double> m, [State] ref double m0) { m[0] += gradient; m0 += 100; weight -= m[0] + m0; }
            }
            """)]));
        using var optimizer = rule.Create();
        double[] weights = [5];
        optimizer.Add("weights", weights, [7.0]);
        optimizer.Step();

        Assert.Equal(5 - (7 + 100), weights[0]);
        Assert.Equal(["M_0", "M_1", "M0"], rule.Model.States.Select(state => state.PropertyName));
    }
}
