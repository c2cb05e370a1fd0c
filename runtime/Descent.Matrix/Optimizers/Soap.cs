namespace Descent.Matrices;

/// <summary>
/// SOAP (Vyas et al., 2024, arXiv:2409.11321): Adam in the eigenvectors' basis of Shampoo's preconditioners, which are averages here.
/// </summary>
/// <remarks>
/// The first step only begins the preconditioners. The basis is refined every <see cref="Frequency"/> steps by one power iteration and QR; the first
/// moment moves along, the second one is put in the order of the eigenvectors. The preconditioners are as large as the squares of rows and of columns.
/// </remarks>
[Optimizer]
public sealed partial class Soap
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(3e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.95, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Weight of the past in the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.95, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Weight of the past in the preconditioners, in [0, 1).</summary>
    [Hyperparameter(0.95, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double PreconditionerBeta { get; set; }

    /// <summary>Added to the root of the second moment, ε, greater than 0.</summary>
    [Hyperparameter(1e-8, Above = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decoupled weight decay λ, at least 0; each step multiplies the weights by 1 − η λ after the update.</summary>
    [Hyperparameter(0.01, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>After how many steps the basis is refined, at least 1.</summary>
    [Hyperparameter(10, Min = 1)]
    public partial int Frequency { get; set; }

    /// <summary>Whether updates are divided by their root mean square.</summary>
    [Hyperparameter(false)]
    public partial bool IsNormalized { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State] ref double firstMoment,
        [State] ref double secondMoment,
        [State(Per = Per.Row)] SquareMatrix left,
        [State(Per = Per.Row)] SquareMatrix leftVectors,
        [State(Per = Per.Column)] SquareMatrix right,
        [State(Per = Per.Column)] SquareMatrix rightVectors,
        [Step] int t)
    {
        if (t > 1)
        {
            var turned = Matrix.ToBasis(gradient, leftVectors, rightVectors);
            firstMoment = firstMoment * Beta1 + turned * (1 - Beta1);
            secondMoment = secondMoment * Beta2 + turned * turned * (1 - Beta2);
            var update = Matrix.FromBasis(firstMoment / (Math.Sqrt(secondMoment) + Epsilon), leftVectors, rightVectors);
            var size = IsNormalized ? 1e-30 + Math.Sqrt(Reduce.Mean(update * update)) : 1;
            weight -= LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, t - 1)) / (1 - Math.Pow(Beta1, t - 1)) * (update / size);
            weight -= LearningRate * WeightDecay * weight;
        }

        var moment = Matrix.FromBasis(firstMoment, leftVectors, rightVectors);
        Matrix.AddGramOfRows(gradient, left, PreconditionerBeta, 1 - PreconditionerBeta);
        Matrix.AddGramOfColumns(gradient, right, PreconditionerBeta, 1 - PreconditionerBeta);
        if (t == 1)
        {
            Matrix.Eigenvectors(left, leftVectors);
            Matrix.Eigenvectors(right, rightVectors);
        }
        else if ((t - 1) % Frequency == 0)
        {
            secondMoment = Matrix.RefineBasis(secondMoment, left, leftVectors, right, rightVectors);
        }

        firstMoment = Matrix.ToBasis(moment, leftVectors, rightVectors);
    }
}
