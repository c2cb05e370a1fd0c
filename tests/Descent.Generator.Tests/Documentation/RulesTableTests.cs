namespace Descent.Generator.Tests.Documentation;

/// <summary>The table of the built-in rules is that of the rules that are there.</summary>
public sealed class RulesTableTests
{
    /// <summary>To accept a change, read <c>rules.received.md</c> and rename it to <c>rules.md</c>.</summary>
    [Fact]
    public void Table_IsThatOfTheRules()
    {
        var folder = Path.Combine(Repository.Root, "runtime", "docs");
        var (page, received) = (Path.Combine(folder, "rules.md"), Path.Combine(folder, "rules.received.md"));
        var actual = RulesTable.Write();
        if (File.Exists(page) && File.ReadAllText(page).ReplaceLineEndings("\n") == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail("runtime/docs/rules.md is not the table of the rules; see rules.received.md beside it.");
    }
}
