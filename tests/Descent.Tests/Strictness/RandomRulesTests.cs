using System.Globalization;

namespace Descent.Tests.Strictness;

/// <summary>Random rules, compiled by the real generator and compared with both specifications as bits.</summary>
public sealed class RandomRulesTests
{
    private const int Batch = 50;

    /// <summary>
    /// The first seed of each batch. For a long hunt set <c>DESCENT_RANDOM_RULES</c> to the first seed and the number of batches, such as
    /// <c>5000,100</c>.
    /// </summary>
    public static TheoryData<int> FirstSeeds
        => Environment.GetEnvironmentVariable("DESCENT_RANDOM_RULES")?.Split(',') is [var first, var batches]
            ? [.. Enumerable.Range(0, int.Parse(batches, CultureInfo.InvariantCulture)).Select(batch => int.Parse(first, CultureInfo.InvariantCulture) + (batch * Batch))]
            : [0, 50, 100, 150, 200, RandomRule.FirstReducingSeed, RandomRule.FirstReducingSeed + 50];

    [Theory]
    [MemberData(nameof(FirstSeeds))]
    public void RandomRules_GiveTheSpecifiedBits(int firstSeed)
    {
        var sources = Enumerable.Range(firstSeed, Batch).Select(seed => new RandomRule(seed)).Select(rule => (rule.Name, Source: rule.Write())).ToList();
        var rules = CompiledRule.FromSource(sources);

        // A step-rate Clamp that lands under an element-rate condition is refused, so a few rules are no rules.
        Assert.InRange(rules.Count, Batch * 9 / 10, Batch);
        foreach (var rule in rules)
        {
            try
            {
                var random = new Random(firstSeed);
                if (firstSeed >= RandomRule.FirstReducingSeed)
                {
                    // More than one block of the reduction's tree.
                    Comparison.Run(rule, SpecialValues.Mixed<float>(random, 2500, specialShare: 0), _ => SpecialValues.Mixed<float>(random, 2500, specialShare: 0), steps: 2);
                }

                Comparison.Run(rule, SpecialValues.Mixed<float>(random, 45), _ => SpecialValues.Mixed<float>(random, 45), steps: 4, offset: 1);
                Comparison.Run(rule, SpecialValues.Mixed<double>(random, 45), _ => SpecialValues.Mixed<double>(random, 45), steps: 4, offset: 1);
            }
            catch (Xunit.Sdk.XunitException error)
            {
                Assert.Fail($"{error.Message}\n{sources.Single(source => source.Name == rule.Model.Name).Source}");
            }
        }
    }
}
