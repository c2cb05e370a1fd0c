namespace Descent;

/// <summary>What one <see cref="Optimizer.Step"/> or <see cref="Optimizer.BeforeGradient"/> did, counted in parameters (tensors).</summary>
public readonly record struct StepResult
{
    internal StepResult(int updated, int frozen, int missingGradients)
        => (Updated, Frozen, MissingGradients) = (updated, frozen, missingGradients);

    /// <summary>Parameters whose weights and state were updated.</summary>
    public int Updated { get; init; }

    /// <summary>Parameters left alone because they are frozen.</summary>
    public int Frozen { get; init; }

    /// <summary>Parameters left alone because they have no gradients.</summary>
    public int MissingGradients { get; init; }

    /// <summary>Whether the whole step was left out because of a gradient that is not finite (<see cref="OptimizerOptions.BadGradients"/>).</summary>
    public bool IsSkipped => BadParameter is not null;

    /// <summary>The first parameter with a gradient that is not finite, if the step was skipped for it.</summary>
    public Parameter? BadParameter { get; init; }

    /// <summary>The index of that gradient.</summary>
    public int BadIndex { get; init; }

    /// <summary>
    /// The norm of all scaled gradients, before clipping, of the order <see cref="OptimizerOptions.GradientNormOrder"/>; <see langword="null"/> if
    /// nothing asked for it. Infinite if it is greater than the greatest <see cref="double"/>.
    /// </summary>
    public double? GradientNorm { get; init; }
}
