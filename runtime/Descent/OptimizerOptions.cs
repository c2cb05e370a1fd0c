namespace Descent;

/// <summary>What a step does with gradients that are infinite or not a number.</summary>
public enum BadGradients
{
    /// <summary>They are not looked for: the rule computes with them what it computes.</summary>
    LetThrough,

    /// <summary>The whole step is left out: no weight, state or step count changes, and the result says which gradient it was.</summary>
    SkipStep,

    /// <summary>The step throws <see cref="BadGradientException"/> and changes nothing.</summary>
    Throw,
}

/// <summary>
/// How an optimizer, or a group of them, runs its steps. Nothing here changes what the rule computes from the gradients it is given, by
/// one bit; <see cref="GradientScale"/> and <see cref="MaxGradientNorm"/> change the gradients it is given.
/// </summary>
public sealed class OptimizerOptions
{
    /// <summary>The most threads that share a step, the caller's included; all cores unless set. Small steps use one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1024.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        set
        {
            if (value is < 1 or > 1024)
            {
                throw new ArgumentOutOfRangeException(nameof(MaxDegreeOfParallelism), value, $"{nameof(MaxDegreeOfParallelism)} must be from 1 to 1024.");
            }

            field = value;
        }
    } = Math.Min(Environment.ProcessorCount, 1024);

    /// <summary>
    /// Where the threads other than the caller's come from; <see langword="null"/>, for the team of the process, unless set. A step on a
    /// scheduler allocates a task for each thread; a step on the team allocates nothing.
    /// </summary>
    public TaskScheduler? TaskScheduler { get; set; }

    /// <summary>Every gradient is multiplied by it before the rule sees it, such as 1 / (loss scale); 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite and greater than 0.</exception>
    public double GradientScale
    {
        get;
        set => field = CompilerServices.Guard.Hyperparameter(value, nameof(GradientScale), above: 0);
    } = 1;

    /// <summary>
    /// The largest Euclidean norm of all scaled gradients together; infinity, for no limit, unless set. Above it they are
    /// multiplied by <c>MaxGradientNorm / (norm + 1e-6)</c>, as PyTorch's <c>clip_grad_norm_</c> does. Costs one reading of the gradients.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not greater than 0.</exception>
    public double MaxGradientNorm
    {
        get;
        set
        {
            if (!(value > 0))
            {
                throw new ArgumentOutOfRangeException(nameof(MaxGradientNorm), value, $"{nameof(MaxGradientNorm)} must be greater than 0; infinity is no limit.");
            }

            field = value;
        }
    } = double.PositiveInfinity;

    /// <summary>What to do with gradients that are not finite. Anything but letting them through costs one reading of the gradients.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="Descent.BadGradients"/>.</exception>
    public BadGradients BadGradients
    {
        get;
        set => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BadGradients), value, "BadGradients must be LetThrough, SkipStep or Throw.");
    }

    /// <summary>
    /// Whether gradients are set to zero once they are used, while they are still in the cache. They are written through the memory that
    /// was bound as <see cref="Parameter{T}.Gradients"/>.
    /// </summary>
    public bool ZeroGradients { get; set; }

    /// <summary>Whether the next steps compute <see cref="Parameter.Statistics"/>, in the same pass over memory.</summary>
    public bool CollectStatistics { get; set; }

    internal bool ScansGradients => BadGradients != BadGradients.LetThrough || !double.IsPositiveInfinity(MaxGradientNorm);

    internal double ClipFactor(double norm) => double.IsPositiveInfinity(MaxGradientNorm) ? 1 : Math.Min(1, MaxGradientNorm / (norm + 1e-6));
}
