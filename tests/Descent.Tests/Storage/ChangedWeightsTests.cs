namespace Descent.Tests.Storage;

/// <summary>What is kept beside weights of 16 bits, where other code may have set some of them (<see cref="Parameter.RefreshChangedWeights"/>).</summary>
public sealed class ChangedWeightsTests
{
    private const int Length = 20_011;

    public static TheoryData<WeightPrecision> Precisions => [WeightPrecision.Compensated, WeightPrecision.Master, WeightPrecision.SplitMaster];

    /// <summary>What nobody has set keeps all its bits, ties and borders between powers of two among them.</summary>
    [Theory, MemberData(nameof(Precisions))]
    public void WeightsThatNobodySet_KeepTheirBits(WeightPrecision precision)
    {
        KeepTheirBits(precision, static value => (BFloat16)value);
        if (precision != WeightPrecision.SplitMaster)
        {
            KeepTheirBits(precision, static value => (Half)value);
        }
    }

    /// <summary>Those that are set are where they were set to, within half of a last place where lower halves of bits are kept, and exactly otherwise.</summary>
    [Theory, MemberData(nameof(Precisions))]
    public void WeightsThatWereSet_AreThose(WeightPrecision precision)
    {
        using var sgd = Begin(precision, static value => (BFloat16)value);
        sgd.Step();
        var parameter = sgd["weights"];
        var before = parameter.Weights.ToArray<float>();
        float[] set = [0, -0f, 1, -3, 1e-30f, float.PositiveInfinity, 1e30f, float.Epsilon];
        for (var index = 0; index < Length; index += 2)
        {
            parameter.Weights[index] = set[index / 2 % set.Length];
        }

        var expected = Even(parameter.Weights.ToArray<float>());
        parameter.RefreshChangedWeights();
        parameter.Gradients.CopyFrom<float>(new float[Length]);
        sgd.Step();
        Assert.Equal(expected, Even(parameter.Weights.ToArray<float>()));
        var kept = parameter.WeightRemainder!.ToArray<float>();
        Assert.Contains(Enumerable.Range(0, Length).Where(index => index % 2 == 1), index => precision == WeightPrecision.Master ? kept[index] != before[index] : kept[index] != 0);
    }

    private static float[] Even(float[] values) => [.. values.Where((_, index) => index % 2 == 0)];

    private static void KeepTheirBits<T>(WeightPrecision precision, Func<float, T> make)
        where T : unmanaged
    {
        using var looked = Begin(precision, make);
        using var alone = Begin(precision, make);
        for (var step = 0; step < 20; step++)
        {
            looked.Step();
            alone.Step();
            looked["weights"].RefreshChangedWeights();
            Assert.Equal(alone["weights"].WeightRemainder!.ToArray<float>(), looked["weights"].WeightRemainder!.ToArray<float>());
        }

        Assert.Equal(alone["weights"].Weights.ToArray<float>(), looked["weights"].Weights.ToArray<float>());
    }

    /// <summary>Weights around powers of two, and steps from far below their last place to far above it, many of which end half-way between two numbers.</summary>
    private static Sgd Begin<T>(WeightPrecision precision, Func<float, T> make)
        where T : unmanaged
    {
        var random = new Random(7);
        var sgd = new Sgd { LearningRate = 1, Storage = { Weights = precision } };
        var weights = Enumerable.Range(0, Length).Select(index => make(MathF.ScaleB(index % 3 == 0 ? 1 : random.NextSingle(), random.Next(-8, 8)) * (index % 2 == 0 ? 1 : -1)));
        var parameter = sgd.Add("weights", weights.ToArray());
        parameter.BindGradients(Enumerable.Range(0, Length)
            .Select(index => MathF.ScaleB(index % 2 == 0 ? 1 : random.NextSingle(), random.Next(-24, 0)) * (index % 5 == 0 ? 1 : -1)).ToArray());
        return sgd;
    }
}
