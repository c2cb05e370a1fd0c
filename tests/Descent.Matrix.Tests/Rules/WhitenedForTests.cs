using System.Numerics;

namespace Descent.Matrices.Tests.Rules;

/// <summary>An operation of an author's own.</summary>
public static class Whitening
{
    [MatrixOperation]
    public static double Whiten(double value, double other, SquareMatrix root, double scale)
        => WholeMatrix.Compute(value, other, (first, second, result, workspace) => Whiten(first, second, root.View(), scale, result, workspace));

    /// <summary>root × value × scale + other.</summary>
    public static void Whiten<T>(
        ReadOnlyMatrixView<T> value, ReadOnlyMatrixView<T> other, ReadOnlyMatrixView<T> root, double scale, MatrixView<T> result, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Matrix.MultiplyAdd(root, value, T.CreateTruncating(scale), other, T.One, result, workspace);
}

/// <summary>
/// Operations that wait for totals and whose numbers follow from them; one that takes two matrices, one of them what another gave; a total of what
/// an operation gave; a square state that is written in some steps; a state of columns beside it.
/// </summary>
[Optimizer]
public sealed partial class WhitenedForTests
{
    [Hyperparameter(0.05, Min = 0)]
    public partial double LearningRate { get; set; }

    [Hyperparameter(1e-3, Above = 0)]
    public partial double Epsilon { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Per = Per.Row, From = nameof(Epsilon))] SquareMatrix gram,
        [State(Per = Per.Row, Initial = 1)] SquareMatrix root,
        [State(Per = Per.Column)] ref double columnMean,
        [State] ref double last,
        [Step] int t)
    {
        var size = Math.Sqrt(Reduce.Mean(gradient * gradient)) + Epsilon;
        columnMean = 0.5 * columnMean + 0.5 * Reduce.Mean(gradient, Per.Column);
        Matrix.AddGramOfRows(gradient / size, gram, 0.9, 0.1 / Reduce.Columns);
        if (t % 3 != 0)
        {
            Matrix.InverseRoot(gram, 2, 1e-3, root);
        }

        var direction = Matrix.Orthogonalize(gradient - columnMean, 3);
        var whitened = Whitening.Whiten(direction, gradient, root, 1 / size);
        last = whitened + 0.5 * last;
        weight -= LearningRate * last / (Math.Sqrt(Reduce.Mean(whitened * whitened)) + Epsilon);
    }
}
