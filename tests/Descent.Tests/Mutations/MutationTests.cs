using Xunit.Abstractions;

namespace Descent.Tests.Mutations;

/// <summary>
/// Makes every small mistake there is in some built-in rules, and asks who notices: the analyzers, while it is typed, and the tests of the
/// catalogue, when they run. <c>generator/docs/mutations.md</c> has the figures.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private static readonly string[] s_rules = ["HeavyBallMomentum", "Adam", "AdamW", "AdaGrad", "RmsProp", "AdaDelta", "NAdam", "Lion", "AdaBelief", "Lamb"];

    [Fact]
    public async Task RmsProp_HasNoMistakeThatNobodyNotices()
    {
        var verdicts = await MutationStudy.Of("RmsProp");

        Assert.DoesNotContain(verdicts, verdict => verdict.Survives);
        Assert.InRange(verdicts.Count(verdict => verdict.IsMistake && verdict.IsCaughtByAnalyzers), 25, verdicts.Count);
        Assert.InRange(verdicts.Count(verdict => verdict.IsMistake), 35, verdicts.Count);
    }

    /// <summary>The study of all ten rules takes minutes: <c>DESCENT_MUTANTS=all</c>, or the names of some rules with commas between them.</summary>
    [Fact]
    public async Task LongStudy()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_MUTANTS") is not { } rules)
        {
            return;
        }

        List<Verdict> verdicts = [];
        foreach (var rule in rules == "all" ? s_rules : rules.Split(','))
        {
            verdicts.AddRange(await MutationStudy.Of(rule));
        }

        output.WriteLine(MutationStudy.Heading);
        foreach (var group in verdicts.GroupBy(verdict => verdict.Rule).Concat(verdicts.GroupBy(verdict => verdict.Mutant.Kind)).Append(verdicts.GroupBy(_ => "all").Single()))
        {
            output.WriteLine(MutationStudy.Row(group.Key, [.. group]));
        }

        verdicts.ForEach(verdict => output.WriteLine(verdict.ToString()));
        Assert.DoesNotContain(verdicts, verdict => verdict.Survives);
    }

    [Theory]
    [InlineData("weight -= Rate * gradient;", "weight += Rate * gradient;", "weight -= Rate / gradient;", "weight -= Rate;", "weight -= gradient;", "weight -= Decay * gradient;", ";")]
    [InlineData("weight = m - weight;", "weight = m + weight;", "weight = ((weight) - (m));", "weight = m;", ";")]
    [InlineData("weight /= t;", "weight *= t;", "weight /= (t - 1);", "weight /= (t + 1);", ";")]
    [InlineData("weight = Math.Sqrt(m);", "weight = (m);", ";")]
    [InlineData("weight = -m;", "weight = (m);", ";")]
    [InlineData("if (m < 0) { return; }", "if (m > 0) { return; }", ";")]
    public void Mutator_MakesEveryChange(string body, params string[] changed)
        => Assert.Equal(changed.Select(Rule).Order(StringComparer.Ordinal), Mutator.Of(Rule(body)).Select(mutant => mutant.Source).Order(StringComparer.Ordinal));

    /// <summary>Two hyperparameters are exchanged where they have the same range; the count is of another.</summary>
    private static string Rule(string body) => $$"""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1, Min = 0)] public partial double Rate { get; set; }
            [Hyperparameter(0.2, Min = 0)] public partial double Decay { get; set; }
            [Hyperparameter(1, Min = 1)] public partial double Count { get; set; }
            [Update] private void Update(ref double weight, double gradient, [State] double m, [Step] int t) { {{body}} }
        }
        """;
}
