namespace Descent.Cuda.Tests;

/// <summary>Tensors without weights, and no others, on a GPU: the driver refuses a loop of no blocks, and so does the interpreter's.</summary>
public sealed class EmptyTests
{
    [Theory]
    [MemberData(nameof(BuiltInRulesTests.Rules), MemberType = typeof(BuiltInRulesTests))]
    public void NoWeights_AreSteppedAsHere(string rule)
    {
        Compare(rule, _ => { });
        Compare(rule, options => options.MaximumGradientNorm = 1);
        Compare(rule, options => options.NonFiniteGradients = NonFiniteGradients.SkipStep);
        Compare(rule, options => options.CollectStatistics = options.ClearGradientsAfterStep = true);
    }

    private static void Compare(string rule, Action<OptimizerOptions> change)
    {
        using var pair = new Pair<float>(() =>
        {
            var optimizer = BuiltInRulesTests.Create(rule);
            change(optimizer.Options);
            return optimizer;
        });
        pair.Add("none", 0).Add("no rows", 0, 5).Add("no columns", 5, 0);
        for (var step = 0; step < 2; step++)
        {
            var (here, there) = pair.Step();
            Assert.Equal(here, there);
        }

        pair.AssertSame(rule);
    }
}
