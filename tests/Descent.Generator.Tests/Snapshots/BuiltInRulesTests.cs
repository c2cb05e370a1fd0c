using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Snapshots;

/// <summary>The generated code of every built-in rule: any change to it shows here.</summary>
public sealed class BuiltInRulesTests
{
    public static TheoryData<string> Rules => [.. Repository.BuiltInRules];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Generates(string rule)
    {
        var (_, files) = GeneratorHarness.Generate(Repository.BuiltInRule(rule));

        var (hint, text) = Assert.Single(files);
        Snapshot.Verify(text, hint, nameof(BuiltInRulesTests), $"{nameof(Generates)}_rule={rule}");
    }
}
