using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>What a rule may not do with whole matrices is said where it is written.</summary>
public sealed class MatrixOperationTests
{
    [Theory]
    [InlineData("weight -= gradient > 0 ? {|DSC0006:Matrix.Orthogonalize(gradient, 5)|} : gradient;")]
    [InlineData("weight -= {|DSC0006:Matrix.Orthogonalize(gradient, 5, gradient, false)|};")]
    [InlineData("weight -= {|DSC0006:Matrix.Orthogonalize(gradient, 5, Reduce.Sum(gradient, Per.Row), false)|};")]
    [InlineData("weight -= {|DSC0006:Matrix.Orthogonalize(gradient, 5)|} * Reduce.Sum(gradient, Per.Optimizer);")]
    [InlineData("weight -= gradient; {|DSC0006:Matrix.InverseRoot(left, 2, 0, left)|};")]
    [InlineData("weight -= gradient; Matrix.AddGramOfRows(gradient, {|DSC0006:default|});")]
    [InlineData("weight -= Matrix.Multiply(gradient, {|DSC0006:left|});")]
    [InlineData("weight -= gradient; Matrix.AddGramOfColumns(gradient, {|DSC0006:left|}, 0.9);")]
    [InlineData("weight -= gradient; Matrix.InverseRoot(left, 4, 1e-6, {|DSC0006:right|});")]
    [InlineData("weight -= gradient; Matrix.Multiply(right, result: right2, right: {|DSC0006:left|});")]
    [InlineData("weight -= Matrix.ToBasis(gradient, left, right2) + Matrix.FromBasis(gradient, {|DSC0006:right|}, right2);")]
    [InlineData("var l = {|DSC0006:left|}; weight -= gradient;")]
    [InlineData("weight -= gradient * {|DSC0006:left.Size|};")]
    [InlineData("weight -= {|DSC0006:Own.WithoutViews(gradient)|};")]
    [InlineData("weight -= {|DSC0006:Own.OfOthers(gradient, 2)|};")]
    public async Task What_a_rule_may_not_do_is_said(string body)
        => Assert.Single(await Check($"[Update] void Update(ref double weight, double gradient, [State(Per = Per.Row)] SquareMatrix left, [State(Per = Per.Column)] SquareMatrix right, [State(Per = Per.Column)] SquareMatrix right2) {{ {body} }}"));

    [Theory]
    [InlineData("SquareMatrix {|DSC0004:left|}")]
    [InlineData("[State] SquareMatrix {|DSC0004:left|}")]
    [InlineData("[State(Per = Per.Tensor)] SquareMatrix {|DSC0004:left|}")]
    [InlineData("[State(Per = Per.Row)] ref SquareMatrix {|DSC0004:left|}")]
    [InlineData("[State(Per = Per.Row, From = nameof(weight))] SquareMatrix {|DSC0004:left|}")]
    public async Task A_square_state_has_rows_or_columns(string parameter)
        => Assert.Single(await Check($"[Update] void Update(ref double weight, double gradient, {parameter}) => weight -= gradient;"));

    [Fact]
    public async Task Square_states_depend_on_few_conditions()
        => Assert.Single(await Check("""
            [Update] void Update(ref double weight, double gradient, [State(Per = Per.Row)] SquareMatrix left, [Step] int t)
            {
                if (t % 2 == 0) { Matrix.AddGramOfRows(gradient, left); }
                if (t % 3 == 0) { Matrix.AddGramOfRows(gradient, left); }
                if (t % 5 == 0) { Matrix.AddGramOfRows(gradient, left); }
                if (t % 7 == 0) { {|DSC0006:Matrix.AddGramOfRows(gradient, left)|}; }
                weight -= Matrix.Multiply(left, gradient);
            }
            """));

    /// <summary>A square state that leads to no weight, and one that is never written.</summary>
    [Fact]
    public async Task Unused_square_states_are_found()
    {
        await Check("[Update] void Update(ref double weight, double gradient, [State(Per = Per.Row)] SquareMatrix {|DSC0103:left|}) { weight -= gradient; Matrix.AddGramOfRows(gradient, left); }", "Descent.Dataflow");
        await Check("[Update] void Update(ref double weight, double gradient, [State(Per = Per.Row)] SquareMatrix {|DSC0104:left|}) => weight -= Matrix.Multiply(left, gradient);", "Descent.Dataflow");
    }

    private static Task<IReadOnlyList<string>> Check(string members, string category = "Descent.Structure") => AnalyzerHarness.CheckCategory(category, new RuleAnalyzer(), $$"""
        using Descent.Matrices;
        public static class Own
        {
            [MatrixOperation] public static double WithoutViews(double value) => value;
            [MatrixOperation] public static double OfOthers(double value, int steps) => value;
            public static void OfOthers<T>(ReadOnlyMatrixView<T> value, double steps, MatrixView<T> result, MatrixWorkspace workspace)
                where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> { }
        }
        [Optimizer] public sealed partial class Rule
        {
            {{members}}
        }
        """);
}
