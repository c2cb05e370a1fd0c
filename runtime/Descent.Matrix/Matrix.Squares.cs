using System.Numerics;

namespace Descent.Matrices;

/// <content>Operations as rules write them, of square states alone.</content>
public static partial class Matrix
{
    /// <summary>In a rule: sets a square state to the product of two others.</summary>
    /// <param name="left">The left factor.</param>
    /// <param name="right">The right factor, of the same size.</param>
    /// <param name="result">The state that becomes left × right, another one.</param>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(SameSize = true)]
    public static void Multiply(SquareMatrix left, SquareMatrix right, SquareMatrix result)
        => WholeMatrix.Change(workspace => Multiply(left.View(), right.View(), result.View(), workspace));

    /// <summary>In a rule: sets a square state to the transpose of another.</summary>
    /// <param name="matrix">The state.</param>
    /// <param name="result">The state that becomes its transpose, another one.</param>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(Method = nameof(TransposeSquare), SameSize = true)]
    public static void Transpose(SquareMatrix matrix, SquareMatrix result)
        => WholeMatrix.Change(workspace => TransposeSquare(matrix.View(), result.View(), workspace));

    /// <summary>Copies a matrix as <see cref="Transpose{T}"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix.</param>
    /// <param name="result">Its transpose, in other memory.</param>
    /// <param name="workspace">What operations of rules work in; this one needs nothing of it.</param>
    /// <exception cref="ArgumentException">The result does not fit, or shares memory with the matrix.</exception>
    public static void TransposeSquare<T>(ReadOnlyMatrixView<T> matrix, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Transpose(matrix, result);

    /// <summary>In a rule: sets square states to the factors of another, A = Q R, as <see cref="Qr{T}"/> has them.</summary>
    /// <param name="matrix">The state A.</param>
    /// <param name="orthonormal">The state that becomes Q.</param>
    /// <param name="triangle">The state that becomes R.</param>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(SameSize = true)]
    public static void Qr(SquareMatrix matrix, SquareMatrix orthonormal, SquareMatrix triangle)
        => WholeMatrix.Change(workspace => Qr(matrix.View(), orthonormal.View(), triangle.View(), workspace));

    /// <summary>In a rule: sets a square state to orthonormal columns that span what another's do, the Q of <see cref="Qr{T}"/>.</summary>
    /// <param name="matrix">The state A.</param>
    /// <param name="orthonormal">The state that becomes Q.</param>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(Method = nameof(OrthonormalFactor), SameSize = true)]
    public static void Qr(SquareMatrix matrix, SquareMatrix orthonormal)
        => WholeMatrix.Change(workspace => OrthonormalFactor(matrix.View(), orthonormal.View(), workspace));

    /// <summary>Finds the first factor as <see cref="Qr{T}"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix, with at least as many rows as columns.</param>
    /// <param name="orthonormal">Q, of the matrix's shape.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">The matrix has fewer rows than columns, or the result does not fit it.</exception>
    public static void OrthonormalFactor<T>(ReadOnlyMatrixView<T> matrix, MatrixView<T> orthonormal, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Shapes.RequireValues(matrix, nameof(matrix));
        using var triangle = workspace.Take<T>(matrix.Columns, matrix.Columns);
        Qr(matrix, orthonormal, triangle.View, workspace);
    }
}
