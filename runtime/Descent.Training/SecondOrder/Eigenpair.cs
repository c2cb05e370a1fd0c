namespace Descent.Training;

/// <summary>An eigenvalue of a symmetric matrix with its eigenvector.</summary>
/// <param name="Value">The eigenvalue λ.</param>
/// <param name="Vector">The eigenvector v, of length 1. Its sign means nothing.</param>
/// <param name="Residual">An estimate of ‖A v − λ v‖, and so of the distance from λ to the nearest true eigenvalue.</param>
public sealed record Eigenpair(double Value, ReadOnlyMemory<double> Vector, double Residual);
