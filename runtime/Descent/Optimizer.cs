using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// The base of every rule: holds parameters of type <see cref="float"/> and <see cref="double"/> side by side and updates them all in
/// one <see cref="Step"/>. Derived classes are written by the compiler from an <see cref="OptimizerAttribute"/> class.
/// </summary>
/// <remarks>An optimizer is not thread-safe: one thread at a time may add parameters, set hyperparameters or step.</remarks>
public abstract class Optimizer : IDisposable
{
    private readonly List<Parameter> _parameters = [];
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);
    private bool _isDisposed;

    /// <summary>The parameters, in the order in which they were added.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The parameter that was added under a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">No parameter has this name.</exception>
    public Parameter this[string name] => _byName.TryGetValue(name, out var parameter)
        ? parameter
        : throw new KeyNotFoundException($"The optimizer has no parameter named '{name}'.");

    /// <summary>Looks for the parameter that was added under a name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameter">The parameter, or <see langword="null"/>.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetParameter(string name, [NotNullWhen(true)] out Parameter? parameter) => _byName.TryGetValue(name, out parameter);

    /// <summary>Adds a tensor of weights and allocates its state.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">A name of its own in this optimizer, such as <c>"layer1.weight"</c>.</param>
    /// <param name="weights">The weights, updated in place by every step. No weight may belong to two parameters.</param>
    /// <param name="gradients">The gradients, one per weight; <see langword="null"/> if they are bound later.</param>
    /// <param name="shape">The dimensions; their product is the number of weights. One dimension unless said.</param>
    /// <returns>The parameter: its state, its step count, its gradients to rebind.</returns>
    /// <exception cref="ArgumentException">A length, the shape or the name does not fit, or memory overlaps.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public Parameter<T> Add<T>(string name, T[] weights, T[]? gradients = null, ReadOnlySpan<int> shape = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(weights);
        return AddParameter(name, weights.AsMemory(), gradients, shape);
    }

    /// <inheritdoc cref="Add{T}(string, T[], T[], ReadOnlySpan{int})"/>
    public Parameter<T> Add<T>(string name, Memory<T> weights, ReadOnlyMemory<T> gradients = default, ReadOnlySpan<int> shape = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => AddParameter(name, weights, gradients, shape);

    /// <summary>
    /// Updates every parameter that has gradients and is not frozen, by one step of the rule. Allocates nothing. Whatever can be wrong is
    /// found before the first weight is written.
    /// </summary>
    /// <returns>How many parameters were updated, and how many were left alone and why.</returns>
    /// <exception cref="InvalidOperationException">
    /// The rule has a <see cref="BeforeGradientAttribute"/> method and <see cref="BeforeGradient"/> was not called for a parameter, or a
    /// parameter has had <see cref="int.MaxValue"/> updates.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public StepResult Step()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);

        foreach (var parameter in _parameters)
        {
            if (parameter.IsFrozen || !parameter.HasGradients)
            {
                continue;
            }

            var step = Guard.NextStep(parameter.State, parameter.Name);
            if (HasBeforeGradient && !parameter.State.AwaitsGradient)
            {
                throw new InvalidOperationException(
                    $"{GetType().Name} evaluates gradients at a point of its own: call BeforeGradient() before the gradients of parameter '{parameter.Name}' are computed, then Step().");
            }

            PrepareUpdate(parameter.State, step);
        }

        int updated = 0, frozen = 0, missing = 0;
        foreach (var parameter in _parameters)
        {
            if (parameter.IsFrozen)
            {
                frozen++;
            }
            else if (!parameter.HasGradients)
            {
                missing++;
            }
            else
            {
                UpdateParameter(parameter);
                updated++;
            }
        }

        return new(updated, frozen, missing);
    }

    /// <summary>
    /// Moves the weights to the point where the rule wants their gradients evaluated (Nesterov's look-ahead). Call it before every
    /// evaluation of the gradients for a rule that has a <see cref="BeforeGradientAttribute"/> method; for other rules it does nothing.
    /// </summary>
    /// <remarks>Weights that already stand there stay: calling it twice moves them once. Frozen parameters are left alone.</remarks>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void BeforeGradient()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!HasBeforeGradient)
        {
            return;
        }

        foreach (var parameter in _parameters)
        {
            if (!parameter.IsFrozen && !parameter.State.AwaitsGradient)
            {
                PrepareBeforeGradient(parameter.State, Guard.NextStep(parameter.State, parameter.Name));
            }
        }

        foreach (var parameter in _parameters)
        {
            if (!parameter.IsFrozen && !parameter.State.AwaitsGradient)
            {
                MoveParameterBeforeGradient(parameter);
            }
        }
    }

    /// <summary>Lets go of parameters and state. Every later call throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of parameters and state.</summary>
    /// <param name="disposing">Whether it is called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        _isDisposed = true;
        _parameters.Clear();
        _byName.Clear();
    }

    /// <summary>For generated code: makes a parameter with the rule's state.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">The parameter's name.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">The gradients; empty for none.</param>
    /// <param name="shape">The shape; empty for one dimension.</param>
    /// <returns>The parameter, not yet registered.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract Parameter<T> CreateParameter<T>(string name, Memory<T> weights, ReadOnlyMemory<T> gradients, ReadOnlySpan<int> shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// For generated code: computes what does not differ from weight to weight, and throws what that throws. Parameters at the same step
    /// share it, so it is computed once for all of them.
    /// </summary>
    /// <param name="state">The parameter's state.</param>
    /// <param name="step">The step number, from 1.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void PrepareUpdate(OptimizerState state, int step);

    /// <summary>For generated code: updates one parameter and counts the step. All checks have been made.</summary>
    /// <param name="parameter">A parameter made by <see cref="CreateParameter{T}"/>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void UpdateParameter(Parameter parameter);

    /// <summary>For generated code: whether the rule has a <see cref="BeforeGradientAttribute"/> method.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual bool HasBeforeGradient => false;

    /// <summary>For generated code: as <see cref="PrepareUpdate"/>, for the <see cref="BeforeGradientAttribute"/> method.</summary>
    /// <param name="state">The parameter's state.</param>
    /// <param name="step">The number of the coming step, from 1.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void PrepareBeforeGradient(OptimizerState state, int step)
    {
    }

    /// <summary>For generated code: moves one parameter to where its gradient is evaluated. All checks have been made.</summary>
    /// <param name="parameter">A parameter made by <see cref="CreateParameter{T}"/>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void MoveParameterBeforeGradient(Parameter parameter)
    {
    }

    private Parameter<T> AddParameter<T>(string name, Memory<T> weights, ReadOnlyMemory<T> gradients, ReadOnlySpan<int> shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Guard.ElementType<T>();
        Guard.Shape(shape, weights.Length, name);
        if (_byName.ContainsKey(name))
        {
            throw new ArgumentException($"A parameter named '{name}' was added before; names are unique in an optimizer.", nameof(name));
        }

        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.Span);
        foreach (var other in _parameters)
        {
            if (bytes.Overlaps(other.WeightBytes))
            {
                throw new ArgumentException(
                    $"The weights of '{name}' overlap those of '{other.Name}': tied weights would be updated twice. Add them once, with the sum of their gradients.",
                    nameof(weights));
            }
        }

        var parameter = CreateParameter(name, weights, gradients, shape);
        _parameters.Add(parameter);
        _byName.Add(name, parameter);
        return parameter;
    }
}
