using System.Numerics;

namespace Descent.Matrices;

/// <content>The operations as rules write them: of the value of one weight, for all weights of the tensor at once.</content>
public static partial class Matrix
{
    /// <summary>
    /// In a rule: orthogonalizes the matrix of a value of each weight approximately, by Newton–Schulz steps with Muon's coefficients on the matrix
    /// divided by its Frobenius norm plus 10⁻⁷ (Keller Jordan et al., Muon, 2024).
    /// </summary>
    /// <param name="value">The value of this weight.</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <returns>The value of this weight in about U Vᵀ, of the singular value decomposition U S Vᵀ.</returns>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(Method = nameof(OrthogonalizeInSteps))]
    public static double Orthogonalize(double value, int steps)
        => WholeMatrix.Compute(value, (argument, result, workspace) => OrthogonalizeInSteps(argument, steps, result, workspace));

    /// <summary>Orthogonalizes as <see cref="Orthogonalize(double, int)"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="value">The matrix.</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="result">The result, of the same shape; it may be the matrix itself.</param>
    /// <param name="workspace">What it works in.</param>
    public static void OrthogonalizeInSteps<T>(ReadOnlyMatrixView<T> value, int steps, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Orthogonalize(value, result, workspace.Iteration(steps, NewtonSchulz.Muon.Epsilon, NormGuard.Add), workspace);
    }
}
