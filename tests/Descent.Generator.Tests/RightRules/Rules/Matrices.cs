// Operations on whole matrices, before and after what is done for each weight.

// Whitening by the roots of two averaged Gram matrices, which begin as identities.
[Optimizer]
public sealed partial class AveragedShampoo
{
    [Hyperparameter(1e-2, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(10, Min = 1)] public partial int Every { get; set; }
    [Hyperparameter(1.0, Above = 0)] public partial double InitialScale { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State] ref double m,
        [State(Per = Per.Row)] SquareMatrix ofRows,
        [State(Per = Per.Column)] SquareMatrix ofColumns,
        [State(Per = Per.Row, From = nameof(InitialScale))] SquareMatrix left,
        [State(Per = Per.Column, Initial = 1)] SquareMatrix right,
        [Step] int t)
    {
        m = Beta * m + (1 - Beta) * gradient;
        Descent.Matrices.Matrix.AddGramOfRows(gradient, ofRows, Beta, 1 - Beta);
        Descent.Matrices.Matrix.AddGramOfColumns(gradient, ofColumns, Beta, 1 - Beta);
        if (t % Every == 0)
        {
            Descent.Matrices.Matrix.InverseRoot(ofRows, 4, 1e-6, left);
            Descent.Matrices.Matrix.InverseRoot(ofColumns, 4, 1e-6, right);
        }

        var mHat = m / (1 - Math.Pow(Beta, t));
        var step = Descent.Matrices.Matrix.Multiply(Descent.Matrices.Matrix.Multiply(left, mHat), right);
        weight -= LearningRate * step / Math.Max(Math.Sqrt(Reduce.Mean(step * step)), 1);
    }
}

// Muon whose rows are normalized by averages of their squares (NorMuon, Li et al. 2025).
[Optimizer]
public sealed partial class NorMuon
{
    [Hyperparameter(1e-2, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.95, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.95, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(0.1, Min = 0)] public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State(Per = Per.Row)] ref double v)
    {
        m = Beta1 * m + gradient;
        var o = Descent.Matrices.Matrix.Orthogonalize(m, steps: 5);
        v = Beta2 * v + (1 - Beta2) * Reduce.Mean(o * o, Per.Row);
        var normalized = o / (Math.Sqrt(v) + 1e-8);
        var rate = 0.2 * LearningRate * Math.Sqrt(Reduce.Rows * Reduce.Columns) / (Math.Sqrt(Reduce.Sum(normalized * normalized)) + 1e-8);
        weight -= LearningRate * WeightDecay * weight + rate * normalized;
    }
}
