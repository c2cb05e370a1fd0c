using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Local functions that a rule cannot have: each said once, however often it is called.</summary>
public sealed class LocalFunctionTests
{
    [Theory]
    [InlineData("{|DSC0006:double Local(double x) => x * gradient;|} weight -= gradient;", "local function 'Local', which uses 'gradient' of the method around it (hand it over as a parameter)")]
    [InlineData("weight -= Local(gradient) + Local(1); return; {|DSC0006:double Local(double x) { t += 1; return x; }|}", "local function 'Local', which uses 't' of the method around it (hand it over as a parameter)")]
    [InlineData("var rate = 0.5; weight -= Outer(gradient); static double Outer(double x) { var y = 2.0; return Inner(x); {|DSC0006:double Inner(double z) => z * y;|} } weight -= rate;", "local function 'Inner', which uses 'y' of the method around it (hand it over as a parameter)")]
    [InlineData("weight -= Local(gradient) + Local<double>(1); {|DSC0006:static T Local<T>(T x) => x;|}", "local function 'Local' (it must not have type parameters, nor be in a type that has)")]
    [InlineData("weight -= Local(gradient); {|DSC0006:static double Local(params double[] x) => x[0];|}", "local function 'Local' (parameter 'x' must be of type double, int, bool or an enumeration)")]
    [InlineData("weight -= Local(gradient); {|DSC0006:[System.Runtime.InteropServices.DllImport(\"m\")] static extern double Local(double x);|}", "local function 'Local' (it must not be async, extern, virtual or abstract)")]
    [InlineData("weight -= Local(gradient); static double Local(double x) => x > 0 ? x : {|DSC0006:Local(x + 1)|};", "recursion ('Local' calls itself)")]
    [InlineData("weight -= Local(gradient); static double Local(double x) => {|DSC0006:MathF.Sqrt(2)|} + x;", "calling 'MathF.Sqrt'", "converting 'float' to 'double'")]
    [InlineData("weight -= Local(gradient); [Inlineable] static double Local(double x) { {|DSC0006:while (x > 1) { x -= 1; }|} return x; }", "a while loop")]
    [InlineData("weight -= Local(gradient); [Inlineable] static double Local(double x) => x > 0 ? x : {|DSC0006:Local(x + 1)|};", "recursion ('Local' calls itself)")]
    public async Task WhatIsWrong(string statement, string what, string? alternative = null)
    {
        var messages = await AnalyzerHarness.Check(
            new RuleAnalyzer(), $"[Optimizer] public sealed partial class Rule {{ [Update] void Update(ref double weight, double gradient, [Step] int t) {{ {statement} }} }}");
        Assert.Contains(messages[0], new[] { what, alternative ?? what }.Select(text => "Not supported in a rule: " + text));
    }
}
