using System.Globalization;
using Xunit.Abstractions;

namespace Descent.Tests.Mutations;

/// <summary>
/// Makes every small mistake there is in some built-in rules, and asks who notices: the analyzers, while it is typed, and the numbers of
/// other libraries, when the tests run. The figures are in <c>generator/docs/mutations.md</c>.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private static readonly string[] s_rules = ["HeavyBallMomentum", "Adam", "AdamW", "AdaGrad", "RmsProp", "AdaDelta", "NAdam", "Lion", "AdaBelief", "Lamb"];

    /// <summary>A mutant, and who noticed.</summary>
    private sealed record Verdict(string Rule, Mutant Mutant, IReadOnlyCollection<string> Findings, bool IsEquivalent, bool IsCaughtByOracles);

    /// <summary>The study on all rules takes minutes: <c>DESCENT_MUTANTS=all</c>, or names of rules, with commas between them.</summary>
    [Fact]
    public async Task LongStudy()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_MUTANTS") is not { } rules)
        {
            return;
        }

        List<Verdict> verdicts = [];
        output.WriteLine("| rule | mutants | compile | equivalent | caught by analyzers | caught by oracles | by neither |");
        foreach (var rule in rules == "all" ? s_rules : rules.Split(','))
        {
            verdicts.AddRange(await Study(rule));
        }

        foreach (var group in verdicts.GroupBy(verdict => verdict.Rule).Concat(verdicts.GroupBy(verdict => verdict.Mutant.Kind)))
        {
            output.WriteLine(Row(group.Key, [.. group]));
        }

        foreach (var verdict in verdicts)
        {
            output.WriteLine($"{verdict.Rule}; {(verdict.IsEquivalent ? "equivalent" : "")}; {string.Join(' ', verdict.Findings)}; {(verdict.IsCaughtByOracles ? "oracles" : "")}; {verdict.Mutant}");
        }
    }

    private static string Row(string name, IReadOnlyList<Verdict> verdicts)
    {
        var real = verdicts.Where(verdict => !verdict.IsEquivalent).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {verdicts.Count} | {verdicts.Count - real.Count} | {real.Count(verdict => verdict.Findings.Count > 0)} | {real.Count(verdict => verdict.IsCaughtByOracles)} | {real.Count(verdict => verdict.Findings.Count == 0 && !verdict.IsCaughtByOracles)} |");
    }

    private static async Task<IReadOnlyList<Verdict>> Study(string rule)
    {
        var compiled = await MutatedRule.Compile(rule, Mutator.Of(Repository.BuiltInRule(rule)));
        var behaviour = Behaviour.Of(compiled[0].Type!);
        Assert.False(OraclesOfMutants.Catch(rule, compiled[0].Type!));
        return
        [
            .. compiled.Skip(1).Select(mutant => new Verdict(
                rule,
                mutant.Mutant,
                mutant.Findings,
                mutant.Type is { } same && Behaviour.Of(same).SequenceEqual(behaviour),
                mutant.Type is { } type && OraclesOfMutants.Catch(rule, type))),
        ];
    }
}
