using System.Numerics;
using Descent.Engine;

namespace Descent.Tests.Engine;

/// <summary>Many small tensors: memory that is asked for ahead changes no bit, and handles stay true however many are added.</summary>
public sealed class ManyTensorsTests
{
    private const int Tensors = 200;

    [Theory]
    [InlineData(nameof(Adam))]
    [InlineData(nameof(AdEmaMix))]
    [InlineData(nameof(Lamb))]
    public void Step_OverManyTensors_GivesTheBitsOfEachAlone(string rule)
    {
        foreach (var configure in new Action<OptimizerOptions>[] { _ => { }, options => options.GradientScale = 0.3, options => options.ClearGradientsAfterStep = true, options => options.CollectStatistics = true })
        {
            Assert.Equal(Train<float>(rule, together: false, configure), Train<float>(rule, together: true, configure));
            Assert.Equal(Train<double>(rule, together: false, configure), Train<double>(rule, together: true, configure));
        }
    }

    [Fact]
    public void Step_ClippingManyTensors_GivesTheSameBits_ForEveryNumberOfThreads()
        => Assert.Equal(Train<float>(nameof(Adam), together: true, Clip(threads: 1)), Train<float>(nameof(Adam), together: true, Clip(threads: 3)));

    /// <summary>The short one has both its sweeps at once, the long one has them piece by piece.</summary>
    [Fact]
    public void Step_OverALongAndAShortTensor_GivesTheBitsOfEachAlone()
    {
        var (length, shortLength) = (70_000, 1_000);
        float[] together = [.. TrainLamb(length, shortLength)], alone = [.. TrainLamb(length), .. TrainLamb(shortLength)];
        Assert.Equal(alone, together);

        static IEnumerable<float> TrainLamb(params int[] lengths)
        {
            using var optimizer = new Lamb { Options = { MaxDegreeOfParallelism = 2 } };
            var weights = lengths.Select(length => Enumerable.Range(1, length).Select(index => 1f / index).ToArray()).ToList();
            weights.ForEach(tensor => optimizer.Add($"{tensor.Length}", tensor, [.. tensor.Select(weight => weight - 0.25f)]));
            optimizer.Step();
            optimizer.Step();
            return weights.SelectMany(tensor => tensor);
        }
    }

    [Fact]
    public void LongTensorsOfALargeStep_AreFar()
    {
        using var optimizer = new Sgd();
        var (large, small) = (optimizer.Add("long", new float[70_000], new float[70_000]), optimizer.Add("short", new float[100], new float[100]));
        optimizer.Step();
        Assert.Equal((false, false), (large.State.IsFar, small.State.IsFar));
        optimizer.Add("rest", new float[1 << 20], new float[1 << 20]);
        optimizer.Step();
        Assert.Equal((true, false), (large.State.IsFar, small.State.IsFar));
    }

    [Fact]
    public void Step_OverManyTensors_AllocatesNothing()
    {
        using var optimizer = new Adam { Options = { MaxDegreeOfParallelism = 1 } };
        Add<float>(optimizer);
        optimizer.Step();
        optimizer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        optimizer.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AnEarlyParameter_StaysTheSame_WhenManyAreAdded()
    {
        using var optimizer = new Adam();
        var early = optimizer.Add("early", new float[3], new float[3]);
        var bare = optimizer.Add("bare", new float[3]);
        optimizer.Step();
        early.IsFrozen = true;
        early.State.StepCount = 7;
        Add<float>(optimizer);
        Assert.Equal((7, true, true, 0, false), (early.StepCount, early.IsFrozen, early.HasGradients, bare.StepCount, bare.HasGradients));
        var skipped = optimizer.Step();
        Assert.Equal((Tensors, 1, 1), (skipped.Updated, skipped.Frozen, skipped.MissingGradients));
        early.IsFrozen = false;
        bare.BindGradients(new float[3]);
        Assert.Equal(Tensors + 2, optimizer.Step().Updated);
        Assert.Equal((8, 1, 2), (early.StepCount, bare.StepCount, optimizer["tensor0"].StepCount));
        bare.UnbindGradients();
        Assert.Equal(1, optimizer.Step().MissingGradients);
    }

    [Fact]
    public void AStateOfItsOwn_CountsItsSteps()
    {
        using var optimizer = new Adam();
        var weights = new float[5];
        var state = optimizer.CreateState(weights);
        optimizer.Update(weights.AsSpan(), new float[5], state);
        optimizer.Update(weights.AsSpan(), new float[5], state);
        Assert.Equal(2, state.StepCount);
    }

    private static Action<OptimizerOptions> Clip(int threads)
        => options => (options.MaximumGradientNorm, options.MaxDegreeOfParallelism) = (1, threads);

    /// <summary>The weights after three steps of all tensors by one optimizer, or of each by one of its own.</summary>
    private static List<T> Train<T>(string rule, bool together, Action<OptimizerOptions> configure)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var optimizers = Enumerable.Range(0, together ? 1 : Tensors).Select(_ => (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + rule)!)!).ToList();
        var tensors = Add<T>([.. Enumerable.Range(0, Tensors).Select(index => optimizers[together ? 0 : index])]);
        foreach (var optimizer in optimizers)
        {
            configure(optimizer.Options);
            for (var step = 0; step < 3; step++)
            {
                optimizer.Step();
            }

            optimizer.Dispose();
        }

        return [.. tensors.SelectMany(tensor => tensor)];
    }

    private static List<T[]> Add<T>(Optimizer optimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Add<T>([.. Enumerable.Repeat(optimizer, Tensors)]);

    /// <summary>Adds tensors of all lengths up to some thousand, more weights together than stay in the cache; gradients are parts of one array.</summary>
    private static List<T[]> Add<T>(IReadOnlyList<Optimizer> optimizers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(1);
        var lengths = Enumerable.Range(0, Tensors).Select(index => index % 7 == 0 ? 0 : random.Next(1, 1_500)).ToList();
        Assert.True(lengths.Sum() > ReadAhead.SmallestLength);
        var gradients = Values(lengths.Sum()).AsMemory();
        var tensors = lengths.Select(Values).ToList();
        var start = 0;
        for (var index = 0; index < Tensors; index++)
        {
            optimizers[index].Add("tensor" + index, tensors[index].AsMemory(), gradients.Slice(start, lengths[index]));
            start += lengths[index];
        }

        return tensors;

        T[] Values(int length) => [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
    }
}
