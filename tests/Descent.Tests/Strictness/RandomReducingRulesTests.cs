using Descent.Tests.Strictness.Fuzzing;

namespace Descent.Tests.Strictness;

/// <summary>Random rules that reduce over the tensor or over the optimizer, and chains of parts: as <see cref="RandomRulesTests"/>, beside them.</summary>
public sealed class RandomReducingRulesTests
{
    [Theory]
    [InlineData(RandomRule.FirstReducingSeed)]
    [InlineData(RandomRule.FirstChainSeed)]
    [InlineData(RandomRule.FirstOptimizerSeed)]
    public void RandomRules_GiveTheSpecifiedBits(int firstSeed) => RandomRulesTests.Check(firstSeed, RandomRulesTests.Batch);
}
