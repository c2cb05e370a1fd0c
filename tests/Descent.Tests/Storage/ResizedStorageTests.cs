namespace Descent.Tests.Storage;

/// <summary>What is stored of a parameter that gets other memory.</summary>
public sealed class ResizedStorageTests
{
    [Theory, InlineData(100), InlineData(1_000), InlineData(0), InlineData(-1), InlineData(-11), InlineData(-15_000)]
    public void Resizing_KeepsWhatIsStored(int change)
    {
        const int length = 20_011;
        using var adam = new AdamW { Storage = { States = StateStorage.Blocks8 } };
        var parameter = adam.Add("weights", new BFloat16[length]);
        parameter.BindGradients(new BFloat16[length]);
        parameter.Weights.CopyFrom<float>([.. Enumerable.Range(0, length).Select(index => MathF.Sin(index))]);
        for (var step = 0; step < 3; step++)
        {
            parameter.Gradients.CopyFrom<float>([.. Enumerable.Range(0, length).Select(index => MathF.Cos(index + step) * 0.01f)]);
            adam.Step();
        }

        var before = parameter.States.Select(state => state.ToArray<float>()).ToArray();
        Assert.Contains(before[0], value => value < 0);
        var resized = adam.Resize<BFloat16>("weights", new BFloat16[length + change]);

        foreach (var (state, values) in resized.States.Zip(before))
        {
            var kept = Math.Min(length, length + change);
            Assert.Equal([.. values[..kept], .. new float[length + change - kept]], state.ToArray<float>());
        }

        Assert.Equal(3, resized.StepCount);
    }

    /// <summary>Those that begin elsewhere than at 0 need a scale that reaches them: what is in their block is coded anew.</summary>
    [Fact]
    public void NewValues_BeginAsDeclared_InABlockOfOldOnes()
    {
        using var adai = new Adai { Storage = { States = StateStorage.Blocks8, SmallestInBlocks = 0 } };
        var parameter = adai.Add("weights", new float[300], [.. Enumerable.Range(0, 300).Select(index => 1 + (index % 7 / 100f))]);
        adai.Step();
        adai.Step();
        var before = parameter.States.Single(state => state.Name == nameof(AdaiState.DecayProduct)).ToArray<float>();
        Assert.DoesNotContain(before, value => value > 0.9f);
        var after = adai.Resize<float>("weights", new float[400]).States.Single(state => state.Name == nameof(AdaiState.DecayProduct)).ToArray<float>();

        Assert.Equal(before[..256], after[..256]);
        Assert.All(Enumerable.Range(256, 44), index => Assert.Equal(before[index], after[index], 0.01 * before[index]));
        Assert.All(after[300..], value => Assert.Equal(1, value));
    }

    /// <summary>A parameter that grows goes on at the bits that were kept beside its weights; one that was set anew begins there.</summary>
    [Theory, InlineData(WeightPrecision.Compensated), InlineData(WeightPrecision.Master), InlineData(WeightPrecision.SplitMaster)]
    public void Rest_StaysWithTheWeightsThatStay(WeightPrecision precision)
    {
        const int length = 10_000;
        using var sgd = new Sgd { LearningRate = 1e-3, Storage = { Weights = precision } };
        var weights = Enumerable.Range(1, length).Select(number => (BFloat16)(number / 64f)).ToArray();
        var before = sgd.Add("weights", weights);
        before.BindGradients(Enumerable.Range(1, length).Select(number => number % 7 / 2f).ToArray());
        sgd.Step();
        var kept = before.WeightRemainder!.ToArray<float>();
        BFloat16[] grown = [.. weights, (BFloat16)3f];
        grown[9_000] = (BFloat16)5f;
        var after = sgd.Resize<BFloat16>("weights", grown);
        var now = after.WeightRemainder!.ToArray<float>();
        after.RefreshWeights();
        var begun = after.WeightRemainder!.ToArray<float>();
        Assert.Equal(Enumerable.Range(0, length + 1).Select(index => index is 9_000 or length ? begun[index] : kept[index]), now);
        Assert.NotEqual(begun, now);
    }
}
