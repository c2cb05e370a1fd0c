namespace Descent.Generator.Tests.Documentation;

/// <summary>Pages that are tables of what there is: written from the sources themselves, and held to them.</summary>
public sealed class GeneratedPagesTests
{
    private static readonly Dictionary<string, Func<string>> s_writers = new()
    {
        ["generator/docs/diagnostics.md"] = DiagnosticsTable.Write,
        ["runtime/docs/rules.md"] = RulesTable.Write,
        ["runtime/docs/chains.md"] = ChainsTable.Write,
        ["runtime/docs/options.md"] = OptionsTable.Write,
    };

    public static TheoryData<string> Pages => [.. s_writers.Keys];

    /// <summary>To accept a change, read the <c>.received.md</c> that lies beside the page then, and rename it.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_IsThatOfTheSources(string name)
    {
        var page = Path.Combine(Repository.Root, name);
        var received = Path.ChangeExtension(page, ".received.md");
        var actual = s_writers[name]();
        if (File.Exists(page) && File.ReadAllText(page).ReplaceLineEndings("\n") == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"{name} is not what the sources say; see {Path.GetFileName(received)} beside it.");
    }

    /// <summary>A new rule is given a family, and so a place in the table.</summary>
    [Fact]
    public void Families_HaveEveryRuleOnce() => Assert.Equal(
        Repository.BuiltInRules,
        RuleFamilies.All.SelectMany(family => family.Rules).Order(StringComparer.Ordinal));
}
