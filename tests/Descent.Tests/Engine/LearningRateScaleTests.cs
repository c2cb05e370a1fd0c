using System.Numerics;
using Descent.CompilerServices;
using Descent.Testing.Comparing;
using Descent.Tests.Strictness;

namespace Descent.Tests.Engine;

/// <summary>A parameter with a scale steps as under an optimizer whose learning rate is the product, bit by bit, whatever the others do.</summary>
public sealed class LearningRateScaleTests
{
    private const double Scale = 0.375;

    public static TheoryData<string> Rules => [.. Repository.BuiltInRules];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Scaled_IsAStepAtTheProduct(string name)
    {
        using var optimizer = BuiltInBatteries.Creating(name)();
        if (RefusalOf(optimizer) is { } refusal)
        {
            var parameter = optimizer.Add("weights", new double[1], new double[1]);
            Assert.Contains(refusal, Assert.Throws<NotSupportedException>(() => parameter.LearningRateScale = Scale).Message, StringComparison.Ordinal);
            parameter.LearningRateScale = 1;
            return;
        }

        Compare<float>(name);
        Compare<double>(name);
    }

    private static void Compare<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var given = Cases.Draw<T>("", 5, 7 * 33, SpecialValues.UsualShare, steps: 4) with { Shape = [7, 33] };
        using var scaled = new TensorRun<T>(BuiltInBatteries.Creating(name)(), given);
        using var set = new TensorRun<T>(BuiltInBatteries.Creating(name)(), given);
        scaled.Parameter.LearningRateScale = Scale;
        foreach (var gradients in given.Gradients)
        {
            var rate = RateOf(scaled.Optimizer);
            RateOf(set.Optimizer).Number = rate.Number * Scale;
            var before = rate.Number;
            scaled.Step(gradients);
            set.Step(gradients);
            scaled.Optimizer.Evaluate();
            set.Optimizer.Evaluate();
            AssertEqual(set.Now, scaled.Now);
            scaled.Optimizer.Train();
            set.Optimizer.Train();
            AssertEqual(set.Now, scaled.Now);
            Assert.Equal(before, rate.Number);
            rate.Number *= 0.75;
        }
    }

    /// <summary>What the loops give is what the method says at that rate; the optimizer's own is there again afterwards.</summary>
    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(Lamb))]
    [InlineData(nameof(Adafactor))]
    [InlineData(nameof(ScheduleFreeAdamW))]
    [InlineData(nameof(SummedRates))]
    public void Reference_TakesTheScale(string name)
    {
        RuleOptimizer Create() => name == nameof(SummedRates) ? new SummedRates() : BuiltInBatteries.Creating(name)();
        var given = Cases.Draw<double>("", 5, 7 * 33, SpecialValues.UsualShare, steps: 3) with { Shape = [7, 33] };
        using var loop = new TensorRun<double>(Create(), given);
        using var method = new TensorRun<double>(Create(), given);
        (loop.Parameter.LearningRateScale, method.Parameter.LearningRateScale) = (Scale, Scale);
        var rate = RateOf(method.Optimizer).Number;
        foreach (var gradients in given.Gradients)
        {
            loop.Step(gradients);
            method.BindFirst(gradients);
            RuleMembers.Reference(method.Optimizer, RuleMethod.BeforeGradient, method.Parameter);
            method.Bind(gradients);
            RuleMembers.Reference(method.Optimizer, RuleMethod.Update, method.Parameter);
            AssertEqual(loop.Now, method.Now);
            Assert.Equal(rate, RateOf(method.Optimizer).Number);
        }
    }

    /// <summary>Parameters of several scales and steps side by side, on several threads, small and in many pieces.</summary>
    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(NAdam))]
    [InlineData(nameof(Lamb))]
    [InlineData(nameof(Came))]
    [InlineData(nameof(ScheduleFreeAdamW))]
    [InlineData(nameof(SummedRates))]
    public void Scales_SideBySide_AreEachItsOwn(string name)
    {
        double[] scales = [1, 0.25, 1, 3, 0.25];
        int[] lengths = [40_000, 90_000, 15, 70_000, 35];
        using var together = Create();
        together.Options.MaxDegreeOfParallelism = 3;
        var parameters = scales.Select((scale, index) => Add(together, index, scale)).ToList();
        parameters[2].IsFrozen = true;
        var alone = scales.Select((_, index) =>
        {
            var optimizer = Create();
            RateOf(optimizer).Number *= scales[index];
            return (Optimizer: optimizer, Parameter: Add(optimizer, index, 1));
        }).ToList();
        for (var step = 0; step < 4; step++)
        {
            parameters[2].IsFrozen = step == 0;
            together.Step();
            foreach (var (optimizer, _) in alone.Where((_, index) => index != 2 || step > 0))
            {
                optimizer.Step();
            }
        }

        for (var index = 0; index < scales.Length; index++)
        {
            Assert.Equal(alone[index].Parameter.Weights.ToArray<double>(), parameters[index].Weights.ToArray<double>());
            Assert.Equal(alone[index].Parameter.StepCount, parameters[index].StepCount);
            alone[index].Optimizer.Dispose();
        }

        RuleOptimizer Create() => name == nameof(SummedRates) ? new SummedRates() : BuiltInBatteries.Creating(name)();

        Parameter Add(RuleOptimizer optimizer, int index, double scale)
        {
            var random = new Random(index);
            var gradients = Enumerable.Range(0, lengths[index]).Select(_ => random.NextSingle() - 0.5f).ToArray();
            var parameter = optimizer.Add($"{index}", new float[lengths[index]], gradients, shape: [5, lengths[index] / 5]);
            parameter.LearningRateScale = scale;
            return parameter;
        }
    }

    [Fact]
    public void Schedules_AndGroups_SetWhatIsScaled()
    {
        double[] scaled = [0], other = [0];
        using var sgd = new Sgd { LearningRate = 1 };
        using var group = new OptimizerGroup(sgd, new Sgd { LearningRate = 1 });
        sgd.Add("scaled", scaled, [1.0]).LearningRateScale = 0.5;
        ((Sgd)group.Optimizers[1]).Add("other", other, [1.0]);
        var rates = new Queue<double>([1, 0.5]);
        group.Stepping += (_, _) =>
        {
            var rate = rates.Dequeue();
            Array.ForEach([.. group.Optimizers], optimizer => RateOf(optimizer).Number = rate);
        };
        group.Step();
        Assert.Equal((-0.5, -1), (scaled[0], other[0]));
        group.Step();
        Assert.Equal((-0.75, -1.5), (scaled[0], other[0]));
    }

    /// <summary>A scale that is set between two steps counts for the next, though nothing else has changed.</summary>
    [Fact]
    public void Scale_CountsFromTheNextStep_AndIsKeptByResize()
    {
        double[] weights = [0];
        using var optimizer = new Sgd { LearningRate = 1 };
        var parameter = optimizer.Add("w", weights, [1.0]);
        optimizer.Step();
        optimizer.Step();
        parameter.LearningRateScale = 0.5;
        optimizer.Step();
        Assert.Equal(-2.5, weights[0]);
        Assert.Equal("w: double[1], step 3, rate × 0.5", parameter.ToString());

        double[] longer = [-2.5, 0];
        Assert.Equal(0.5, optimizer.Resize<double>("w", longer, new double[] { 1, 1 }).LearningRateScale);
        optimizer.Step();
        Assert.Equal([-3, -0.5], longer);
    }

    [Fact]
    public void Steps_AllocateNothing()
    {
        using var optimizer = new Adam();
        optimizer.Add("scaled", new float[100], new float[100]).LearningRateScale = 0.5;
        optimizer.Add("other", new float[100], new float[100]);
        optimizer.Step();
        optimizer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        optimizer.Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>What looks by name while a step is under way, as a monitor does, sees the rate itself.</summary>
    [Fact]
    public void Rate_ByItsName_IsNotScaledMeanwhile()
    {
        using var optimizer = new Adam { LearningRate = 0.5 };
        var seen = new List<double>();
        using var memory = new CustomMemory<double>([1.0], () => seen.Add(optimizer.Hyperparameters[0].Number));
        optimizer.Add("w", memory.Memory, new double[] { 1 }).LearningRateScale = 0.25;
        seen.Clear();
        optimizer.Step();
        Assert.NotEmpty(seen);
        Assert.All(seen, rate => Assert.Equal(0.5, rate));
        Assert.Equal(0.5, optimizer.LearningRate);
    }

    [Fact]
    public void Product_ThatTheRuleRefuses_ChangesNothing()
    {
        double[] first = [1], second = [2];
        using var optimizer = new Sgd { LearningRate = 1e200 };
        var fine = optimizer.Add("fine", first, [1.0]);
        optimizer.Add("second", second, [1.0]).LearningRateScale = 1e200;
        Assert.Contains("'second'", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
        Assert.Equal((1, 2, 0, 1e200), (first[0], second[0], fine.StepCount, optimizer.LearningRate));
        optimizer.LearningRate = 0.5;
        optimizer["second"].LearningRateScale = 0.5;
        optimizer.Step();
        Assert.Equal((0.5, 1.75, 1), (first[0], second[0], fine.StepCount));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Scale_OutOfRange_IsRefused(double scale)
    {
        using var optimizer = new Sgd();
        var parameter = optimizer.Add("w", new double[1], [1.0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameter.LearningRateScale = scale);
        optimizer.Step();
        Assert.Equal((1, -optimizer.LearningRate), (parameter.LearningRateScale, parameter.Weights[0]));
    }

    private static string? RefusalOf(RuleOptimizer optimizer)
        => optimizer.Schema.States.FirstOrDefault(state => state.Per == Per.Optimizer) is { } state ? $"{optimizer.GetType().Name} keeps {state.Name}"
            : optimizer.Schema.Hyperparameters.Any(hyperparameter => hyperparameter.Role == HyperparameterRole.LearningRate) ? null
            : $"{optimizer.GetType().Name} has no hyperparameter of the role LearningRate";

    private static Hyperparameter RateOf(Optimizer optimizer)
        => optimizer.Hyperparameters.Single(hyperparameter => hyperparameter.Role == HyperparameterRole.LearningRate);

    private static void AssertEqual<T>(Snapshot<T> expected, Snapshot<T> actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (before, now) in expected.PerWeight.Zip(actual.PerWeight))
        {
            Assert.True(Bits.FirstDifference<T>(before.Values, now.Values, 0) < 0, before.Name);
        }

        foreach (var (before, now) in expected.Others.Zip(actual.Others))
        {
            Assert.True(Bits.FirstDifference<double>(before.Values, now.Values, 0) < 0, before.Name);
        }
    }
}

/// <summary>What it keeps for a tensor depends on the rate.</summary>
[Optimizer]
internal sealed partial class SummedRates
{
    [Hyperparameter(0.5, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Per = Per.Tensor)] ref double sum)
    {
        sum += LearningRate;
        weight -= sum * gradient;
    }
}
