namespace Descent.Training;

/// <summary>
/// Scales the loss so that small gradients survive in 16 bits: the loss is multiplied by <see cref="Scale"/> before gradients are computed, and the step divides
/// them again. A step whose gradients overflow is left out, and the scale falls; after many good steps it rises (Micikevicius et al., "Mixed precision training",
/// ICLR 2018; PyTorch's <c>GradScaler</c>, whose numbers these are).
/// <code>
/// using var scaler = new LossScaler(optimizer);
/// /* … gradients of loss * scaler.Scale … */
/// optimizer.Step();
/// </code>
/// </summary>
/// <remarks>
/// <see cref="OptimizerOptions.GradientScale"/> and <see cref="OptimizerOptions.NonFiniteGradients"/> of the optimizer, or group, are its own as long as it is attached: whenever a step begins it sets the one
/// to the reciprocal of the scale, and the other so that steps are skipped, whatever they were before, set by hand or loaded from the checkpoint of a training without it. By what else gradients are divided,
/// such as a number of micro-batches, divide the loss. Where a group steps, its options count: attach to the group then. With a first scale and factors that are powers of two, as those are that nobody has set, all
/// scales are, so dividing is exact. Clipping, norms and statistics are of gradients that are divided.
/// </remarks>
public sealed class LossScaler : IDisposable, ICheckpointed
{
    private Optimizer? _optimizer;

    /// <summary>Begins to scale, and attaches to the steps of an optimizer or group.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="scale">The first scale, greater than 0 and, like its reciprocal, finite.</param>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not greater than 0, or it or its reciprocal is not finite.</exception>
    public LossScaler(Optimizer optimizer, double scale = 65536)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        _optimizer = optimizer;
        Scale = scale;
        optimizer.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
        optimizer.Stepping += OnStepping;
        optimizer.Stepped += OnStepped;
    }

    /// <summary>What the loss is to be multiplied by. It goes into checkpoints with <see cref="GoodSteps"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not greater than 0, or it or its reciprocal is not finite.</exception>
    public double Scale
    {
        get;
        set
        {
            if (!IsScale(value))
            {
                throw new ArgumentOutOfRangeException(nameof(Scale), value, $"{nameof(Scale)} must be greater than 0, and it and its reciprocal finite.");
            }

            field = value;
            _optimizer?.Options.GradientScale = 1 / value;
        }
    }

    /// <summary>How many steps in a row were done since the scale changed. One that updated nothing does not count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int GoodSteps
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(GoodSteps));
            field = value;
        }
    }

    /// <summary>How many steps were left out so far because gradients overflowed.</summary>
    public long SkippedSteps { get; private set; }

    /// <summary>What the scale is multiplied by after <see cref="GrowthInterval"/> good steps: greater than 1, and 2 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not greater than 1, or not finite.</exception>
    public double GrowthFactor
    {
        get;
        set => field = value > 1 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(GrowthFactor), value, $"{nameof(GrowthFactor)} must be finite and greater than 1.");
    } = 2;

    /// <summary>What the scale is multiplied by after a step that was left out: between 0 and 1, and ½ unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not greater than 0 and less than 1.</exception>
    public double BackoffFactor
    {
        get;
        set => field = value > 0 && value < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BackoffFactor), value, $"{nameof(BackoffFactor)} must be greater than 0 and less than 1.");
    } = 0.5;

    /// <summary>After how many good steps in a row the scale grows: at least 1, and 2,000 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not at least 1.</exception>
    public int GrowthInterval
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(GrowthInterval));
            field = value;
        }
    } = 2000;

    /// <inheritdoc/>
    public void Describe(CheckpointContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        contents.AddNumber("Scale", () => Scale, value => Scale = value);
        contents.AddInteger("GoodSteps", () => GoodSteps, value => GoodSteps = checked((int)value));
        contents.AddInteger("SkippedSteps", () => SkippedSteps, value => SkippedSteps = value);
    }

    /// <summary>Lets go of the optimizer, whose gradients are taken as they are from then on. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_optimizer is { } optimizer)
        {
            _optimizer = null;
            optimizer.Stepping -= OnStepping;
            optimizer.Stepped -= OnStepped;
            optimizer.Options.GradientScale = 1;
        }
    }

    /// <summary>Sets the options anew: gradients of a loss that was multiplied must not be taken as they are, whoever has set them.</summary>
    private void OnStepping(object? sender, EventArgs arguments)
    {
        if (_optimizer is { Options: var options })
        {
            (options.GradientScale, options.NonFiniteGradients) = (1 / Scale, NonFiniteGradients.SkipStep);
        }
    }

    private void OnStepped(object? sender, StepResult result)
    {
        if (result.IsSkipped)
        {
            SkippedSteps++;
            GoodSteps = 0;

            Scale = IsScale(Scale * BackoffFactor) ? Scale * BackoffFactor : Scale;
        }
        else if (result.Updated > 0 && ++GoodSteps >= GrowthInterval)
        {
            GoodSteps = 0;
            Scale = IsScale(Scale * GrowthFactor) ? Scale * GrowthFactor : Scale;
        }
    }

    /// <summary>Whether something can be multiplied by it, and divided again.</summary>
    private static bool IsScale(double value) => value > 0 && double.IsFinite(value) && double.IsFinite(1 / value);
}
