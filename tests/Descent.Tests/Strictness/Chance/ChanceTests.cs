using System.Numerics;

namespace Descent.Tests.Strictness.Chance;

/// <summary>What a rule draws: by the contract of <c>runtime/docs/chance.md</c>, whatever the number of threads, the cut, and the history of the training.</summary>
public sealed class ChanceTests
{
    private const ulong Seed = 1_234_567_890_123;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(70_001)]
    public void DrawsWhatTheContractSays(int length)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            using var optimizer = Create();
            var parameter = optimizer.Add("layer.weight", new T[length], new T[length]);
            for (var step = 1; step <= 3; step++)
            {
                optimizer.Step();
                foreach (var index in Enumerable.Range(0, length).Where(index => index < 40 || index % 997 == 0))
                {
                    Assert.Equal(Expected<T>("layer.weight", step, index), Drawn<T>(parameter, index));
                }
            }
        }
    }

    [Fact]
    public void ThreadsDrawWhatOneDraws()
    {
        using var one = Create();
        using var several = Create();
        (one.Options.MaxDegreeOfParallelism, several.Options.MaxDegreeOfParallelism) = (1, 8);
        foreach (var optimizer in (ChancefulRule[])[one, several])
        {
            optimizer.Add("large", new float[300_007], new float[300_007]);
            optimizer.Add("small", new float[33], new float[33]);
            optimizer.Step();
            optimizer.Step();
        }

        for (var index = 0; index < 2; index++)
        {
            Assert.Equal(All(one.Parameters[index]), All(several.Parameters[index]));
        }

        static float[] All(Parameter parameter)
            => [.. parameter.Weights.ReadOnlySpan<float>(), .. parameter.States.SelectMany(state => state.ReadOnlySpan<float>().ToArray())];
    }

    [Fact]
    public void ResumesWhereItWas()
    {
        using var first = Create();
        var through = first.Add("w", new double[20], new double[20]);
        using var second = Create();
        var resumed = second.Add("w", new double[20], new double[20]);
        resumed.State.StepCount = 4;
        for (var step = 0; step < 5; step++)
        {
            first.Step();
        }

        second.Step();
        Assert.Equal(Drawn<double>(through, 11), Drawn<double>(resumed, 11));
        Assert.Equal(Expected<double>("w", 5, 11), Drawn<double>(resumed, 11));
    }

    [Fact]
    public void SkippedStepConsumesNothing()
    {
        using var optimizer = Create();
        optimizer.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
        var gradients = new double[3];
        var parameter = optimizer.Add("w", new double[3], gradients);
        var frozen = optimizer.Add("frozen", new double[3], new double[3]);
        frozen.IsFrozen = true;
        optimizer.Step();
        gradients[1] = double.NaN;
        Assert.True(optimizer.Step().IsSkipped);
        gradients[1] = 0;
        frozen.IsFrozen = false;
        optimizer.Step();
        Assert.Equal(Expected<double>("w", 2, 2), Drawn<double>(parameter, 2));
        Assert.Equal(Expected<double>("frozen", 1, 2), Drawn<double>(frozen, 2));
    }

    [Fact]
    public void ReferenceDrawsTheSame()
    {
        using var optimizer = Create();
        var parameter = optimizer.Add("w", new double[50], new double[50]);
        using var other = Create();
        var replayed = other.Add("w", new double[50], new double[50]);
        for (var step = 0; step < 3; step++)
        {
            optimizer.Step();
            other.Reference(replayed.Weights.Span<double>(), replayed.Gradients.ReadOnlySpan<double>(), replayed.State);
            for (var index = 0; index < 50; index++)
            {
                Assert.Equal(Drawn<double>(parameter, index), Drawn<double>(replayed, index));
            }
        }
    }

    [Fact]
    public void SpansDrawUnderTheNameOfTheirState()
    {
        using var optimizer = Create();
        var (weights, gradients) = (new double[9], new double[9]);
        var state = optimizer.CreateState<double>(weights);
        Assert.Equal("", state.ChanceName);
        optimizer.Update(weights, gradients, state);
        Assert.Equal(SecondChance.Of<double>(Distribution.Normal, Seed, "", 1, 8, 3), weights[8]);
        state.ChanceName = "bias";
        optimizer.Options.Seed++;
        optimizer.Update(weights, gradients, state);
        Assert.Equal(SecondChance.Of<double>(Distribution.Normal, Seed + 1, "bias", 2, 8, 3), weights[8]);
    }

    [Fact]
    public void ParameterKeepsItsName()
    {
        using var optimizer = Create();
        var parameter = optimizer.Add("w", new double[1], new double[1]);
        Assert.Equal("w", parameter.State.ChanceName);
        Assert.Throws<InvalidOperationException>(() => parameter.State.ChanceName = "other");
        Assert.Equal("w", optimizer.Resize<double>("w", new double[2], new double[2]).State.ChanceName);
    }

    [Fact]
    public void GroupDrawsByItsOwnSeed()
    {
        using var first = Create();
        using var second = Create();
        var parameter = first.Add("w", new double[4], new double[4]);
        second.Add("v", new double[4], new double[4]);
        using var group = new OptimizerGroup(first, second) { Options = { Seed = 5 } };
        group.Step();
        Assert.Equal(SecondChance.Of<double>(Distribution.Normal, 5, "w", 1, 3, 3), parameter.Weights.ReadOnlySpan<double>()[3]);
    }

    [Fact]
    public void GroupRefusesToDrawTwiceUnderOneName()
    {
        using var first = Create();
        using var second = new Sgld();
        using var without = new Sgd();
        float[] weights = [1], others = [2], more = [3];
        first.Add("w", weights, new float[1]);
        without.Add("w", more, new float[1]);
        using var allowed = new OptimizerGroup(first, without);
        allowed.Step();
        second.Add("w", others, new float[1]);
        using var group = new OptimizerGroup(first, without, second);
        var error = Assert.Throws<InvalidOperationException>(() => group.Step());
        Assert.Contains("'w'", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, others[0]);
    }

    [Theory]
    [InlineData(WeightPrecision.Stochastic, false)]
    [InlineData(WeightPrecision.Nearest, true)]
    public void GroupRefusesToRoundTwiceUnderOneName(WeightPrecision precision, bool roundsStatesByChance)
    {
        using var first = new Adam { Storage = { Weights = precision, States = StateStorage.BFloat16, RoundsStatesByChance = roundsStatesByChance } };
        using var second = new AdamW { Storage = { Weights = precision, States = StateStorage.BFloat16, RoundsStatesByChance = roundsStatesByChance } };
        using var without = new Adam { Storage = { States = StateStorage.BFloat16 } };
        first.Add("w", new BFloat16[1], new BFloat16[1]);
        without.Add("w", new BFloat16[1], new BFloat16[1]);
        using var allowed = new OptimizerGroup(first, without);
        allowed.Step();
        second.Add("w", new BFloat16[1], new BFloat16[1]);
        using var group = new OptimizerGroup(first, without, second);
        Assert.Contains("'w'", Assert.Throws<InvalidOperationException>(() => group.Step()).Message, StringComparison.Ordinal);
        Assert.Equal(0, second["w"].StepCount);
    }

    private static ChancefulRule Create() => new() { Options = { Seed = Seed } };

    private static T[] Expected<T>(string name, int step, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => [.. Enumerable.Range(0, 4).Select(use => SecondChance.Of<T>(use % 2 == 0 ? Distribution.Uniform : Distribution.Normal, Seed, name, step, index, use))];

    private static T[] Drawn<T>(Parameter parameter, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        =>
        [
            parameter.States[0].ReadOnlySpan<T>()[index], parameter.States[1].ReadOnlySpan<T>()[index],
            parameter.States[2].ReadOnlySpan<T>()[index], parameter.Weights.ReadOnlySpan<T>()[index],
        ];
}
