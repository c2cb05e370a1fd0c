using Descent.Tests.Strictness.Fuzzing;
using Descent.Tests.Strictness.ReaderFuzzing;
using Xunit.Abstractions;

namespace Descent.Tests.Strictness;

/// <summary>Random rules that name rows and columns, or have operations on whole matrices: as <see cref="RandomRulesTests"/>, beside them.</summary>
public sealed class RandomMatrixRulesTests(ITestOutputHelper output)
{
    /// <summary>How many rules that name rows and columns are, each of which is compared on several matrices.</summary>
    private const int BatchOfMatrices = 40;

    /// <summary>How many rules with operations on whole matrices are.</summary>
    private const int BatchOfWhole = 60;

    [Theory]
    [InlineData(RandomRule.FirstMatrixSeed, BatchOfMatrices)]
    [InlineData(RandomRule.FirstWholeSeed, BatchOfWhole)]
    public void RandomRules_GiveTheSpecifiedBits(int firstSeed, int count) => RandomRulesTests.Check(firstSeed, count);

    /// <summary>The rules above have each operation on whole matrices wherever it may stand.</summary>
    [Fact]
    public void RulesOfWholeMatrices_HaveEachOperation()
    {
        var compilation = CompiledRule.Compile([.. RandomRulesTests.Grow(RandomRule.FirstWholeSeed, BatchOfWhole).Select(rule => RuleWriter.Write(rule)), OwnOperations.Text]);
        var coverage = new Coverage();
        foreach (var tree in compilation.SyntaxTrees.SkipLast(1))
        {
            coverage.Count(compilation.GetSemanticModel(tree));
        }

        output.WriteLine(coverage.ToString());
        Assert.Equal("", string.Join("; ", CoverageTable.MissingOfTrees(coverage)));
    }
}
