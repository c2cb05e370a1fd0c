using System.Numerics;

namespace Descent.Matrices;

public static partial class Matrix
{
    /// <summary>
    /// Finds the eigenvalues and eigenvectors of a symmetric matrix, in <see cref="double"/>: by reflections to tridiagonal form and implicit QL
    /// steps, in one order of operations.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, to which the results are rounded.</typeparam>
    /// <param name="symmetric">The matrix; what is on and below its diagonal is used.</param>
    /// <param name="values">The eigenvalues, from the largest to the smallest; NaN, as are the vectors, if a value that is used is not finite.</param>
    /// <param name="vectors">
    /// The eigenvectors, in columns in the order of the values, of length 1. The element of the largest magnitude is positive, the first of several.
    /// It may be the matrix itself.
    /// </param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or the results do not fit it.</exception>
    public static void Eigenvectors<T>(ReadOnlyMatrixView<T> symmetric, Span<T> values, MatrixView<T> vectors, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Shapes.RequireSquare(symmetric, nameof(symmetric));
        var size = symmetric.Rows;
        Shapes.RequireLength(values.Length, size, nameof(values));
        Shapes.Require<T>(vectors, size, size, nameof(vectors));
        using var found = workspace.Take<double>(1, size);
        using var rows = workspace.Take<double>(size, size);
        using var columns = workspace.Take<double>(size, size);
        SymmetricEigen.Run(symmetric, found.View.Values, rows.View, workspace);
        Transpose<double>(rows.View, columns.View);
        DoubleMatrix.CopyTo(found.View.Values, values);
        DoubleMatrix.CopyTo(columns.View.Values, vectors.Values);
    }

    /// <summary>
    /// The inverse root A^(−1/p) of a symmetric positive semidefinite matrix, such as Shampoo's preconditioners (Gupta, Koren and Singer, 2018,
    /// arXiv:1802.09568: p = 4 for a matrix), by its eigenvalues λ and eigenvectors in <see cref="double"/>: (max(λ, 0) + ε)^(−1/p).
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, to which the result is rounded.</typeparam>
    /// <param name="symmetric">The matrix; what is on and below its diagonal is used.</param>
    /// <param name="root">p, at least 1. The bits are the same on every platform for powers of two; others take <see cref="Math.Pow"/>.</param>
    /// <param name="epsilon">
    /// ε, finite and at least 0. With 0 the root of a singular matrix is not finite; Shampoo adds its ε to the preconditioner before the first step
    /// instead.
    /// </param>
    /// <param name="result">The root, symmetric to the bit; NaN if a value that is used is not finite. It may be the matrix itself.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or the result does not fit it.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="root"/> or <paramref name="epsilon"/> is outside its range.</exception>
    public static void InverseRoot<T>(ReadOnlyMatrixView<T> symmetric, int root, double epsilon, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Shapes.RequireSquare(symmetric, nameof(symmetric));
        Shapes.RequireAtLeast(root, 1, nameof(root));
        CompilerServices.Guard.Hyperparameter(epsilon, nameof(epsilon), min: 0);
        var size = symmetric.Rows;
        Shapes.Require<T>(result, size, size, nameof(result));
        using var values = workspace.Take<double>(1, size);
        using var rows = workspace.Take<double>(size, size);
        using var product = workspace.Take<double>(size, size);
        SymmetricEigen.Run(symmetric, values.View.Values, rows.View, workspace);

        // V f(λ) Vᵀ is the Gram matrix of V times the square root of f(λ).
        for (var index = 0; index < size; index++)
        {
            RowArithmetic.Scale(rows.View.Row(index), InverseRoots.Of(Math.Max(values.View[0, index], 0) + epsilon, 2L * root));
        }

        Gram(rows.View.Transposed, product.View, workspace);
        DoubleMatrix.CopyTo(product.View.Values, result.Values);
    }

