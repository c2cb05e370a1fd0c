using System.Numerics;

namespace Descent.Matrices;

/// <summary>
/// Operations on whole matrices, in <see cref="float"/> or <see cref="double"/>. Each has one result, to the bit, for every number of threads and
/// every vector width.
/// </summary>
public static partial class Matrix
{
    /// <summary>
    /// Multiplies: result = left × right. An element is a chain of fused multiply-adds from 0 over ascending terms, one rounding a term.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="left">The left factor; <see cref="MatrixView{T}.Transposed"/> of a matrix costs nothing.</param>
    /// <param name="right">The right factor, with as many rows as the left one has columns.</param>
    /// <param name="result">The product, whose memory is none of the factors'.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or the result shares memory with a factor.</exception>
    public static void Multiply<T>(ReadOnlyMatrixView<T> left, ReadOnlyMatrixView<T> right, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Multiplication.Run(left, right, T.One, default, T.Zero, result, workspace, isSymmetric: false);

    /// <summary>
    /// Multiplies and adds: result = scale × (left × right) + addendScale × addend, the product as <see cref="Multiply{T}"/> has it, then two products
    /// and a sum, each rounded.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="left">The left factor.</param>
    /// <param name="right">The right factor, with as many rows as the left one has columns.</param>
    /// <param name="scale">What the product is multiplied by.</param>
    /// <param name="addend">What is added, row by row in memory; it may be the result itself.</param>
    /// <param name="addendScale">What that is multiplied by.</param>
    /// <param name="result">The result, whose memory is none of the factors'.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">
    /// A shape does not fit, the result shares memory with a factor or with a part of the addend, or the addend is a transpose.
    /// </exception>
    public static void MultiplyAdd<T>(
        ReadOnlyMatrixView<T> left, ReadOnlyMatrixView<T> right, T scale, ReadOnlyMatrixView<T> addend, T addendScale, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireAddend(addend, result);
        Multiplication.Run(left, right, scale, addend, addendScale, result, workspace, isSymmetric: false);
    }

    /// <summary>
    /// Multiplies a matrix by its own transpose: result = factor × factorᵀ, with the bits of <see cref="Multiply{T}"/> for half of its work. The Gram
    /// matrix of the columns is that of <see cref="MatrixView{T}.Transposed"/>.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="factor">The matrix.</param>
    /// <param name="result">The product, square and symmetric to the bit.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or the result shares memory with the factor.</exception>
    public static void Gram<T>(ReadOnlyMatrixView<T> factor, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Multiplication.Run(factor, factor.Transposed, T.One, default, T.Zero, result, workspace, isSymmetric: true);

    /// <summary>
    /// Multiplies a matrix by its own transpose and adds a symmetric one: result = scale × (factor × factorᵀ) + addendScale × addend, as
    /// <see cref="MultiplyAdd"/> does.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="factor">The matrix.</param>
    /// <param name="scale">What the product is multiplied by.</param>
    /// <param name="addend">What is added, symmetric: only what is on and below its diagonal is used. It may be the result itself.</param>
    /// <param name="addendScale">What that is multiplied by.</param>
    /// <param name="result">The result, square and symmetric to the bit.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">
    /// A shape does not fit, the result shares memory with the factor or with a part of the addend, or the addend is a transpose.
    /// </exception>
    public static void GramAdd<T>(
        ReadOnlyMatrixView<T> factor, T scale, ReadOnlyMatrixView<T> addend, T addendScale, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireAddend(addend, result);
        Multiplication.Run(factor, factor.Transposed, scale, addend, addendScale, result, workspace, isSymmetric: true);
    }

    /// <summary>Copies the transpose of a matrix.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">The matrix.</param>
    /// <param name="result">Its transpose, in other memory.</param>
    /// <exception cref="ArgumentException">The result has another shape, or shares memory with the matrix.</exception>
    public static void Transpose<T>(ReadOnlyMatrixView<T> matrix, MatrixView<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shapes.Require<T>(result, matrix.Columns, matrix.Rows, nameof(result));
        Shapes.RequireApart(matrix, result, nameof(matrix));
        Transposition.Copy(matrix, result);
    }

    private static void RequireAddend<T>(ReadOnlyMatrixView<T> addend, MatrixView<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shapes.Require(addend, result.Rows, result.Columns, nameof(addend));
        Shapes.RequireSameOrApart(addend, result, nameof(addend));
    }
}
