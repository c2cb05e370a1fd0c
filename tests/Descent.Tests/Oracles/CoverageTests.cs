using Descent.Tests.Oracles.Mappings;

namespace Descent.Tests.Oracles;

/// <summary>Nothing is left out by accident: neither a recorded entry nor a built-in rule.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void EveryEntry_IsComparedOrExplained()
    {
        var compared = ParityTests.Mappings.SelectMany(mapping => mapping.Entries).Distinct();

        // Sorted lists, not sets: an entry that is both compared and explained away shows as well.
        Assert.Equal(OracleFile.Entries.Keys.Order(), compared.Concat(NotCovered.Reasons.Keys).Order());
    }

    [Fact]
    public void EveryBuiltInRule_IsCompared()
    {
        var rules = typeof(Optimizer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RuleOptimizer)) && !type.IsAbstract);
        var compared = ParityTests.Mappings.Select(mapping => mapping.Rule).Concat(FormulaTests.Rules).ToHashSet();

        Assert.All(rules, rule => Assert.Contains(rule, compared));
    }
}
