namespace Descent.Training;

/// <summary>What a gradient check found about one coordinate.</summary>
public enum GradientVerdict
{
    /// <summary>Analytic and numeric gradient agree within the tolerance.</summary>
    Correct,

    /// <summary>
    /// The loss has a kink at this weight (a ReLU or |x| at 0): the slopes to its left and to its right differ however small the step,
    /// so there is no one gradient to compare with. Not counted as wrong.
    /// </summary>
    Kink,

    /// <summary>
    /// The difference exceeds the tolerance, but not what rounding, truncation and kinks nearby can explain. Not counted as wrong; see
    /// <see cref="CheckedCoordinate.Region"/> for the reason and <see cref="CheckedCoordinate.SuggestedStepSize"/> for a remedy.
    /// </summary>
    Inconclusive,

    /// <summary>The gradients differ by more than the tolerance and by more than the numeric one can be off.</summary>
    Wrong,

    /// <summary>The analytic gradient is NaN or infinite, or the loss is at every step size that was tried.</summary>
    NotFinite,
}
