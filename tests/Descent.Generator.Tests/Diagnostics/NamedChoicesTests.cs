using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Switches over a hyperparameter that leave something over, or over what may have a value that no member has: C# may throw, and a loop cannot.</summary>
public sealed class NamedChoicesTests
{
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
    public async Task SwitchThatMayThrow(string statement) => await AnalyzerHarness.CheckIds(["DSC0006"], new RuleAnalyzer(), $$"""
        [Optimizer] public sealed partial class Rule
        {
            public enum Form { Plain, Signed = 4, Third }
            [Hyperparameter(Form.Plain)] public partial Form Chosen { get; set; }
            [Update] private void Update(ref double weight, double gradient, [Step] int t) { {{statement}} weight -= t; }
        }
        """);
}
