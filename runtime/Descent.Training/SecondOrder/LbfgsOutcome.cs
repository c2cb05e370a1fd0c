namespace Descent.Training;

/// <summary>Why a call of <see cref="Lbfgs.Step"/> came to its end.</summary>
public enum LbfgsOutcome
{
    /// <summary>The largest absolute gradient is at most <see cref="Lbfgs.GradientTolerance"/>: a minimum, or another critical point.</summary>
    GradientVanished,

    /// <summary>The step, the loss's change or the slope along the direction is below <see cref="Lbfgs.ChangeTolerance"/>.</summary>
    NoProgress,

    /// <summary>There were <see cref="Lbfgs.MaximumIterations"/> iterations.</summary>
    IterationLimit,

    /// <summary>There were <see cref="Lbfgs.MaximumEvaluations"/> evaluations.</summary>
    EvaluationLimit,

    /// <summary>
    /// The loss, a gradient or a weight is not finite: where the call began, where a step of fixed length led, or wherever a line search
    /// looked. The weights are those of before the iteration that met it.
    /// </summary>
    NotFinite,
}
