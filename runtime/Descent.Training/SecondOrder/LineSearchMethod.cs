namespace Descent.Training;

/// <summary>How <see cref="Lbfgs"/> chooses the length of a step.</summary>
public enum LineSearchMethod
{
    /// <summary>Every step has the length <see cref="Lbfgs.LearningRate"/>; the loss may rise.</summary>
    None,

    /// <summary>
    /// A search for a step that satisfies the strong Wolfe conditions, with c₁ = 1e-4 and c₂ = 0.9 (Nocedal and Wright, 2006, "Numerical
    /// optimization", algorithms 3.5 and 3.6), by cubic interpolation. It starts at <see cref="Lbfgs.LearningRate"/>, which is best left at 1.
    /// </summary>
    StrongWolfe,
}
