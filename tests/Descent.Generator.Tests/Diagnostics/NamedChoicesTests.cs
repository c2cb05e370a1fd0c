using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Switches over a hyperparameter that is an enumeration: those that have all members, and those that leave something over, where C# may throw, and a loop cannot.</summary>
public sealed class NamedChoicesTests
{
    /// <summary>Whether the last member is there is asked by nobody, and so not computed in vain.</summary>
    [Theory]
    [InlineData("weight -= Chosen switch { Form.Plain => gradient, Form.Signed => m, Form.Third => 2 * m, _ => throw null! };")]
    [InlineData("weight -= Chosen switch { Form.Plain => gradient, Form.Third or Form.Signed => m };")]
    [InlineData("weight -= (Chosen == Form.Plain) switch { true => gradient, false => m };")]
    [InlineData("switch (Chosen) { case Form.Plain: weight -= gradient; break; case Form.Signed: case Form.Third: weight -= m; break; default: throw null!; }")]
    [InlineData("switch (Chosen) { default: throw null!; case Form.Plain or Form.Signed: weight -= gradient; break; case Form.Third: weight -= m; break; }")]
    [InlineData("switch (Chosen) { case Form.Plain or Form.Signed: weight -= gradient; break; case Form.Third: default: weight -= m; break; }")]
    public async Task SwitchOverAllMembers(string statement) => Assert.Empty(await Check(statement));

    [Theory]
    [InlineData("weight -= Chosen switch { Form.Plain => gradient, Form.Signed => 1, _ => {|DSC0006:throw null!|} };")]
    [InlineData("weight -= Chosen switch { Form.Plain => gradient, Form.Signed when t > 1 => 1, Form.Third => 2, _ => {|DSC0006:throw null!|} };")]
    [InlineData("weight -= Chosen switch { Form.Plain => gradient, Form.Signed => 1, Form.Third => {|DSC0006:throw null!|}, _ => 2 };")]
    [InlineData("weight -= Chosen switch { Form.Plain or Form.Signed or Form.Third => gradient, _ when t > 1 => {|DSC0006:throw null!|}, _ => 2 };")]
    [InlineData("weight -= ((Form)t) switch { Form.Plain => gradient, Form.Signed => 1, Form.Third => 2, _ => {|DSC0006:throw null!|} };")]
    [InlineData("var form = Chosen; weight -= form switch { Form.Plain => gradient, Form.Signed => 1, Form.Third => 2, _ => {|DSC0006:throw null!|} };")]
    [InlineData("switch (Chosen) { case Form.Plain: weight -= gradient; break; case Form.Signed: weight -= 1; break; default: {|DSC0006:throw null!;|} }")]
    [InlineData("switch (Chosen) { case Form.Plain: weight -= gradient; break; case Form.Signed: case Form.Third when t > 1: weight -= 1; break; default: {|DSC0006:throw null!;|} }")]
    [InlineData("switch (Chosen) { case Form.Plain: case Form.Signed: weight -= 1; break; case Form.Third: default: {|DSC0006:throw null!;|} } weight -= gradient;")]
    [InlineData("switch (Chosen) { case Form.Plain: case Form.Signed: weight -= 1; break; case Form.Third: weight -= gradient; break; default: weight = 1; {|DSC0006:throw null!;|} }")]
    public async Task SwitchThatMayThrow(string statement) => Assert.Single(await Check(statement + " weight -= t;", "[Step] int t"));

    /// <summary>An enumeration without members is no hyperparameter, whatever a switch over it has.</summary>
    [Theory]
    [InlineData("switch (Chosen) { default: throw null!; }")]
    [InlineData("weight -= Chosen switch { _ => throw null! };")]
    public async Task SwitchOverNothing(string statement) => await AnalyzerHarness.CheckIds(["DSC0009"], new RuleAnalyzer(), $$"""
        [Optimizer] public sealed partial class Rule
        {
            public enum None { }
            [Hyperparameter({|DSC0009:(None)3|})] public partial None Chosen { get; set; }
            [Update] private void Update(ref double weight, double gradient) { weight -= gradient; {{statement}} }
        }
        """);

    private static Task<IReadOnlyList<string>> Check(string statement, string parameter = "[State] ref double m") => AnalyzerHarness.Check(new RuleAnalyzer(), $$"""
        [Optimizer] public sealed partial class Rule
        {
            public enum Form { Plain, Signed = 4, Third }
            [Hyperparameter(Form.Plain)] public partial Form Chosen { get; set; }
            [Update] private void Update(ref double weight, double gradient, {{parameter}}) { {{(parameter.Contains("ref", StringComparison.Ordinal) ? "m = 0.9 * m + 0.1 * gradient; " : "")}}{{statement}} }
        }
        """);
}
