using Descent.CompilerServices;

namespace Descent.Matrices;

/// <summary>An operation on a whole matrix, in <see cref="double"/>, with a result for each weight.</summary>
/// <param name="argument">The values of all weights.</param>
/// <param name="result">Where the result goes, of the same shape.</param>
/// <param name="workspace">What it works in.</param>
public delegate void MatrixFunction(ReadOnlyMatrixView<double> argument, MatrixView<double> result, MatrixWorkspace workspace);

/// <summary>An operation on two whole matrices, in <see cref="double"/>, with a result for each weight.</summary>
/// <param name="first">The first values of all weights.</param>
/// <param name="second">The second ones.</param>
/// <param name="result">Where the result goes, of the same shape.</param>
/// <param name="workspace">What it works in.</param>
public delegate void MatrixFunctionOfTwo(ReadOnlyMatrixView<double> first, ReadOnlyMatrixView<double> second, MatrixView<double> result, MatrixWorkspace workspace);

/// <summary>An operation on a whole matrix, in <see cref="double"/>, that changes square states.</summary>
/// <param name="argument">The values of all weights.</param>
/// <param name="workspace">What it works in.</param>
public delegate void MatrixAction(ReadOnlyMatrixView<double> argument, MatrixWorkspace workspace);

/// <summary>
/// The bodies of methods marked <see cref="MatrixOperationAttribute"/>: by these a rule's <c>Reference</c> applies an operation on whole matrices,
/// once the values of all weights are known.
/// </summary>
/// <remarks>
/// <code>
/// [MatrixOperation]
/// public static double Orthogonalize(double update, int steps)
///     => WholeMatrix.Compute(update, (argument, result, workspace) => Orthogonalize(argument, steps, result, workspace));
/// </code>
/// </remarks>
public static class WholeMatrix
{
    [ThreadStatic]
    private static MatrixWorkspace? s_workspace;

    private static MatrixWorkspace Workspace => s_workspace ??= new();

    /// <summary>Applies an operation that gives a value of each weight.</summary>
    /// <param name="value">The value of this weight.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>What it gives this weight.</returns>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    public static double Compute(double value, MatrixFunction operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ReductionReplay.Apply(
            [value], (arguments, result, rows, columns) => operation(new(arguments, rows, columns), new(result, rows, columns), Workspace));
    }

    /// <summary>Applies an operation that takes two matrices and gives a value of each weight.</summary>
    /// <param name="first">The first value of this weight.</param>
    /// <param name="second">The second one.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>What it gives this weight.</returns>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    public static double Compute(double first, double second, MatrixFunctionOfTwo operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return ReductionReplay.Apply([first, second], (arguments, result, rows, columns) => operation(
            new(arguments[..(rows * columns)], rows, columns), new(arguments[(rows * columns)..], rows, columns), new(result, rows, columns), Workspace));
    }

    /// <summary>Applies an operation that changes square states.</summary>
    /// <param name="value">The value of this weight.</param>
    /// <param name="operation">The operation.</param>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    public static void Change(double value, MatrixAction operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        _ = ReductionReplay.Apply([value], (arguments, _, rows, columns) => operation(new(arguments, rows, columns), Workspace));
    }

    /// <summary>Applies an operation that takes and changes nothing but square states.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    public static void Change(Action<MatrixWorkspace> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        _ = ReductionReplay.Apply([], (_, _, _, _) => operation(Workspace));
    }
}
