namespace Descent.Training;

/// <summary>
/// Which error of the central difference matters at a step size h. Its rounding error grows as noise/h, its truncation error as
/// h²|f‴|/6; in between there is a region where both are small.
/// </summary>
public enum StepSizeRegion
{
    /// <summary>Both errors are below the tolerance.</summary>
    Adequate,

    /// <summary>h is too small: the rounding error exceeds the tolerance, and the truncation error.</summary>
    RoundingDominated,

    /// <summary>
    /// h is too large: halving it changes the difference by more than the tolerance, and by more than rounding explains. The cause is
    /// curvature, or a kink between w − h and w + h.
    /// </summary>
    TruncationDominated,
}
