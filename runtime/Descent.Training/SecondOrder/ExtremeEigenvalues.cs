namespace Descent.Training;

/// <summary>The two ends of the spectrum of a symmetric matrix, as <see cref="Lanczos"/> found them.</summary>
/// <param name="Smallest">The algebraically smallest eigenvalue. Where the search did not converge, it lies above the true one.</param>
/// <param name="Largest">The algebraically largest eigenvalue. Where the search did not converge, it lies below the true one.</param>
/// <param name="Products">How many products of the matrix with a vector it took.</param>
/// <param name="Converged">Whether both residuals are within the tolerance.</param>
public sealed record ExtremeEigenvalues(Eigenpair Smallest, Eigenpair Largest, int Products, bool Converged);
