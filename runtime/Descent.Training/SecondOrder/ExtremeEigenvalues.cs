namespace Descent.Training;

/// <summary>The two ends of the spectrum of a symmetric matrix, as <see cref="Lanczos"/> found them.</summary>
public sealed record ExtremeEigenvalues
{
    internal ExtremeEigenvalues(Eigenpair smallest, Eigenpair largest, int products, bool converged)
        => (Smallest, Largest, Products, Converged) = (smallest, largest, products, converged);

    /// <summary>The algebraically smallest eigenvalue. Where the search did not converge, it lies above the true one.</summary>
    public Eigenpair Smallest { get; }

    /// <summary>The algebraically largest eigenvalue. Where the search did not converge, it lies below the true one.</summary>
    public Eigenpair Largest { get; }

    /// <summary>How many products of the matrix with a vector it took.</summary>
    public int Products { get; }

    /// <summary>Whether both residuals are within the tolerance.</summary>
    public bool Converged { get; }

    /// <summary>One line: both eigenvalues, and how they were found.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text(
        $"eigenvalues from {Smallest.Value:G6} to {Largest.Value:G6}, {(Converged ? "converged" : "not converged")} after {Products} products");
}
