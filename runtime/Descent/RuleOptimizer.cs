using System.ComponentModel;
using Descent.Checkpoints;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent;

/// <summary>The base of every rule. Derived classes are written by the compiler from an <see cref="OptimizerAttribute"/> class.</summary>
public abstract class RuleOptimizer : Optimizer
{
    /// <inheritdoc/>
    public sealed override OptimizerOptions Options => Participant.Options;

    /// <summary>How states, and weights of 16 bits, are kept between steps: what is set counts for parameters that are added from then on.</summary>
    public StorageOptions Storage => Participant.Storage;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Parameter> Parameters => Participant.Parameters;

    /// <summary>What the rule is made of: hyperparameters, states and inputs as its author declared them.</summary>
    public RuleSchema Schema => Participant.Schema;

    /// <summary>How many bytes the values of the states of a tensor take as they are computed, before anything is allocated; <see cref="Storage"/> may keep them in fewer.</summary>
    /// <typeparam name="T">The type of the weights; those of <see cref="Half"/> and <see cref="BFloat16"/> are computed with in <see cref="float"/>.</typeparam>
    /// <param name="weights">The number of weights, at least 0.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or the bytes are more than 2⁶³ − 1.</exception>
    /// <exception cref="NotSupportedException">Weights cannot be of <typeparamref name="T"/>.</exception>
    public long CountStateBytes<T>(nint weights)
    {
        Guard.WeightType<T>();
        ArgumentOutOfRangeException.ThrowIfNegative(weights);
        return Countable(Schema.CountStateBytes(typeof(T), weights, 1, (int)Math.Min(weights, int.MaxValue)), weights, nameof(weights));
    }

    /// <summary>How many bytes the values of the states of a matrix take as they are computed, before anything is allocated; <see cref="Storage"/> may keep them in fewer.</summary>
    /// <typeparam name="T">The type of the weights; those of <see cref="Half"/> and <see cref="BFloat16"/> are computed with in <see cref="float"/>.</typeparam>
    /// <param name="rows">The number of rows, at least 0: the first dimension.</param>
    /// <param name="columns">The number of columns, at least 0: the product of all other dimensions.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the bytes are more than 2⁶³ − 1.</exception>
    /// <exception cref="NotSupportedException">Weights cannot be of <typeparamref name="T"/>.</exception>
    public long CountStateBytes<T>(int rows, int columns)
    {
        Guard.WeightType<T>();
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return Countable(Schema.CountStateBytes(typeof(T), (nint)rows * columns, rows, columns), rows, nameof(rows));
    }

    /// <summary>
    /// Updates weights of 16 bits in memory of the caller by one step, as <c>Update</c> updates those of 32 and 64: decoded, computed with in
    /// <see cref="float"/>, and rounded once to the nearest. All arguments are checked before the first write.
    /// </summary>
    /// <typeparam name="TWeight"><see cref="Half"/> or <see cref="BFloat16"/>.</typeparam>
    /// <typeparam name="TGradient"><see cref="float"/>, <see cref="Half"/> or <see cref="BFloat16"/>.</typeparam>
    /// <param name="weights">The weights, updated in place.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="state">Their state, made by <c>CreateState</c> for weights of <see cref="float"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ or memory overlaps, or the state is of another rule, or for weights of <see cref="double"/>.</exception>
    /// <exception cref="NotSupportedException">A type is another one, or the rule needs all parameters of the optimizer at once, or moves weights before their gradients.</exception>
    public void UpdateNarrow<TWeight, TGradient>(Span<TWeight> weights, ReadOnlySpan<TGradient> gradients, OptimizerState state)
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!Guard.IsNarrow<TWeight>() || !(Guard.IsNarrow<TGradient>() || typeof(TGradient) == typeof(float)))
        {
            throw new NotSupportedException(
                $"Weights of {TensorView.NameOf(typeof(TWeight))} with gradients of {TensorView.NameOf(typeof(TGradient))} are not supported; weights must be Half or BFloat16, and gradients these or float.");
        }

        if (CompiledRule.IsOverOptimizer || CompiledRule.HasMethod(RuleMethod.BeforeGradient))
        {
            throw new NotSupportedException($"{GetType().Name} is not for single tensors of 16 bits: add them as parameters.");
        }

        if (state.Schema != Schema)
        {
            throw new ArgumentException($"The state is a {state.GetType().Name}, of another rule than {GetType().Name}.", nameof(state));
        }

        var step = Guard.Narrow(weights, gradients, state);
        StoredSpans.Run<float, TWeight, TGradient>(CompiledRule, RuleMethod.Update, state, weights, gradients, step, Options.Seed);
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Hyperparameter> Hyperparameters => field ??= Values(role => role != HyperparameterRole.StepInput);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Hyperparameter> StepInputs => field ??= Values(role => role == HyperparameterRole.StepInput);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<StateView> States => field ??=
    [
        .. Schema.States.Index().Where(state => state.Item.Per == Per.Optimizer)
            .Select(state => new SingleState(state.Item, () => Participant.Rule.GetState(state.Index), value => Participant.Rule.SetState(state.Index, value))),
    ];

    /// <summary>For generated code: the rule, as the engine drives it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract CompiledRule CompiledRule { get; }

    /// <summary>What the engine knows of this optimizer.</summary>
    internal Participant Participant => field ??= new(CompiledRule, GetType());

    internal sealed override Participant[] Participants => field ??= [Participant];

    private static long Countable(Int128 bytes, nint value, string argument) => bytes <= long.MaxValue
        ? (long)bytes
        : throw new ArgumentOutOfRangeException(argument, value, $"The states take {bytes} bytes; at most {long.MaxValue} can be counted.");

    private List<Hyperparameter> Values(Predicate<HyperparameterRole> isMeant)
        => [.. Schema.Hyperparameters.Index().Where(item => isMeant(item.Item.Role)).Select(item => new Hyperparameter(Participant.Rule, item.Item, item.Index))];

    private protected sealed override Parameter AddTensor<T>(string name, Memory<T> weights, Memory<T> gradients, ReadOnlySpan<nint> shape, Shard? shard = null)
    {
        CheckpointNames.Refuse(name, Schema, Participants, isGroup: false);
        return Participant.Add(name, weights, gradients, shape, shard);
    }

    internal sealed override Participant TakerOf(string name, ReadOnlySpan<nint> shape) => Participant;
}