    /// <summary>
    /// Factors a matrix into orthonormal columns and an upper triangle, A = Q R, by Householder's reflections in <see cref="double"/>. No number on
    /// the diagonal of R is negative, which makes the factors of a matrix of full rank unique.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, to which the factors are rounded.</typeparam>
    /// <param name="matrix">The matrix, with at least as many rows as columns.</param>
    /// <param name="orthonormal">Q, of the matrix's shape; NaN, as is R, if a value of the matrix is not finite. It may be the matrix itself.</param>
    /// <param name="triangle">R, square.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">The matrix has fewer rows than columns, the results do not fit it, or they share memory.</exception>
    public static void Qr<T>(ReadOnlyMatrixView<T> matrix, MatrixView<T> orthonormal, MatrixView<T> triangle, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Shapes.RequireValues(matrix, nameof(matrix));
        if (matrix.Rows < matrix.Columns)
        {
            throw new ArgumentException(Shapes.Text($"matrix must have at least as many rows as columns; it is {matrix.Rows} × {matrix.Columns}."), nameof(matrix));
        }

        Shapes.Require<T>(orthonormal, matrix.Rows, matrix.Columns, nameof(orthonormal));
        Shapes.Require<T>(triangle, matrix.Columns, matrix.Columns, nameof(triangle));
        Shapes.RequireApart(triangle, orthonormal, nameof(triangle));
        using var copy = workspace.Take<double>(matrix.Rows, matrix.Columns);
        using var columns = workspace.Take<double>(matrix.Rows, matrix.Columns);
        if (DoubleMatrix.CopyScaled(matrix, copy.View) is not { } exponent)
        {
            orthonormal.Values.Fill(T.NaN);
            triangle.Values.Fill(T.NaN);
            return;
        }

        HouseholderQr.Run(copy.View, columns.View, workspace);
        DoubleMatrix.CopyTo(columns.View.Values, orthonormal.Values);
        for (var row = 0; row < triangle.Rows; row++)
        {
            for (var column = 0; column < triangle.Columns; column++)
            {
                triangle[row, column] = column < row ? T.Zero : T.CreateTruncating(Math.ScaleB(copy.View[row, column], exponent));
            }
        }
    }

    /// <summary>
    /// Brings approximate eigenvectors of a symmetric matrix nearer, as SOAP does between steps (Vyas et al., 2024, arXiv:2409.11321): puts them in
    /// the order of their eigenvalues' estimates vᵀ A v, from the largest, multiplies by the matrix and makes them orthonormal by <see cref="Qr{T}"/>;
    /// all in <see cref="double"/>.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, to which the result is rounded.</typeparam>
    /// <param name="symmetric">The matrix.</param>
    /// <param name="vectors">The eigenvectors so far, in columns.</param>
    /// <param name="result">Those that come after them, in columns; it may be the memory of the vectors.</param>
    /// <param name="order">For each column of the result, which of the vectors it comes from: of equal estimates, the first comes first.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or the others do not fit it.</exception>
    public static void RefineEigenvectors<T>(
        ReadOnlyMatrixView<T> symmetric, ReadOnlyMatrixView<T> vectors, MatrixView<T> result, Span<int> order, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Shapes.RequireSquare(symmetric, nameof(symmetric));
        var size = symmetric.Rows;
        Shapes.Require(vectors, size, size, nameof(vectors));
        Shapes.Require<T>(result, size, size, nameof(result));
        Shapes.RequireLength(order.Length, size, nameof(order));
        using var columns = workspace.Take<double>(size, size);
        using var product = workspace.Take<double>(size, size);
        using var sorted = workspace.Take<double>(size, size);
        if (!PowerIteration.Run(symmetric, vectors, columns.View, product.View, sorted.View, order, workspace))
        {
            result.Values.Fill(T.NaN);
            return;
        }

        HouseholderQr.Run(sorted.View, columns.View, workspace);
        DoubleMatrix.CopyTo(columns.View.Values, result.Values);
    }
}
