using Descent.Training;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>Weights of 16 bits that others set, a module that loads them first of all, and what is kept beside them.</summary>
public sealed class WeightsOfOthersTests
{
    public static TheoryData<WeightPrecision, bool> Precisions
    {
        get
        {
            var data = new TheoryData<WeightPrecision, bool>();
            foreach (var precision in new[] { WeightPrecision.Master, WeightPrecision.SplitMaster, WeightPrecision.Compensated })
            {
                data.Add(precision, false);
                data.Add(precision, true);
            }

            return data;
        }
    }

    /// <summary>A model that is loaded after its optimizer was made, or clamped between steps, is stepped from there.</summary>
    [TorchTheory, MemberData(nameof(Precisions))]
    public void Step_is_from_weights_that_others_have_set(WeightPrecision precision, bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(full(3, 1, dtype: ScalarType.BFloat16));
        using var optimizer = Make(weights, precision, publicApiOnly);
        Set(weights, 4);
        Step(weights, optimizer, 0.001);
        Assert.Equal([4, 4, 4], Values(weights));
        Set(weights, 0);
        Step(weights, optimizer, 0);
        Assert.Equal([0, 0, 0], Values(weights));
        Set(weights, 2);
        for (var step = 0; step < 64; step++)
        {
            Step(weights, optimizer, 0.001);
        }

        Assert.Equal(2 - 0.064, Values(weights)[0], 0.01);
    }

    /// <summary>Whether the module's file is read first or the optimizer's, the resumed run has the bits of the one that was not stopped.</summary>
    [TorchTheory, MemberData(nameof(Precisions))]
    public void Resumed_run_has_the_same_bits_in_either_order(WeightPrecision precision, bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        using var state = new MemoryStream();
        var weights = Random();
        using var optimizer = Make(weights, precision, publicApiOnly);
        Run(weights, optimizer, 0, 7);
        optimizer.save_state_dict(new BinaryWriter(state));
        var saved = weights.detach().clone();
        Run(weights, optimizer, 7, 20);
        foreach (var optimizerFirst in new[] { false, true })
        {
            var resumed = Random();
            using var other = Make(resumed, precision, publicApiOnly);
            state.Position = 0;
            if (optimizerFirst)
            {
                other.load_state_dict(new BinaryReader(state));
            }

            Copy(saved, resumed);
            if (!optimizerFirst)
            {
                other.load_state_dict(new BinaryReader(state));
            }

            Run(resumed, other, 7, 20);
            Assert.Equal(Values(weights), Values(resumed));
            Assert.Equal(optimizer.Group["0"].WeightRemainder!.ToArray<float>(), other.Group["0"].WeightRemainder!.ToArray<float>());
        }
    }

    /// <summary>An average that is evaluated in between takes nothing from what is kept beside the weights.</summary>
    [TorchTheory, MemberData(nameof(Precisions))]
    public void Swapped_average_leaves_what_is_kept(WeightPrecision precision, bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        var (weights, twin) = (Random(), Random());
        using var optimizer = Make(weights, precision, publicApiOnly);
        using var alone = Make(twin, precision, publicApiOnly);
        var average = new ExponentialWeightAverage(optimizer.Group, decay: 0.5);
        average.Attach();
        for (var step = 0; step < 10; step++)
        {
            Run(weights, optimizer, step, step + 1);
            Run(twin, alone, step, step + 1);
            using (average.SwapIn())
            {
                optimizer.Synchronize();
            }

            Assert.Equal(alone.Group["0"].WeightRemainder!.ToArray<float>(), optimizer.Group["0"].WeightRemainder!.ToArray<float>());
        }
    }

    /// <summary>A graph through a parameter that a step has left alone stays valid, as it does with TorchSharp's own optimizers.</summary>
    [TorchTheory, InlineData(false), InlineData(true)]
    public void Step_counts_no_version_of_a_parameter_without_gradient(bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        var (stepped, left) = (new TorchParameter(ones(3)), new TorchParameter(ones(3)));
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For([stepped, left], new Sgd())], publicApiOnly);
        using var loss = left.pow(3).sum();
        stepped.grad = ones(3);
        optimizer.step();
        loss.backward();
        Assert.Equal([3, 3, 3], left.grad!.data<float>().ToArray());
    }

    /// <summary>Tensors of the inference mode count no versions, and calls that would count one end the process.</summary>
    [TorchFact]
    public void Tensors_of_the_inference_mode_are_refused()
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode(true);
        var weights = new TorchParameter(ones(3));
        Assert.Contains("nference", Assert.Throws<NotSupportedException>(() => DescentOptimizer.For([weights], new Sgd())).Message, StringComparison.Ordinal);
    }

    /// <summary>Gradients that were made there have no version that could be counted.</summary>
    [TorchFact]
    public void Gradient_of_the_inference_mode_is_set_to_zero()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(3));
        using var optimizer = DescentOptimizer.For([weights], new Sgd { LearningRate = 1 });
        using (inference_mode(true))
        {
            weights.grad = ones(3);
        }

        optimizer.step();
        optimizer.zero_grad();
        Assert.Equal([0, 0, 0], Values(weights));
        Assert.Equal([0f, 0f, 0f], weights.grad!.data<float>().ToArray());
    }

    private static DescentOptimizer Make(TorchParameter weights, WeightPrecision precision, bool publicApiOnly)
        => DescentOptimizer.For([DescentParamGroup.For([weights], new Sgd { LearningRate = 1, Storage = { Weights = precision } })], publicApiOnly);

    private static TorchParameter Random()
    {
        manual_seed(3);
        return new TorchParameter(randn(1000).to(ScalarType.BFloat16));
    }

    private static void Run(TorchParameter weights, DescentOptimizer optimizer, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            manual_seed(100 + step);
            using var gradient = (randn(1000) * 1e-3).to(ScalarType.BFloat16);
            weights.grad = gradient;
            optimizer.step();
        }
    }

    private static void Step(TorchParameter weights, DescentOptimizer optimizer, double gradient)
    {
        using var values = full(3, gradient, dtype: ScalarType.BFloat16);
        weights.grad = values;
        optimizer.step();
    }

    private static void Set(TorchParameter weights, double value)
    {
        using var still = no_grad();
        weights.fill_(value);
    }

    private static void Copy(Tensor from, TorchParameter to)
    {
        using var still = no_grad();
        to.copy_(from);
    }

    private static float[] Values(TorchParameter weights)
    {
        using var single = weights.detach().to(ScalarType.Float32);
        return single.data<float>().ToArray();
    }
}
