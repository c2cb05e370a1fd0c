using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Distributed.Tests;

/// <summary>
/// A stand-in for a platform whose mathematical library gives other last bits: of what a rule prepares for a step with its help, a bit of each number that is not whole is set. At weights
/// of <see cref="double"/> it is the last; at those of <see cref="float"/> the last that they see.
/// </summary>
/// <typeparam name="T">The type of the weights.</typeparam>
internal sealed class OtherLibrary<T> : CompiledSweeps<T>, IStepValues
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly long s_bit = typeof(T) == typeof(double) ? 1 : 1L << 29;

    private readonly CompiledRule _rule;
    private readonly CompiledSweeps<T> _sweeps;

    private OtherLibrary(CompiledRule rule) => (_rule, _sweeps) = (rule, rule.SweepsOf<T>());

    /// <summary>Has the rules of an optimizer, which has no parameters yet, compute with it.</summary>
    public static Optimizer Give(Optimizer optimizer)
    {
        foreach (var participant in optimizer.Participants)
        {
            var other = new OtherLibrary<T>(participant.Rule);
            (typeof(T) == typeof(double) ? ref OfDouble(participant.Rule) : ref OfFloat(participant.Rule)) = other;
        }

        return optimizer;
    }

    public override void Prepare(RuleMethod method, OptimizerState state, int step)
    {
        _sweeps.Prepare(method, state, step);
        _rule.ExchangeValues(method, state, this);
    }

    public override void Begin(RuleMethod method, OptimizerState state, int step, int sweep) => _sweeps.Begin(method, state, step, sweep);

    public override void Run(RuleMethod method, OptimizerState state, Span<T> weights, ReadOnlySpan<T> gradients, int step, int sweep, int start)
        => _sweeps.Run(method, state, weights, gradients, step, sweep, start);

    public override void End(RuleMethod method, OptimizerState state, int step) => _sweeps.End(method, state, step);

    void IStepValues.Take<TValues>(object owner, ref TValues values)
    {
        foreach (ref var bits in MemoryMarshal.Cast<byte, long>(MemoryMarshal.AsBytes(new Span<TValues>(ref values))))
        {
            var value = BitConverter.Int64BitsToDouble(bits);
            if (double.IsNormal(value) && !double.IsInteger(value))
            {
                bits |= s_bit;
            }
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sweepsOfFloat")]
    private static extern ref object? OfFloat(CompiledRule rule);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sweepsOfDouble")]
    private static extern ref object? OfDouble(CompiledRule rule);
}
