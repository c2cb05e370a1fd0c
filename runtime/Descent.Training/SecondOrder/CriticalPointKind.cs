namespace Descent.Training;

/// <summary>What the gradients and the Hessian's eigenvalues say about a point.</summary>
public enum CriticalPointKind
{
    /// <summary>The gradients do not vanish: no critical point.</summary>
    NotCritical,

    /// <summary>All eigenvalues are positive: a minimum.</summary>
    Minimum,

    /// <summary>All eigenvalues are negative: a maximum.</summary>
    Maximum,

    /// <summary>There are positive and negative eigenvalues: a saddle, whatever the others are.</summary>
    Saddle,

    /// <summary>No eigenvalue is negative, but some are zero: a minimum, a valley's floor, or a saddle of higher order, such as x² + y³ has.</summary>
    MinimumOrSaddle,

    /// <summary>No eigenvalue is positive, but some are zero: a maximum, a ridge, or a saddle of higher order.</summary>
    MaximumOrSaddle,

    /// <summary>All eigenvalues are zero, as at the monkey saddle x³ − 3xy²; or Lanczos did not converge. Second derivatives do not decide.</summary>
    Undecided,
}
