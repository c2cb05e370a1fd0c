using System.Numerics;

namespace Descent.Training;

/// <summary>
/// An average over time of all weights of an optimizer, those of 16 bits as <see cref="float"/>. Call
/// <see cref="Attach"/> once, or <see cref="Update"/> after every <see cref="Optimizer.Step"/>, and evaluate inside <c>using (average.SwapIn()) { … }</c>.
/// </summary>
/// <remarks>
/// Frozen parameters are averaged like the others: one that never moves has its own value as average, bit for bit (save for
/// <see cref="AverageStart.Zero"/>). The average is kept in the type of the weights, that of 16 bits in <see cref="float"/>; in <see cref="float"/> it stops following once
/// the rate times the distance is below half a unit in the last place of the average, as in other libraries. A weight that is not finite stays in the average
/// for good: let the optimizer skip bad gradients (<see cref="OptimizerOptions.NonFiniteGradients"/>). Values that depend on the weights without
/// being weights, such as the running statistics of batch normalisation, are the caller's to recompute after a swap. Not thread-safe.
/// </remarks>
public abstract class WeightAverage : ICheckpointed
{
    private readonly UpdatedSteps _steps;

    private protected WeightAverage(Optimizer optimizer)
    {
        Average = WeightSnapshot.Zeros(optimizer);
        _steps = new(optimizer, () => Update());
    }

    /// <summary>The optimizer whose weights are averaged.</summary>
    public Optimizer Optimizer => Average.Optimizer;

    /// <summary>How often <see cref="Update"/> was called. Set it, and <see cref="Values"/>, to resume from a saved average.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Steps
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Steps));
            field = value;
        }
    }

    /// <summary>How many of these calls took the weights into the average.</summary>
    public abstract long Count { get; }

    /// <summary>Whether the average stands in the optimizer's weights now.</summary>
    public bool IsSwappedIn => Average.IsSwappedIn;

    private protected WeightSnapshot Average { get; }

    /// <summary>Takes the weights as they are now into the average, if they are due. Allocates nothing.</summary>
    /// <returns>Whether they were.</returns>
    /// <exception cref="InvalidOperationException">
    /// The optimizer has other parameters than when the average was made, an average or snapshot of it is swapped in, or its weights
    /// stand at a point that <see cref="Optimizer.BeforeGradient"/> moved them to. Nothing has changed.
    /// </exception>
    public abstract bool Update();

    /// <summary>Takes the weights into the average after every step that updates some, until <see cref="Detach"/>. Calling it twice does it once.</summary>
    /// <remarks>If <see cref="Update"/> throws then, the step is done all the same, and the exception comes from <see cref="Optimizer.Step"/>.</remarks>
    public void Attach() => _steps.Attach();

    /// <summary>Leaves it to the caller again when weights are taken.</summary>
    public void Detach() => _steps.Detach();

    /// <inheritdoc/>
    /// <remarks>The average and how far it is.</remarks>
    /// <exception cref="InvalidOperationException">The average is swapped in.</exception>
    public void Describe(CheckpointContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        contents.AddInteger(":steps", () => Steps, value => Steps = value);
        DescribeOwn(contents);
        Average.Describe(contents);
    }

    /// <summary>Names what this kind of average remembers besides.</summary>
    private protected virtual void DescribeOwn(CheckpointContents contents)
    {
    }

    /// <summary>The average of a parameter's weights.</summary>
    /// <inheritdoc cref="WeightSnapshot.Values"/>
    public Span<T> Values<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Average.Values<T>(name);

    /// <inheritdoc cref="WeightSnapshot.SwapIn"/>
    /// <exception cref="InvalidOperationException">
    /// No weights were averaged so far, this or another average or snapshot of these weights is swapped in, or the optimizer has other parameters than when the average was made.
    /// </exception>
    public WeightSwap SwapIn() => Count > 0
        ? Average.SwapIn()
        : throw new InvalidOperationException($"No weights were averaged so far, in {Steps} calls of Update(): there is nothing to swap in.");

    /// <summary>Makes the average the weights, for good, as the end of training does. The optimizer's state stays as it is.</summary>
    /// <exception cref="InvalidOperationException">No weights were averaged so far, or as for <see cref="Update"/>.</exception>
    public void CopyToWeights()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException($"No weights were averaged so far, in {Steps} calls of Update(): there is nothing to copy.");
        }

        Average.Restore();
    }
}
