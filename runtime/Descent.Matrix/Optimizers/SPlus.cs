namespace Descent.Matrices;

/// <summary>
/// SPlus (Frans, Levine and Abbeel, 2025, arXiv:2506.07254): the sign of the momentum in the eigenvectors' basis of Shampoo's preconditioners, turned
/// back. It is bounded however old the basis is.
/// </summary>
/// <remarks>
/// The basis is computed anew at the first step and every <see cref="Frequency"/> steps. The learning rate is divided by the mean of rows and columns,
/// (rows + columns) ÷ 2, so that it can stay as it is when a network grows. The paper evaluates an average of the weights: see Descent.Training.
/// </remarks>
[Optimizer]
public sealed partial class SPlus
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(0.2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the momentum, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Weight of the past in the preconditioners, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double Beta2 { get; set; }

    /// <summary>Decoupled weight decay λ, at least 0; each step multiplies the weights by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>After how many steps the basis is computed anew, at least 1.</summary>
    [Hyperparameter(100, Min = 1)]
    public partial int Frequency { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State] ref double momentum,
        [State(Per = Per.Row)] SquareMatrix left,
        [State(Per = Per.Row)] SquareMatrix leftVectors,
        [State(Per = Per.Column)] SquareMatrix right,
        [State(Per = Per.Column)] SquareMatrix rightVectors,
        [Step] int t)
    {
        momentum = Beta1 * momentum + (1 - Beta1) * gradient;
        Matrix.AddGramOfRows(gradient, left, Beta2, 1 - Beta2);
        Matrix.AddGramOfColumns(gradient, right, Beta2, 1 - Beta2);
        if ((t - 1) % Frequency == 0)
        {
            Matrix.Eigenvectors(left, leftVectors);
            Matrix.Eigenvectors(right, rightVectors);
        }

        var turned = Matrix.ToBasis(momentum, leftVectors, rightVectors);
        var direction = Matrix.FromBasis(Formulas.Sign(turned), leftVectors, rightVectors);
        weight = weight * (1 - LearningRate * WeightDecay) - 2 * LearningRate / (Reduce.Rows + Reduce.Columns) * direction;
    }
}
