namespace Descent.Training;

/// <summary>What a gradient check as a whole came to.</summary>
public enum GradientCheckOutcome
{
    /// <summary>No coordinate is wrong and at least half of them were found correct.</summary>
    Passed,

    /// <summary>At least one coordinate is wrong or not finite.</summary>
    WrongGradient,

    /// <summary>No coordinate is wrong, but more than half lie at kinks or below what finite differences resolve.</summary>
    Inconclusive,

    /// <summary>
    /// The loss differs between evaluations at the same weights, so differences of it mean nothing: dropout or augmentation is on, or
    /// the batch changes. Switch it off or seed it anew in every evaluation.
    /// </summary>
    RandomLoss,

    /// <summary>
    /// The loss is reproducible and its gradients are not: most often they are added to those of the evaluation before instead of
    /// being cleared.
    /// </summary>
    GradientsNotReproducible,

    /// <summary>The function that only evaluates the loss gives another loss than the one that also writes gradients.</summary>
    LossesDisagree,

    /// <summary>The loss at the weights is NaN or infinite.</summary>
    LossNotFinite,
}
