namespace Descent.Tests.Storage;

/// <summary>What a step does beside the rule (it turns gradients around, counts, clears) leaves the bits of narrow states and weights as they would be without.</summary>
public sealed class StepsBesideStorageTests
{
    private const int Steps = 5;

    public static TheoryData<WeightPrecision, int> Cases
    {
        get
        {
            var cases = new TheoryData<WeightPrecision, int>();
            foreach (var precision in Enum.GetValues<WeightPrecision>())
            {
                cases.Add(precision, 1031);
                cases.Add(precision, (5 * 1024) + 9);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NarrowWeights_HaveTheSameBits(WeightPrecision precision, int length)
        => AssertTheSame<BFloat16, BFloat16>(precision, length);

    /// <summary>The average of the squares depends on gradients alone.</summary>
    [Fact]
    public void NativeStateBesideANarrowOne_IsThatOfFloat()
    {
        using var mixed = Run<BFloat16, BFloat16>(WeightPrecision.Master, 1031, StateStorage.BFloat16, StateStorage.Native, isAlone: true);
        using var native = Run<float, BFloat16>(WeightPrecision.Nearest, 1031, StateStorage.Native, StateStorage.Native, isAlone: true);
        Assert.Equal(StateStorage.BFloat16, mixed["weights"].States[0].Storage);
        Assert.Equal(Bits(native["weights"].States[1]), Bits(mixed["weights"].States[1]));
    }

    [Theory]
    [InlineData(1031)]
    [InlineData((5 * 1024) + 9)]
    public void NarrowGradientsOfFloat_GiveTheSameBits(int length) => AssertTheSame<float, BFloat16>(WeightPrecision.Nearest, length);

    private static void AssertTheSame<TWeight, TGradient>(WeightPrecision precision, int length)
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        using var plain = Run<TWeight, TGradient>(precision, length, StateStorage.BFloat16, StateStorage.BFloat16, isAlone: true);
        using var beside = Run<TWeight, TGradient>(precision, length, StateStorage.BFloat16, StateStorage.BFloat16, isAlone: false);
        var (expected, given) = (plain["weights"], beside["weights"]);
        Assert.Equal(Bits(expected.Weights), Bits(given.Weights));
        Assert.All(expected.States, (state, index) => Assert.Equal(Bits(state), Bits(given.States[index])));
        Assert.Equal(expected.WeightRemainder is { } rest ? Bits(rest) : [], given.WeightRemainder is { } other ? Bits(other) : []);
        Assert.NotNull(given.Statistics);
    }

    private static RuleOptimizer Run<TWeight, TGradient>(WeightPrecision precision, int length, StateStorage first, StateStorage second, bool isAlone)
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        var adam = new AdamW { Storage = { States = first, Weights = precision, ByState = { ["SecondMoment"] = second } } };
        (adam.Options.Maximize, adam.Options.CollectStatistics, adam.Options.ClearGradientsAfterStep) = (!isAlone, !isAlone, !isAlone);
        adam.Options.MaxDegreeOfParallelism = isAlone ? 1 : 2;
        var (random, values) = (new Random(7), new float[length]);
        var parameter = adam.Add("weights", new TWeight[length]);
        parameter.BindGradients(new TGradient[length]);
        Fill(1);
        parameter.Weights.CopyFrom<float>(values);
        parameter.RefreshWeights();
        for (var step = 0; step < Steps; step++)
        {
            Fill(isAlone ? 1 : -1);
            parameter.Gradients.CopyFrom<float>(values);
            adam.Step();
        }

        return adam;

        void Fill(float factor)
        {
            for (var index = 0; index < length; index++)
            {
                values[index] = (float)(random.NextDouble() - 0.5) * factor;
            }
        }
    }

    private static int[] Bits(TensorView view) => [.. view.ToArray<float>().Select(BitConverter.SingleToInt32Bits)];
}
