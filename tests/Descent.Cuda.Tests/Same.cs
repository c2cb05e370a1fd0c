namespace Descent.Cuda.Tests;

/// <summary>Compares an optimizer on this processor with one on a device to the bit, however weights, gradients and states are stored.</summary>
internal static class Same
{
    /// <summary>Weights, gradients, states and what is kept beside weights are the same.</summary>
    public static void AssertSame(RuleOptimizer ofHere, RuleOptimizer ofThere, string when)
    {
        foreach (var (here, there) in ofHere.Parameters.Zip(ofThere.Parameters))
        {
            AssertSame(here.Weights, there.Weights, $"{when}, {here}");
            AssertSame(here.Gradients, there.Gradients, $"{when}, {here}");
            if (here.WeightRemainder is { } remainder)
            {
                AssertSame(remainder, there.WeightRemainder!, $"{when}, {here}");
            }

            foreach (var (state, other) in here.States.Zip(there.States))
            {
                Assert.Equal(state.Storage, other.Storage);
                if (state.Schema.Per == Per.Tensor)
                {
                    Assert.Equal(-1, Values<double>.FirstDifference([state.Value], [other.Value]));
                }
                else
                {
                    AssertSame(state, other, $"{when}, {here}");
                }
            }
        }
    }

    private static void AssertSame(TensorView here, TensorView there, string when)
    {
        Assert.Equal((here.ElementType, here.Bytes), (there.ElementType, there.Bytes));
        double[] expected = here.ToArray<double>(), actual = there.ToArray<double>();
        var index = Values<double>.FirstDifference(expected, actual);
        Assert.True(index < 0, index < 0 ? "" : $"{when}: {here.Name}[{index}] is {actual[index]:R}, and {expected[index]:R} on this processor.");
    }
}
