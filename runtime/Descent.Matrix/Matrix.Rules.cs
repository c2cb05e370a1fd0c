using System.Buffers;
using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Matrices;

/// <content>The operations as rules write them: of the value of one weight, and square states, for all weights of the tensor at once.</content>
public static partial class Matrix
{
    /// <summary>
    /// In a rule: orthogonalizes approximately, by Newton–Schulz steps with Muon's coefficients on the matrix divided by its Frobenius norm (Keller
    /// Jordan et al., Muon, 2024).
    /// </summary>
    /// <param name="value">The value of this weight.</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="epsilon">ε, at least 0.</param>
    /// <param name="isAtLeast">Whether the divisor is max(norm, ε), as in PyTorch's Muon, not norm + ε.</param>
    /// <returns>The value of this weight in about U Vᵀ, of the singular value decomposition U S Vᵀ.</returns>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(Method = nameof(OrthogonalizeInSteps))]
    public static double Orthogonalize(double value, int steps, double epsilon, bool isAtLeast)
        => WholeMatrix.Compute(value, (argument, result, workspace) => OrthogonalizeInSteps(argument, steps, epsilon, isAtLeast, result, workspace));

    /// <inheritdoc cref="Orthogonalize(double, int, double, bool)"/>
    /// <remarks>ε is 10⁻⁷, added to the norm.</remarks>
    [MatrixOperation(Method = nameof(OrthogonalizeInSteps))]
    public static double Orthogonalize(double value, int steps)
        => WholeMatrix.Compute(value, (argument, result, workspace) => OrthogonalizeInSteps(argument, steps, result, workspace));

