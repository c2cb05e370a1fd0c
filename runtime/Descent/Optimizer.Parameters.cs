using System.Diagnostics.CodeAnalysis;
using Descent.Checkpoints;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent;

/// <content>Its parameters: added, found, resized, let go of.</content>
public abstract partial class Optimizer
{
    /// <summary>The parameter that was added under a name; of a group, that of the first of its optimizers that has one.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">No parameter has this name.</exception>
    public Parameter this[string name] => TryGetParameter(name, out var parameter)
        ? parameter
        : throw new KeyNotFoundException($"The optimizer has no parameter named '{name}'.");

    /// <summary>Looks for the parameter that was added under a name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameter">The parameter, or <see langword="null"/>.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetParameter(string name, [NotNullWhen(true)] out Parameter? parameter)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var participant in Participants)
        {
            if (participant.ByName.TryGetValue(name, out parameter))
            {
                return true;
            }
        }

        parameter = null;
        return false;
    }

    /// <summary>The parameter that was added under a name, with the state of its rule; of a group, that of the first of its optimizers that has one.</summary>
    /// <typeparam name="TState">The rule's state, such as <see cref="AdamWState"/>.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="KeyNotFoundException">No parameter has this name.</exception>
    /// <exception cref="InvalidCastException">Its state is that of another rule.</exception>
    public Parameter<TState> Get<TState>(string name)
        where TState : OptimizerState
        => this[name] as Parameter<TState>
            ?? throw new InvalidCastException($"The state of parameter '{name}' is of {this[name].State.GetType().Name}, not of {typeof(TState).Name}.");

    /// <summary>Adds a tensor of weights and allocates its state.</summary>
    /// <typeparam name="T">
    /// The type of the weights: <see cref="float"/>, <see cref="double"/>, <see cref="Half"/> or <see cref="BFloat16"/>. Those of 16 bits are computed with in
    /// <see cref="float"/> and rounded once at the end of a step; <see cref="StorageOptions.Weights"/> says what becomes of the rest.
    /// </typeparam>
    /// <param name="name">A name of its own in this optimizer, such as <c>"layer1.weight"</c>.</param>
    /// <param name="weights">The weights, updated in place by every step. No weight may belong to two parameters.</param>
    /// <param name="gradients">
    /// The gradients, one per weight; <see langword="null"/> if they are bound later (<see cref="Parameter.BindGradients{T}(Memory{T})"/>).
    /// </param>
    /// <param name="shape">The dimensions; their product is the number of weights. One dimension unless said.</param>
    /// <returns>The parameter: its state, its step count, its gradients to rebind.</returns>
    /// <exception cref="ArgumentException">
    /// A length or the shape does not fit, there are more than 2³¹ − 2¹⁶ weights, or memory overlaps; or the name is empty, taken, or one with which two things would have one
    /// name in a checkpoint, such as <c>"a/FirstMoment"</c> beside <c>"a"</c>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type, or does not fit <see cref="StorageOptions.Weights"/>.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public Parameter Add<T>(string name, T[] weights, T[]? gradients = null, ReadOnlySpan<nint> shape = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Add<T>(name, weights.AsMemory(), gradients, shape);
    }

    /// <inheritdoc cref="Add{T}(string, T[], T[], ReadOnlySpan{nint})"/>
    public Parameter Add<T>(string name, Memory<T> weights, Memory<T> gradients = default, ReadOnlySpan<nint> shape = default)
        where T : unmanaged
    {
        Guard.WeightType<T>();
        return AddTensor(name, weights, gradients, shape);
    }

    /// <summary>Lets go of a parameter and its state; its handle stays readable. What was made from the parameters before, such as an average, does not hear of it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public bool Remove(string name)
    {
        RefuseIfDisposed();
        return Array.Exists(Participants, participant => participant.Remove(name));
    }

    /// <summary>
    /// Gives a parameter other memory with more or fewer rows, as a vocabulary that grows: the values of its states stay with the weights that
    /// both have, those of new ones begin as declared, and its steps go on. What is kept beside weights of 16 bits stays with those whose bits are the same.
    /// The memory may be that of a device, before and now, or of one of the two; what lies there is let go of afterwards.
    /// </summary>
    /// <typeparam name="T">The type of its weights.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="weights">The weights, old ones included: they are not copied.</param>
    /// <param name="gradients">The gradients, one per weight; <see langword="null"/> if they are bound later.</param>
    /// <param name="shape">The dimensions, of which only the first may differ from those before. One dimension unless said.</param>
    /// <returns>The new handle; the old one is of the past.</returns>
    /// <exception cref="ArgumentException">A length, the type or the shape does not fit, or memory overlaps.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped, or the weights stand where the rule, or a snapshot that is swapped in, moved them.</exception>
    /// <exception cref="KeyNotFoundException">No parameter has this name.</exception>
    /// <exception cref="NotSupportedException">The memory is that of a device, for which the rule was not compiled.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public Parameter Resize<T>(string name, T[] weights, T[]? gradients = null, ReadOnlySpan<nint> shape = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Resize<T>(name, weights.AsMemory(), gradients, shape);
    }

    /// <inheritdoc cref="Resize{T}(string, T[], T[], ReadOnlySpan{nint})"/>
    public Parameter Resize<T>(string name, Memory<T> weights, Memory<T> gradients = default, ReadOnlySpan<nint> shape = default)
        where T : unmanaged
    {
        Guard.WeightType<T>();
        ArgumentNullException.ThrowIfNull(name);
        var participant = Array.Find(Participants, participant => participant.ByName.ContainsKey(name)) ?? Participants[0];
        return participant.Resize(name, weights, gradients, shape);
    }

    /// <summary>How many bytes the values of all states take.</summary>
    public long StateBytes => Parameters.Sum(parameter => parameter.StateBytes);

    /// <summary>
    /// Sets the gradients of all parameters to zero, of frozen ones too, before others are added up in them. Where every step is followed by it,
    /// <see cref="OptimizerOptions.ClearGradientsAfterStep"/> does it while they are still in the cache.
    /// </summary>
    /// <remarks>They are written through the memory that was bound as <see cref="Parameter.Gradients"/>.</remarks>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void ClearGradients()
    {
        RefuseIfDisposed();
        foreach (var participant in Participants)
        {
            participant.ClearGradients();
        }
    }

    /// <summary>Adds a rank's share of a tensor.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="weights">The weights of the share.</param>
    /// <param name="shape">The dimensions of the whole.</param>
    /// <param name="shard">Which share it is.</param>
    internal Parameter AddShard<T>(string name, Memory<T> weights, ReadOnlySpan<nint> shape, Shard shard)
        where T : unmanaged => AddTensor(name, weights, default, shape, shard);

    /// <summary>Throws what adding a tensor would, as far as its name, type and storage tell: shares are added when all tensors are known, too late to give one another name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="has">Whether a rule is to have a tensor of a name.</param>
    internal void RefuseTensor<T>(string name, ReadOnlySpan<nint> shape, Func<Participant, string, bool> has)
        where T : unmanaged
    {
        var taker = TakerOf(name, shape);
        CheckpointNames.Refuse(name, taker.Schema, Participants, this is OptimizerGroup, has);
        taker.RefuseStorage<T>(name, shape);
    }

    /// <summary>The rule that a tensor would be given to.</summary>
    internal abstract Participant TakerOf(string name, ReadOnlySpan<nint> shape);

    private protected abstract Parameter AddTensor<T>(string name, Memory<T> weights, Memory<T> gradients, ReadOnlySpan<nint> shape, Shard? shard = null)
        where T : unmanaged;
}
