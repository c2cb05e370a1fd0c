using System.Globalization;

namespace Descent.Tests.Mutations;

/// <summary>What became of a mutant.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Mutant">The mutant.</param>
/// <param name="Compiles">Whether it is C# at all.</param>
/// <param name="IsEquivalent">Whether it does what the rule does, to the last bit.</param>
/// <param name="Findings">The ids of the diagnostics that notice it.</param>
/// <param name="IsCaughtByTests">Whether the tests of the catalogue notice it.</param>
internal sealed record Verdict(string Rule, Mutant Mutant, bool Compiles, bool IsEquivalent, IReadOnlyCollection<string> Findings, bool IsCaughtByTests)
{
    /// <summary>Whether it is a mistake that can be made: it compiles, and does something else.</summary>
    public bool IsMistake => Compiles && !IsEquivalent;

    /// <summary>Whether the analyzers notice the mistake.</summary>
    public bool IsCaughtByAnalyzers => Findings.Count > 0;

    /// <summary>Whether nobody notices the mistake.</summary>
    public bool Survives => IsMistake && !IsCaughtByAnalyzers && !IsCaughtByTests;

    /// <inheritdoc/>
    public override string ToString()
        => $"{Rule}, {Mutant}: {(IsMistake ? $"{(IsCaughtByAnalyzers ? string.Join(' ', Findings) : "no analyzer")}, {(IsCaughtByTests ? "tests" : "no test")}" : Compiles ? "equivalent" : "does not compile")}";
}

/// <summary>Makes every mutant of a built-in rule and finds out who notices.</summary>
internal static class MutationStudy
{
    /// <summary>The heading of a table of <see cref="Row"/>s.</summary>
    public const string Heading = "| | mutants | compile | equivalent | caught by analyzers | caught by tests | by neither |\n| --- | --- | --- | --- | --- | --- | --- |";

    /// <summary>The verdict on each mutant of a rule.</summary>
    public static async Task<IReadOnlyList<Verdict>> Of(string rule)
    {
        var mutants = Mutator.Of(Repository.BuiltInRule(rule));
        var compiled = await MutatedRule.Compile(rule, mutants);
        var original = compiled[0].Type!;
        Assert.False(CatalogueChecks.Fail(rule, original), "The tests must accept the rule itself.");

        var behaviour = Behaviour.Of(original);
        var found = compiled.Skip(1).ToDictionary(mutated => mutated.Mutant);
        return
        [
            .. mutants.Select(mutant => found.TryGetValue(mutant, out var mutated)
                ? new Verdict(rule, mutant, true, IsSame(mutated.Type, behaviour), mutated.Findings, mutated.Type is { } type && CatalogueChecks.Fail(rule, type))
                : new Verdict(rule, mutant, false, false, [], false)),
        ];
    }

    /// <summary>The figures of some verdicts, as a row of a table.</summary>
    public static string Row(string name, IReadOnlyCollection<Verdict> verdicts)
    {
        var mistakes = verdicts.Where(verdict => verdict.IsMistake).ToList();
        int[] figures =
        [
            verdicts.Count, verdicts.Count(verdict => verdict.Compiles), verdicts.Count(verdict => verdict.IsEquivalent),
            mistakes.Count(mistake => mistake.IsCaughtByAnalyzers), mistakes.Count(mistake => mistake.IsCaughtByTests), mistakes.Count(mistake => mistake.Survives),
        ];
        return $"| {name} | {string.Join(" | ", figures.Select(figure => figure.ToString(CultureInfo.InvariantCulture)))} |";
    }

    private static bool IsSame(Type? mutant, IReadOnlyList<ulong> behaviour) => mutant is not null && Behaviour.Of(mutant).SequenceEqual(behaviour);
}
