using System.Diagnostics;
using System.Globalization;
using Descent.Generator.Analyzers;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit.Abstractions;

namespace Descent.Generator.Tests.Hostile;

/// <summary>
/// Methods of a size that nobody writes by hand: they compile in a time that grows with the method, on a small stack, or are refused.
/// </summary>
public sealed class SizeTests(ITestOutputHelper output)
{
    /// <summary>What a thread has on some platforms, and half of what an editor's threads have.</summary>
    private const int SmallStack = 256 * 1024;

    /// <summary>How many times as long four times the statements may take: four for a linear compiler, sixteen for a quadratic one.</summary>
    private const double MostGrowth = 12;

    private const int MostTries = 5;

    private const string Hyperparameters = "[Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Rate { get; set; } [Hyperparameter(0.1, Min = 0)] public partial double Decay { get; set; }";

    public static TheoryData<string, string, int> Bodies => new()
    {
        { "sums", "m = m * 0.5 + {0} * gradient;", 1 },
        { "signs", "m += Math.Sign(gradient - {0}) * Math.Sign(m) + (Math.Sign(m) > 0 ? 1 : {0});", 1 },
        { "locals", "double x{0} = m + {0}; m = x{0} * gradient;", 2 },
        { "returns", "if (gradient > {0}) return; m += 1;", 3 },
        { "returns inside", "if (gradient > {0}) {{ if (m < {0}) return; m += 1; }}", 4 },
        { "branches in the step", "if (step > {0}) {{ total += 1; }} else {{ total *= 0.5; }}", 3 },
        { "returns in the step", "if (step > {0}) {{ if (total > {0}) return; total += {0}; }}", 4 },
        { "reductions", "m += Reduce.Max(gradient - {0}) * Reduce.Sum(gradient);", 1 },
        { "totals of rows", "m += Reduce.Max(gradient - {0}) * Math.Sqrt(1 + Reduce.Sum(gradient + {0}, Per.Row));", 1 },
        { "calls", "m = Twice(m) + Through(ref m, ref m);", 1 },
        { "local functions", "m += F{0}(gradient); static double F{0}(double x) => x * {0}.5;", 2 },
        { "local functions of one name", "{{ m += F(gradient); static double F(double x) => x * {0}.5; }}", 2 },
        { "switches", "switch (step) {{ case {0}: m = 1; break; default: m += gradient; break; }}", 5 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task CompileTime_IsLinear(string name, string line, int statements)
    {
        Compile(Statements(line, 10));
        await IsLinear(name, count => Task.FromResult(Time(Statements(line, count / statements))));
    }

    /// <summary>What is wrong with a rule is looked for beside the compiler, at every build and keystroke as well.</summary>
    [Theory]
    [InlineData("returns inside", "if (gradient > {0}) {{ if (m < {0}) return; m += 1; }}", 4)]
    [InlineData("averages", "m = Rate * m + (1 - Rate) * gradient;", 1)]
    [InlineData("corrections", "m += m / (1 - Math.Pow(Rate, step + {0})) + Math.Sqrt(Math.Abs(gradient)) / {0}.5;", 1)]
    [InlineData("factors", "m = Math.Max(m, {0} * gradient * Rate) - Decay * weight;", 1)]
    [InlineData("choices", "m += (gradient > {0} ? m * {0} : gradient) + Decay * weight;", 1)]
    public async Task ChecksTime_IsLinear(string name, string line, int statements)
    {
        _ = await TimeChecks(Statements(line, 10));
        await IsLinear(name, count => TimeChecks(Statements(line, count / statements)));
    }

    [Theory]
    [InlineData("many statements", "m = m * 0.5 + gradient;", 3000)]
    [InlineData("many returns", "if (gradient > {0}) {{ if (m < {0}) return; m += 1; }} if (m > {0}) return;", 300)]
    [InlineData("many branches", "if (step > {0}) {{ total += 1; }}", 1000)]
    public void SmallStack_IsEnough(string name, string statement, int count)
    {
        Assert.NotEmpty(name);
        OnSmallStack(Statements(statement, count));
    }

    [Fact]
    public void LongSums_NeedNoStack()
        => OnSmallStack("weight -= " + string.Join(" + ", Enumerable.Range(0, 2000).Select(number => FormattableString.Invariant($"gradient * {number}.5"))) + ";");

    [Fact]
    public void ChainsOfHelpers_NeedNoStack()
    {
        var helpers = string.Concat(Enumerable.Range(0, 500).Select(number => FormattableString.Invariant($"static double F{number}(double x) => F{number + 1}(x) + 1; "))) + "static double F500(double x) => x;";
        OnSmallStack("weight -= F0(gradient);", helpers);
    }

    [Fact]
    public async Task WhatGrowsWithoutBound_IsRefused()
    {
        var helpers = string.Concat(Enumerable.Range(0, 30).Select(number => FormattableString.Invariant($"static double F{number}(double x) => F{number + 1}(x) * F{number + 1}(x + 1); "))) + "static double F30(double x) => x;";
        await AnalyzerHarness.Check(new RuleAnalyzer(), Source("weight -= F0(gradient);", helpers).Replace("void Update", "void {|DSC0006:Update|}", StringComparison.Ordinal));
    }

    /// <summary>Each waits for the last, and so walks over all weights for itself, and computes all again that comes before.</summary>
    [Fact]
    public async Task ReductionsOfReductions_AreRefused_WhereTheirWalksAreTooLong()
    {
        const string Each = "m = m * 0.5 + Reduce.Sum(m * {0});";
        Compile(Statements(Each, 100));
        await AnalyzerHarness.Check(new RuleAnalyzer(), Source("m += gradient; total += step;" + Statements(Each, 230).Replace("Reduce.Sum(m * 198)", "{|DSC0006:Reduce.Sum(m * 198)|}", StringComparison.Ordinal), helpers: ""));
    }

    [Fact]
    public void DeepNesting_IsRefused()
    {
        var nested = string.Concat(Enumerable.Repeat("Math.Abs(1 - ", 110)) + "gradient" + new string(')', 110);
        var compilation = GeneratorHarness.Compile(Source($"weight -= {nested};"));
        var reading = RuleReader.Read(compilation.GetTypeByMetadataName("Rule")!, compilation, CancellationToken.None);

        Assert.Equal(["code nested more than 100 levels deep"], reading.Problems.Select(problem => problem.Arguments[0]));
    }

    /// <summary>Compares the least times of a few tries: on a machine that has other things to do, a single one may be of those.</summary>
    private async Task IsLinear(string name, Func<int, Task<double>> time)
    {
        var (small, large) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var attempt = 0; attempt < MostTries && !IsWithin(small, large); attempt++)
        {
            small = Math.Min(small, await time(1250));
            large = Math.Min(large, await time(5000));
        }

        output.WriteLine(FormattableString.Invariant($"{name}: {small:0.00} s, {large:0.00} s"));
        Assert.True(IsWithin(small, large), $"{small} s for 1,250 statements, {large} s for 5,000");

        static bool IsWithin(double small, double large) => large < Math.Max(MostGrowth * small, 1);
    }

    private static string Statements(string statement, int count)
        => string.Concat(Enumerable.Range(0, count).Select(number => string.Format(CultureInfo.InvariantCulture, statement, number) + "\n")) + "weight -= m + total;";

    private static string Source(string body, string helpers = Hyperparameters) => $$"""
        [Optimizer]
        public sealed partial class Rule
        {
            static double Twice(double x) => x * 2;
            static double Through(ref double a, ref double b) { a += 1; return b; }
            {{helpers}}
            [Update]
            private void Update(ref double weight, double gradient, [State] ref double m, [State(Per = Per.Tensor)] ref double total, [Step] int step)
            {
                {{body}}
            }
        }
        """;

    /// <summary>How long the generator takes, at the better of two tries; what C# takes to parse and bind is not its.</summary>
    private static double Time(string body)
    {
        var compilation = GeneratorHarness.Compile(Source(body));
        _ = compilation.GetDiagnostics();
        return Enumerable.Range(0, 2).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            GeneratorHarness.CreateDriver().RunGenerators(compilation);
            return watch.Elapsed.TotalSeconds;
        });
    }

    /// <summary>How long the analyzer of rules takes, without what C# takes.</summary>
    private static async Task<double> TimeChecks(string body)
    {
        var compilation = GeneratorHarness.Compile(Source(body));
        GeneratorHarness.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out var complete, out _);
        _ = complete.GetDiagnostics();
        var analyzed = complete.WithAnalyzers([new RuleAnalyzer()]);
        var watch = Stopwatch.StartNew();
        var found = await analyzed.GetAnalyzerDiagnosticsAsync();
        var elapsed = watch.Elapsed.TotalSeconds;
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001" || diagnostic.Severity == DiagnosticSeverity.Error);
        return elapsed;
    }

    private static void OnSmallStack(string body, string helpers = "")
    {
        var compilation = GeneratorHarness.Compile(Source(body, helpers));
        GeneratorRunResult? result = null;
        var thread = new Thread(
            () =>
            {
                result = GeneratorHarness.CreateDriver().RunGenerators(compilation).GetRunResult().Results.Single();
                RunChecks(compilation);
            },
            SmallStack);
        thread.Start();
        thread.Join();
        Assert.Null(result!.Value.Exception);
        Assert.Contains("TLanes.Load", result.Value.GeneratedSources.Single().SourceText.ToString(), StringComparison.Ordinal);
    }

    private static void RunChecks(Compilation compilation)
    {
        var symbol = compilation.GetTypeByMetadataName("Rule")!;
        var reading = RuleReader.Read(symbol, compilation, CancellationToken.None);
        var rule = RuleUnderCheck.Of(reading.Model!, symbol, reading, CancellationToken.None);
        foreach (var check in RuleChecks.OfPlaces.Concat(RuleChecks.OfBehaviour))
        {
            Assert.All(check(rule), finding => Assert.NotEmpty(finding.Id));
        }
    }

    private static void Compile(string body)
    {
        var compilation = GeneratorHarness.Compile(Source(body));
        var result = GeneratorHarness.CreateDriver().RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Contains("TLanes.Load", result.GeneratedSources.Single().SourceText.ToString(), StringComparison.Ordinal);
    }
}
