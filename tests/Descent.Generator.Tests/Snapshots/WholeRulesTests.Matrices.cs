namespace Descent.Generator.Tests.Snapshots;

/// <content>Rules with operations on whole matrices.</content>
public sealed partial class WholeRulesTests
{
    /// <summary>The rule that users read first.</summary>
    [Fact]
    public void Matrices_OfMuon() => Verify(Repository.Read("runtime", "Descent.Matrix", "Optimizers", "Muon.cs").Replace("namespace Descent.Matrices;", "using Descent.Matrices;", StringComparison.Ordinal));

    /// <summary>An operation of the author's, square states that are written in some steps, and a matrix that is taken where it lies.</summary>
    [Fact]
    public void Matrices_WithSquareStates() => Verify("""
        using Descent.Matrices;
        using System.Numerics;

        public static class Whitening
        {
            [MatrixOperation]
            public static double Whiten(double value, SquareMatrix root, double scale)
                => WholeMatrix.Compute(value, (argument, result, workspace) => Whiten(argument, root.View(), scale, result, workspace));

            public static void Whiten<T>(ReadOnlyMatrixView<T> value, ReadOnlyMatrixView<T> root, double scale, MatrixView<T> result, MatrixWorkspace workspace)
                where T : unmanaged, IBinaryFloatingPointIeee754<T>
                => Matrix.MultiplyAdd(root, value, T.CreateTruncating(scale), result, T.Zero, result, workspace);
        }

        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1, Min = 0)] public partial double Rate { get; set; }
            [Hyperparameter(1e-4, Above = 0)] public partial double Epsilon { get; set; }

            [Update]
            private void Update(
                ref double weight, double gradient,
                [State(Per = Per.Row, From = nameof(Epsilon))] SquareMatrix gram, [State(Per = Per.Row)] SquareMatrix root, [Step] int t)
            {
                Matrix.AddGramOfRows(gradient, gram, 0.9, 0.1);
                if (t % 10 == 1)
                {
                    Matrix.InverseRoot(gram, 2, 1e-6, root);
                }

                var whitened = Whitening.Whiten(gradient, root, Reduce.Columns);
                weight -= Rate * whitened / Math.Sqrt(Reduce.Mean(whitened * whitened));
            }
        }
        """);
}
