using System.Numerics;

namespace Descent.Matrices;

public static partial class Matrix
{
    /// <summary>
    /// Orthogonalizes approximately: of the singular value decomposition U S Vᵀ it leaves about U Vᵀ, by Newton–Schulz steps on the matrix divided by
    /// its Frobenius norm (Keller Jordan et al., Muon, 2024). The products are of the smaller of the two sides.
    /// </summary>
    /// <remarks>
    /// A step is three products: G = X Xᵀ, P = B G + C G², X = A X + P X; of a matrix with more rows than columns G = Xᵀ X, and P stands on
    /// the right. The first two are symmetric and take half of their work.
    /// </remarks>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, in which all is computed but the norm, which is in <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix, row by row in memory.</param>
    /// <param name="result">The result, of the same shape; it may be the matrix itself.</param>
    /// <param name="iteration">The steps and coefficients.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">
    /// The result has another shape or shares a part of the matrix's memory, or the matrix is a transpose.
    /// </exception>
    public static void Orthogonalize<T>(ReadOnlyMatrixView<T> matrix, MatrixView<T> result, NewtonSchulz iteration, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(iteration);
        ArgumentNullException.ThrowIfNull(workspace);
        Shapes.RequireValues(matrix, nameof(matrix));
        Shapes.Require<T>(result, matrix.Rows, matrix.Columns, nameof(result));
        Shapes.RequireSameOrApart(matrix, result, nameof(matrix));
        Iterate(matrix, result, iteration, iteration.Steps, iteration.Epsilon, iteration.NormGuard, workspace);
    }

    /// <summary>Orthogonalizes a matrix that was checked; steps, ε and guard are the caller's, which may differ from call to call and allocate nothing.</summary>
    private static void Iterate<T>(
        ReadOnlyMatrixView<T> matrix, MatrixView<T> result, NewtonSchulz coefficients, int steps, double epsilon, NormGuard guard, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var isTall = matrix.Rows > matrix.Columns;
        var side = Math.Min(matrix.Rows, matrix.Columns);
        using var other = workspace.Take<T>(matrix.Rows, matrix.Columns);
        using var gram = workspace.Take<T>(side, side);
        using var polynomial = workspace.Take<T>(side, side);

        // Each step writes to the other memory, and the last one to the result.
        var current = steps % 2 == 0 ? result : other.View;
        var next = steps % 2 == 0 ? other.View : result;
        workspace.Normalization<T>().Run(matrix.Values, current.Values, epsilon, guard, workspace.MaxDegreeOfParallelism, workspace.TaskScheduler);
        var (a, b, c) = (T.CreateTruncating(coefficients.A), T.CreateTruncating(coefficients.B), T.CreateTruncating(coefficients.C));
        for (var step = 0; step < steps; step++)
        {
            Gram(isTall ? current.Transposed : current.AsReadOnly(), gram.View, workspace);
            GramAdd<T>(gram.View, c, gram.View, b, polynomial.View, workspace);
            MultiplyAdd<T>(isTall ? current : polynomial.View, isTall ? polynomial.View : current, T.One, current, a, next, workspace);
            var written = next;
            next = current;
            current = written;
        }
    }
}
