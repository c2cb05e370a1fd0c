namespace Descent;

/// <summary>
/// Marks a static method that stands for an operation on whole matrices in a rule: it takes values of one weight, and the operation is applied to
/// those of all weights of the tensor at once. What it returns is again a value of each weight.
/// </summary>
/// <remarks>
/// The method returns <see cref="double"/> or nothing, and takes <see cref="double"/>, <see cref="int"/>, <see cref="bool"/> and
/// <see cref="SquareMatrix"/>. Beside it stands a method, of the same name unless <see cref="Method"/> says another, with a type parameter <c>T</c>, which does the work: where the first
/// takes a value of each weight it takes a <c>ReadOnlyMatrixView&lt;T&gt;</c>, for a square state a <c>MatrixView&lt;T&gt;</c>, or a
/// <c>ReadOnlyMatrixView&lt;T&gt;</c> if it only reads it, numbers as they are; then a <c>MatrixView&lt;T&gt;</c> for the result, if there is one, and a
/// <c>MatrixWorkspace</c>, all of the package Descent.Matrix. The first method's own body is one call of that package's <c>WholeMatrix</c>, by which
/// <c>Reference</c> runs it. A square state that must be of rows is <c>[State(Per = Per.Row)] SquareMatrix</c>, one of columns <c>[State(Per = Per.Column)] SquareMatrix</c>; a rule that gives another one
/// does not compile. A tensor is a matrix of its first dimension against the others, a vector one row.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class MatrixOperationAttribute : Attribute
{
    /// <summary>The name of the method over views, of the same type; that of the method itself unless said.</summary>
    public string? Method { get; set; }

    /// <summary>Whether all square states that it takes must be of rows, or all of columns.</summary>
    public bool SameSize { get; set; }
}
