using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Tests.Battery;

/// <summary>Momentum written by hand, with the members that the compiler would write, and with one fault.</summary>
internal sealed class FaultyMomentum(Fault fault) : RuleOptimizer
{
    private int _steps;

    public double LearningRate { get; set; } = 0.1;

    public double WeightDecay { get; set; }

    public void Update<T>(Span<T> weights, ReadOnlySpan<T> gradients, FaultyMomentumState state)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (fault == Fault.UpdatesWithoutMomentum)
        {
            state.Velocity.Span<T>().Clear();
        }

        Loop(weights, gradients, state, start: 0);
        EndStep(state);
    }

    /// <summary>Faults that are in the loop and in the method are found only by checks of what the rule does.</summary>
    public void Reference(Span<double> weights, ReadOnlySpan<double> gradients, FaultyMomentumState state)
    {
        state.IsSpoiled = false;
        for (var index = 0; index < weights.Length; index++)
        {
            Move(ref weights[index], gradients[index], state, index, WeightDecay);
        }

        EndStep(state);
    }

    protected override CompiledRule CompiledRule => field ??= new Compiled(this);

    private void EndStep(OptimizerState state)
    {
        state.StepCount++;
        _steps++;
    }

    private void Loop<T>(Span<T> weights, ReadOnlySpan<T> gradients, FaultyMomentumState state, int start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        state.IsSpoiled = false;
        if (fault == Fault.Allocates)
        {
            GC.KeepAlive(new int[1]);
        }

        var first = fault == Fault.DropsTheHeadOfASlice && state.IsOfSlice ? 1 : 0;
        var end = fault == Fault.DropsTheTail ? weights.Length - (weights.Length % 4) : weights.Length;
        for (var index = first; index < end; index++)
        {
            Move(
                ref weights[index],
                fault == Fault.FlushesSubnormals && T.IsSubnormal(gradients[index]) ? T.Zero : gradients[index],
                state,
                fault == Fault.TakesTheFirstState ? index : start + index,
                fault == Fault.ForgetsTheDecay ? 0 : WeightDecay);
        }
    }

    private void Move<T>(ref T weight, T gradient, FaultyMomentumState state, int index, double decay)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rate = fault switch
        {
            Fault.SkipsTheFirstWeight when index == 0 => 0,
            Fault.TellsOddFromEven when index % 2 == 1 => 2 * LearningRate,
            Fault.MovesAtRateZero => LearningRate + 1e-3,
            Fault.CountsByItself => LearningRate / (1 + _steps),
            Fault.KnowsItsStates when state.HasStoredStates => 2 * LearningRate,
            Fault.KnowsItsWeights when state.HasStoredWeights => 2 * LearningRate,
            Fault.Climbs => -LearningRate,
            _ => LearningRate,
        };
        if (fault == Fault.ForgivesNotANumber && T.IsNaN(gradient))
        {
            gradient = T.Zero;
        }

        state.IsSpoiled |= T.IsNaN(gradient);
        if (fault == Fault.SpreadsNotANumber && state.IsSpoiled)
        {
            gradient = T.NaN;
        }

        ref var velocity = ref state.VelocityAt<T>(index);
        velocity = (T.CreateTruncating(0.5) * velocity) + gradient + (T.CreateTruncating(decay) * weight);
        weight -= T.CreateTruncating(rate) * velocity;
    }

    private sealed class Compiled(FaultyMomentum rule) : CompiledRule
    {
        public override RuleSchema Schema { get; } = new()
        {
            Hyperparameters = [new(nameof(LearningRate), 0.1) { Role = HyperparameterRole.LearningRate }, new(nameof(WeightDecay), 0.0)],
            States = [new(nameof(FaultyMomentumState.Velocity), Per.Weight)],
        };

        public override double GetNumber(int index) => index == 0 ? rule.LearningRate : rule.WeightDecay;

        public override void SetNumber(int index, double value) => _ = index == 0 ? rule.LearningRate = value : rule.WeightDecay = value;

        public override void Reference(RuleMethod method, Parameter parameter)
            => rule.Reference(parameter.Weights.Span<double>(), parameter.Gradients.ReadOnlySpan<double>(), (FaultyMomentumState)parameter.State);

        public override Parameter CreateParameter<T>(ParameterSource source, ReadOnlySpan<T> weights)
            => new Parameter<FaultyMomentumState>(source, new(Schema, typeof(T), new StateAllocator(Schema, source.Storage, weights.Length).Create<T>(0))
            {
                IsOfSlice = MemoryMarshal.TryGetArray<T>(((TensorMemory<T>)source.Memory).Weights, out var array) && array.Offset > 0,
            });

        public override CompiledSweeps<T> CreateSweeps<T>() => new Sweeps<T>(rule);

        public override void Commit() => rule._steps++;
    }

    private sealed class Sweeps<T>(FaultyMomentum rule) : CompiledSweeps<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override void RunSpans(RuleMethod method, OptimizerState state, Span<T> weights, ReadOnlySpan<T> gradients)
            => rule.Update(weights, gradients, (FaultyMomentumState)state);

        public override void Prepare(RuleMethod method, OptimizerState state, int step)
        {
        }

        public override void Run(RuleMethod method, OptimizerState state, Span<T> weights, ReadOnlySpan<T> gradients, int step, int sweep, int start)
            => rule.Loop(weights, gradients, (FaultyMomentumState)state, start);
    }
}

/// <summary>What a <see cref="FaultyMomentum"/> remembers.</summary>
internal sealed class FaultyMomentumState(RuleSchema schema, Type elementType, StateBuffer velocity)
    : OptimizerState(schema, elementType, velocity.Length)
{
    public StateView Velocity => View(0);

    public ref T VelocityAt<T>(int index)
        where T : unmanaged => ref velocity.At<T>(index);

    public override MemoryRegion MemoryAt(int index) => index == 0 ? MemoryRegion.OfState(velocity, nameof(Velocity)) : default;

    /// <summary>Whether the memory of the weights starts inside an array.</summary>
    internal bool IsOfSlice { get; init; }

    /// <summary>Whether a gradient of this step was not a number.</summary>
    internal bool IsSpoiled { get; set; }
}
