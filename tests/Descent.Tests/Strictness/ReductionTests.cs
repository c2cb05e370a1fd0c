using Descent.CompilerServices;
using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness;

/// <summary>Reductions: loop against specification as bits, the fixed tree, and the same total as plain arithmetic.</summary>
public sealed class ReductionTests
{
    [Theory]
    [InlineData(nameof(LambForTests))]
    [InlineData(nameof(NovoGradForTests))]
    [InlineData(nameof(RunningProductForTests))]
    [InlineData(nameof(OverOptimizerForTests))]
    [InlineData(nameof(ChainForTests))]
    [InlineData(nameof(OtherChainForTests))]
    [InlineData(nameof(ClimbForTests))]
    [InlineData(nameof(LayerWiseSamForTests))]
    [InlineData(nameof(ExchangeForTests))]
    [InlineData(nameof(ClippedByPNorm))]
    [InlineData(nameof(ClippedByMaximum))]
    public void RulesThatReduce_GiveTheSpecifiedBits(string name)
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Descent.Tests", "Strictness", "ReducingRules.cs"));
        var rule = CompiledRule.Of(typeof(ReductionTests).Assembly.GetType("Descent.Tests.Strictness." + name)!, source);
        foreach (var length in new[] { 0, 1, 7, 8, 9, 16, 33, 511, 512, 513, 5000, 17_000 })
        {
            var random = new Random(length);
            Comparison.Run(rule, SpecialValues.Mixed<float>(random, length, specialShare: 0), _ => SpecialValues.Mixed<float>(random, length, specialShare: 0), offset: 1);
            Comparison.Run(rule, SpecialValues.Mixed<double>(random, length, specialShare: 0), _ => SpecialValues.Mixed<double>(random, length, specialShare: 0), offset: 1);
            Comparison.Run(rule, SpecialValues.Mixed<float>(random, length), _ => SpecialValues.Mixed<float>(random, length));
        }
    }

    /// <summary>The method asks for the total all the same when it runs in the reference.</summary>
    [Fact]
    public void TotalThatIsNotUsed_GivesTheSpecifiedBits()
    {
        var rule = Assert.Single(CompiledRule.FromSource(
        [
            ("Unused", "[Optimizer] public sealed partial class Unused { [Update] private void Update(ref double weight, double gradient) { var total = Reduce.Sum(gradient); weight -= gradient; } }"),
        ]));

        Comparison.Run<double>(rule, [1, 2, 3], _ => [4, 5, 6]);
    }

    [Fact]
    public void Extremes_AreThoseOfMath()
    {
        var special = SpecialValues.All<float>().Where(value => !float.IsNaN(value)).ToArray();
        Assert.Equal(special.Max(), Reduced(ReductionKind.Max, special));
        Assert.Equal(special.Min(), Reduced(ReductionKind.Min, special));
        Assert.Equal(Bits.Of(0.0), Bits.Of(Reduced(ReductionKind.Max, [-0f, 0f, -0f])));
        Assert.Equal(Bits.Of(-0.0), Bits.Of(Reduced(ReductionKind.Min, [0f, -0f, 0f])));
        Assert.True(double.IsNaN(Reduced(ReductionKind.Max, [.. Enumerable.Repeat(1f, 40), float.NaN, 2f])));
        Assert.Equal(double.NegativeInfinity, Reduced<float>(ReductionKind.Max, []));
        Assert.Equal(double.PositiveInfinity, Reduced<float>(ReductionKind.Min, []));
    }

    [Fact]
    public void Lamb_TakesTheStepOfItsFormula()
    {
        double[] weights = [3, 4], gradients = [0.5, -2];
        var optimizer = new LambForTests { WeightDecay = 0 };
        optimizer.Add("weights", weights, gradients);
        optimizer.Step();

        // At the first step Adam's direction is (1, −1) up to ε; its norm √2, the weights' 5.
        Assert.Equal(3 - (0.01 * 5 / Math.Sqrt(2)), weights[0], 1e-7);
        Assert.Equal(4 + (0.01 * 5 / Math.Sqrt(2)), weights[1], 1e-7);
    }

    [Fact]
    public void Reduce_OutsideOfReference_SaysWhatToCall()
        => Assert.Contains("Reference", Assert.Throws<InvalidOperationException>(() => Reduce.Sum(1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Step_OfAReducingRule_AllocatesNothing()
    {
        var optimizer = new LambForTests();
        var novoGrad = new NovoGradForTests();
        var product = new RunningProductForTests();
        foreach (var rule in new Optimizer[] { optimizer, novoGrad, product })
        {
            rule.Add("single", new float[3000], new float[3000]);
            rule.Add("twice", new double[30], new double[30]);
            rule.Step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 5; step++)
        {
            optimizer.Step();
            novoGrad.Step();
            product.Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double Reduced<T>(ReductionKind kind, T[] terms)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var reduction = new Reduction(kind);
        foreach (var block in terms.Chunk(Reduction.BlockLength))
        {
            reduction.Add<T>(block);
        }

        return reduction.Total;
    }
}
