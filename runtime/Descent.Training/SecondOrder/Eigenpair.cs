namespace Descent.Training;

/// <summary>An eigenvalue of a symmetric matrix with its eigenvector.</summary>
public sealed record Eigenpair
{
    internal Eigenpair(double value, ReadOnlyMemory<double> vector, double residual) => (Value, Vector, Residual) = (value, vector, residual);

    /// <summary>The eigenvalue λ.</summary>
    public double Value { get; }

    /// <summary>The eigenvector v, of length 1. Its sign means nothing.</summary>
    public ReadOnlyMemory<double> Vector { get; }

    /// <summary>An estimate of ‖A v − λ v‖, and so of the distance from λ to the nearest true eigenvalue.</summary>
    public double Residual { get; }

    /// <summary>Eigenvalue and residual, without the vector.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text($"{Value:G6} (residual {Residual:G2})");
}
