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

    /// <summary>The loss or a gradient is not finite. The weights are those of before the iteration that met it.</summary>
    NotFinite,
}
