namespace Descent.Distributed;

/// <summary>How a <see cref="ShardedOptimizer"/> shares its work. All ranks have the same options.</summary>
public sealed class ShardedOptions
{
    /// <summary>
    /// How many micro-batches a step has, on all ranks together; the number of ranks unless set. It is part of what is computed, as the size of a batch is: a training with
    /// the same number has the same bits on any number of ranks up to it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? MicroBatches
    {
        get;
        set
        {
            if (value is { } count)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(MicroBatches));
            }

            field = value;
        }
    }

    /// <summary>How their gradients become one: by the tree, unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of the enumeration.</exception>
    public GradientSummation Summation
    {
        get;
        set => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Summation), value, "The summation must be a member of GradientSummation.");
    }

    /// <summary>
    /// Whether gradients are sent as <see cref="BFloat16"/>, at half the bytes of <see cref="float"/>; they are added in the arithmetic's type all the same. What is sent
    /// depends on the number of ranks, and so do the bits.
    /// </summary>
    public bool SendsGradientsAsBFloat16 { get; set; }

    /// <summary>How long a rank waits for another: 10 minutes unless set. What only some ranks call ends with a message then, on each of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not greater than 0.</exception>
    public TimeSpan TimeLimit
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(TimeLimit));
            field = value;
        }
    } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// About how many bytes of gradients a bucket has, of all ranks' shares together, 32 MiB unless set: while one is stepped, the gradients of the next come and the weights
    /// of the last go. Many small ones hide more of the wire behind the step, and take more messages.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public long BucketBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(BucketBytes));
            field = value;
        }
    } = 32 << 20;

    internal ShardedOptions Copy() => (ShardedOptions)MemberwiseClone();
}