    /// <summary>Orthogonalizes as <see cref="Orthogonalize(double, int)"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="value">The matrix.</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="result">The result, of the same shape; it may be the matrix itself.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The result has another shape or shares a part of the matrix's memory, or the matrix is a transpose.</exception>
    public static void OrthogonalizeInSteps<T>(ReadOnlyMatrixView<T> value, int steps, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => OrthogonalizeInSteps(value, steps, NewtonSchulz.Muon.Epsilon, isAtLeast: false, result, workspace);

    /// <summary>Orthogonalizes as <see cref="Orthogonalize(double, int, double, bool)"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="value">The matrix.</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="epsilon">ε, at least 0.</param>
    /// <param name="isAtLeast">Whether the divisor is max(norm, ε), not norm + ε.</param>
    /// <param name="result">The result, of the same shape; it may be the matrix itself.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1, or <paramref name="epsilon"/> negative or not finite.</exception>
    /// <exception cref="ArgumentException">The result has another shape or shares a part of the matrix's memory, or the matrix is a transpose.</exception>
    public static void OrthogonalizeInSteps<T>(ReadOnlyMatrixView<T> value, int steps, double epsilon, bool isAtLeast, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Shapes.RequireAtLeast(steps, 1, nameof(steps));
        Guard.Hyperparameter(epsilon, nameof(epsilon), min: 0);
        Shapes.RequireValues(value, nameof(value));
        Shapes.Require<T>(result, value.Rows, value.Columns, nameof(result));
        Shapes.RequireSameOrApart(value, result, nameof(value));
        Iterate(value, result, NewtonSchulz.Muon, steps, epsilon, isAtLeast ? NormGuard.AtLeast : NormGuard.Add, workspace);
    }

    /// <summary>In a rule: multiplies a square state by the matrix of a value of each weight.</summary>
    /// <param name="left">The state, with a row for each row of the weights.</param>
    /// <param name="right">The value of this weight.</param>
    /// <returns>The value of this weight in left × right.</returns>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation]
    public static double Multiply([State(Per = Per.Row)] SquareMatrix left, double right)
        => WholeMatrix.Compute(right, (argument, result, workspace) => Multiply(left.View(), argument, result, workspace));

    /// <summary>In a rule: multiplies the matrix of a value of each weight by a square state.</summary>
    /// <param name="left">The value of this weight.</param>
    /// <param name="right">The state, with a row for each column of the weights.</param>
    /// <returns>The value of this weight in left × right.</returns>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation]
    public static double Multiply(double left, [State(Per = Per.Column)] SquareMatrix right)
        => WholeMatrix.Compute(left, (argument, result, workspace) => Multiply(argument, right.View(), result, workspace));

    /// <summary>In a rule: adds V Vᵀ, of the matrix V of a value of each weight, to a square state: state = decay × state + share × V Vᵀ.</summary>
    /// <param name="value">The value of this weight.</param>
    /// <param name="state">The state, with a row for each row of the weights; symmetric: what is on and below its diagonal is used.</param>
    /// <param name="decay">What the state is multiplied by.</param>
    /// <param name="share">What the product is multiplied by.</param>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(Method = nameof(AccumulateGramOfRows))]
    public static void AddGramOfRows(double value, [State(Per = Per.Row)] SquareMatrix state, double decay = 1, double share = 1)
        => WholeMatrix.Change(value, (argument, workspace) => AccumulateGramOfRows(argument, state.View(), decay, share, workspace));

    /// <summary>Adds a Gram matrix as <see cref="AddGramOfRows"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, to which the numbers are rounded.</typeparam>
    /// <param name="value">The matrix.</param>
    /// <param name="state">What it is added to.</param>
    /// <param name="decay">What that is multiplied by.</param>
    /// <param name="share">What the product is multiplied by.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException"><paramref name="state"/> does not fit, or shares memory with the matrix.</exception>
    public static void AccumulateGramOfRows<T>(ReadOnlyMatrixView<T> value, MatrixView<T> state, double decay, double share, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shapes.RequireValues(value, nameof(value));
        Shapes.Require<T>(state, value.Rows, value.Rows, nameof(state));
        Shapes.RequireApart(value, state, nameof(value));
        GramAdd(value, T.CreateTruncating(share), state, T.CreateTruncating(decay), state, workspace);
    }

    /// <summary>In a rule: adds Vᵀ V, of the matrix V of a value of each weight, to a square state: state = decay × state + share × Vᵀ V.</summary>
    /// <param name="value">The value of this weight.</param>
    /// <param name="state">The state, with a row for each column of the weights; symmetric: what is on and below its diagonal is used.</param>
    /// <param name="decay">What the state is multiplied by.</param>
    /// <param name="share">What the product is multiplied by.</param>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(Method = nameof(AccumulateGramOfColumns))]
    public static void AddGramOfColumns(double value, [State(Per = Per.Column)] SquareMatrix state, double decay = 1, double share = 1)
        => WholeMatrix.Change(value, (argument, workspace) => AccumulateGramOfColumns(argument, state.View(), decay, share, workspace));

    /// <summary>Adds a Gram matrix as <see cref="AddGramOfColumns"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, to which the numbers are rounded.</typeparam>
    /// <param name="value">The matrix.</param>
    /// <param name="state">What it is added to.</param>
    /// <param name="decay">What that is multiplied by.</param>
    /// <param name="share">What the product is multiplied by.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException"><paramref name="state"/> does not fit, or shares memory with the matrix.</exception>
    public static void AccumulateGramOfColumns<T>(ReadOnlyMatrixView<T> value, MatrixView<T> state, double decay, double share, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shapes.RequireValues(value, nameof(value));
        Shapes.Require<T>(state, value.Columns, value.Columns, nameof(state));
        Shapes.RequireApart(value, state, nameof(value));
        GramAdd(value.Transposed, T.CreateTruncating(share), state, T.CreateTruncating(decay), state, workspace);
    }

    /// <summary>In a rule: sets a square state to the inverse root of another, as <see cref="InverseRoot{T}"/> has it.</summary>
    /// <param name="symmetric">The state that the root is taken of.</param>
    /// <param name="root">p of A^(−1/p), at least 1.</param>
    /// <param name="epsilon">ε, at least 0, added to the eigenvalues.</param>
    /// <param name="result">The state that becomes the root.</param>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(SameSize = true)]
    public static void InverseRoot(SquareMatrix symmetric, int root, double epsilon, SquareMatrix result)
        => WholeMatrix.Change(workspace => InverseRoot(symmetric.View(), root, epsilon, result.View(), workspace));

    /// <summary>In a rule: sets a square state to the eigenvectors of another, as <see cref="Eigenvectors{T}"/> has them.</summary>
    /// <param name="symmetric">The state whose eigenvectors they are.</param>
    /// <param name="vectors">The state that they become, in columns.</param>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(Method = nameof(EigenvectorsAlone), SameSize = true)]
    public static void Eigenvectors(SquareMatrix symmetric, SquareMatrix vectors)
        => WholeMatrix.Change(workspace => EigenvectorsAlone(symmetric.View(), vectors.View(), workspace));

    /// <summary>Finds eigenvectors as <see cref="Eigenvectors{T}"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="symmetric">The matrix.</param>
    /// <param name="vectors">The eigenvectors, in columns.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or the result does not fit.</exception>
    public static void EigenvectorsAlone<T>(ReadOnlyMatrixView<T> symmetric, MatrixView<T> vectors, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        Shapes.RequireSquare(symmetric, nameof(symmetric));
        using var values = workspace.Take<T>(1, symmetric.Rows);
        Eigenvectors(symmetric, values.View.Values, vectors, workspace);
    }

    /// <summary>In a rule: turns the matrix V of a value of each weight into the basis of two square states' columns: leftᵀ × V × right.</summary>
    /// <param name="value">The value of this weight.</param>
    /// <param name="left">Orthonormal columns, one for each row of the weights.</param>
    /// <param name="right">Orthonormal columns, one for each column of the weights.</param>
    /// <returns>The value of this place in the basis.</returns>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(Method = nameof(TurnIntoBasis))]
    public static double ToBasis(double value, [State(Per = Per.Row)] SquareMatrix left, [State(Per = Per.Column)] SquareMatrix right)
        => WholeMatrix.Compute(value, (argument, result, workspace) => TurnIntoBasis(argument, left.View(), right.View(), result, workspace));

    /// <summary>Turns a matrix as <see cref="ToBasis"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="value">The matrix.</param>
    /// <param name="left">Orthonormal columns, one for each of its rows.</param>
    /// <param name="right">Orthonormal columns, one for each of its columns.</param>
    /// <param name="result">The matrix in the basis, in other memory.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or the result shares memory with a matrix.</exception>
    public static void TurnIntoBasis<T>(ReadOnlyMatrixView<T> value, ReadOnlyMatrixView<T> left, ReadOnlyMatrixView<T> right, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        RequireBasis(value, left, right, result);
        using var half = workspace.Take<T>(value.Rows, value.Columns);
        Multiply(left.Transposed, value, half.View, workspace);
        Multiply(half.View, right, result, workspace);
    }

    /// <summary>In a rule: turns the matrix V of a value of each place back from the basis of two square states' columns: left × V × rightᵀ.</summary>
    /// <param name="value">The value of this place in the basis.</param>
    /// <param name="left">Orthonormal columns, one for each row of the weights.</param>
    /// <param name="right">Orthonormal columns, one for each column of the weights.</param>
    /// <returns>The value of this weight.</returns>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(Method = nameof(TurnFromBasis))]
    public static double FromBasis(double value, [State(Per = Per.Row)] SquareMatrix left, [State(Per = Per.Column)] SquareMatrix right)
        => WholeMatrix.Compute(value, (argument, result, workspace) => TurnFromBasis(argument, left.View(), right.View(), result, workspace));

    /// <summary>Turns a matrix back as <see cref="FromBasis"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="value">The matrix in the basis.</param>
    /// <param name="left">Orthonormal columns, one for each of its rows.</param>
    /// <param name="right">Orthonormal columns, one for each of its columns.</param>
    /// <param name="result">The matrix, in other memory.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or the result shares memory with a matrix.</exception>
    public static void TurnFromBasis<T>(ReadOnlyMatrixView<T> value, ReadOnlyMatrixView<T> left, ReadOnlyMatrixView<T> right, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        RequireBasis(value, left, right, result);
        using var half = workspace.Take<T>(value.Rows, value.Columns);
        Multiply(left, value, half.View, workspace);
        Multiply(half.View, right.Transposed, result, workspace);
    }

    /// <summary>
    /// In a rule: brings eigenvectors of two square states nearer, as <see cref="RefineEigenvectors{T}"/> does, and puts a value of each place of
    /// their basis in the order that they then have.
    /// </summary>
    /// <param name="value">The value of this place in the basis.</param>
    /// <param name="left">The matrix of the left vectors.</param>
    /// <param name="leftVectors">The left vectors, in columns.</param>
    /// <param name="right">The matrix of the right vectors.</param>
    /// <param name="rightVectors">The right vectors, in columns.</param>
    /// <returns>The value of this place in the new basis.</returns>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>.</exception>
    [MatrixOperation(Method = nameof(RefineBasisOf))]
    public static double RefineBasis(
        double value,
        [State(Per = Per.Row)] SquareMatrix left,
        [State(Per = Per.Row)] SquareMatrix leftVectors,
        [State(Per = Per.Column)] SquareMatrix right,
        [State(Per = Per.Column)] SquareMatrix rightVectors)
        => WholeMatrix.Compute(value, (argument, result, workspace) => RefineBasisOf(argument, left.View(), leftVectors.View(), right.View(), rightVectors.View(), result, workspace));

    /// <summary>Refines a basis as <see cref="RefineBasis"/> does.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="value">A matrix in the basis.</param>
    /// <param name="left">The matrix of the left vectors.</param>
    /// <param name="leftVectors">The left vectors, in columns.</param>
    /// <param name="right">The matrix of the right vectors.</param>
    /// <param name="rightVectors">The right vectors, in columns.</param>
    /// <param name="result">The matrix in the new basis' order, in other memory.</param>
    /// <param name="workspace">What it works in.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or the result shares memory with a matrix.</exception>
    public static void RefineBasisOf<T>(
        ReadOnlyMatrixView<T> value,
        ReadOnlyMatrixView<T> left,
        MatrixView<T> leftVectors,
        ReadOnlyMatrixView<T> right,
        MatrixView<T> rightVectors,
        MatrixView<T> result,
        MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workspace);
        RequireBasis(value, left, right, result);
        Shapes.Require<T>(leftVectors, value.Rows, value.Rows, nameof(leftVectors));
        Shapes.Require<T>(rightVectors, value.Columns, value.Columns, nameof(rightVectors));
        var rented = ArrayPool<int>.Shared.Rent(value.Rows + value.Columns);
        var rows = rented.AsSpan(0, value.Rows);
        var columns = rented.AsSpan(value.Rows, value.Columns);
        RefineEigenvectors(left, leftVectors, leftVectors, rows, workspace);
        RefineEigenvectors(right, rightVectors, rightVectors, columns, workspace);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                result[row, column] = value[rows[row], columns[column]];
            }
        }

        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>Throws if square matrices do not fit a matrix from both sides, or if a result does not, or is none of its own.</summary>
    private static void RequireBasis<T>(ReadOnlyMatrixView<T> value, ReadOnlyMatrixView<T> left, ReadOnlyMatrixView<T> right, MatrixView<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shapes.RequireValues(value, nameof(value));
        Shapes.Require(left, value.Rows, value.Rows, nameof(left));
        Shapes.Require(right, value.Columns, value.Columns, nameof(right));
        Shapes.Require<T>(result, value.Rows, value.Columns, nameof(result));
        Shapes.RequireApart(value, result, nameof(value));
        Shapes.RequireApart(left, result, nameof(left));
        Shapes.RequireApart(right, result, nameof(right));
    }
}
