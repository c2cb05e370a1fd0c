using Descent.CompilerServices;

namespace Descent;

/// <content>Its gradients: bound, and let go of.</content>
public abstract partial class Parameter
{
    /// <summary>
    /// Binds the gradients of the loss with respect to the weights, which every step reads from here until others are bound.
    /// </summary>
    /// <typeparam name="T">The type of the gradients: that of the weights, or for weights of 32 bits and fewer any other of <see cref="float"/>, <see cref="Half"/> and <see cref="BFloat16"/>.</typeparam>
    /// <param name="gradients">One gradient for each weight; empty for none.</param>
    /// <remarks>
    /// Two parameters may share gradients, unless steps zero them. Nothing else that a step writes may overlap gradients; the step looks at
    /// what cannot be seen here.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The length or the type differs from that of the weights, or the gradients overlap the weights of a parameter of the optimizer.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public void BindGradients<T>(Memory<T> gradients)
        where T : unmanaged => Bind<T>(gradients, isReadOnly: false);

    /// <inheritdoc cref="BindGradients{T}(Memory{T})"/>
    public void BindGradients<T>(T[] gradients)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(gradients);
        Bind<T>(gradients.AsMemory(), isReadOnly: false);
    }

    /// <summary>
    /// Binds gradients that may not be written: <see cref="Optimizer.ClearGradients"/> and steps with
    /// <see cref="OptimizerOptions.ClearGradientsAfterStep"/> refuse them.
    /// </summary>
    /// <inheritdoc cref="BindGradients{T}(Memory{T})"/>
    public void BindGradients<T>(ReadOnlyMemory<T> gradients)
        where T : unmanaged => Bind(gradients, isReadOnly: true);

    /// <summary>Lets go of the gradients: steps leave the parameter alone until others are bound.</summary>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public void UnbindGradients()
    {
        if (Memory.ArithmeticType == typeof(float))
        {
            Bind<float>(default, isReadOnly: false);
        }
        else
        {
            Bind<double>(default, isReadOnly: false);
        }
    }

    /// <summary>Throws if gradients are bound that may not be written.</summary>
    internal void RefuseReadOnlyGradients()
    {
        if (State.Standing.HasReadOnlyGradients)
        {
            throw new InvalidOperationException($"The gradients of parameter '{Name}' are bound read-only, and would be cleared: bind them as Memory<T>.");
        }
    }

    /// <summary>Binds the gradients of a rank's share of a tensor, with those that follow it in the chunk that begins in it.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="areThere">Whether the whole tensor has gradients: of nothing, there are none to see.</param>
    internal void BindShard<T>(Memory<T> gradients, bool areThere)
        where T : unmanaged
    {
        if (areThere || Length > 0)
        {
            Bind<T>(areThere ? gradients : default, isReadOnly: false);
        }

        State.Standing.HasGradients = areThere;
    }

    /// <summary>Binds gradients that have been checked.</summary>
    /// <param name="gradients">One for each weight, or for each weight of the rows.</param>
    /// <param name="isReadOnly">Whether they may not be written.</param>
    /// <param name="rows">The rows, if they are of some.</param>
    internal void Bind<T>(ReadOnlyMemory<T> gradients, bool isReadOnly, ReadOnlyMemory<int>? rows = null)
        where T : unmanaged
    {
        State.RefuseWhileBusy(nameof(Gradients));
        Guard.GradientType<T>(Memory, Name, nameof(gradients));
        var beyond = State.Shard?.Beyond ?? 0;
        var expected = rows is { Length: var count } ? (long)count * RowLength : Length + beyond;
        Guard.Gradients<T>(Memory, gradients, expected, Name, nameof(gradients));
        Guard.SameDevice(Memory, DevicePlace.Of(gradients), gradients.IsEmpty, Name, nameof(gradients));
        if (!Memory.Holds(gradients))
        {
            Guard.Disjoint(State.OwnerOf(gradients), Name, nameof(gradients));
            State.Bound(Guard.IsForeign(gradients), isGradients: true);
        }

        State.TakeRowGradients(rows is not null);
        Memory.Bind(gradients);
        Memory.Rows = rows;
        ref var standing = ref State.Standing;
        standing.HasGradients = rows is not null || gradients.Length == Length + beyond;
        standing.HasReadOnlyGradients = isReadOnly && !gradients.IsEmpty;
    }
}
