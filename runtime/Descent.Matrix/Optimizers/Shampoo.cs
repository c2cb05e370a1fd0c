namespace Descent.Matrices;

/// <summary>
/// Shampoo (Gupta, Koren and Singer, 2018, arXiv:1802.09568): the gradient of a matrix between the inverse roots of two preconditioners, the sums of
/// G Gᵀ and of Gᵀ G.
/// </summary>
/// <remarks>
/// The paper takes fourth roots, torch_optimizer square ones, and its right preconditioner sums the gradient that the left one has preconditioned. The
/// preconditioners are as large as the squares of rows and of columns: a tensor with many of either takes another rule.
/// </remarks>
[Optimizer]
public sealed partial class Shampoo
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(0.1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>What the preconditioners start with on the diagonal, ε, greater than 0.</summary>
    [Hyperparameter(1e-4, Above = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Coupled weight decay λ, at least 0: added to the gradient, times the weight.</summary>
    [Hyperparameter(0, Min = 0, Role = HyperparameterRole.None)]
    public partial double WeightDecay { get; set; }

    /// <summary>p of the inverse roots A^(−1/p), at least 1.</summary>
    [Hyperparameter(4, Min = 1)]
    public partial int Root { get; set; }

    /// <summary>Added to the eigenvalues before their root is taken, at least 0: rounding can make those negative that are nearly 0.</summary>
    [Hyperparameter(1e-6, Min = 0)]
    public partial double RootEpsilon { get; set; }

    /// <summary>After how many steps the roots are computed anew, at least 1.</summary>
    [Hyperparameter(1, Min = 1)]
    public partial int Frequency { get; set; }

    /// <summary>Whether the right preconditioner sums the gradient that the left one has preconditioned.</summary>
    [Hyperparameter(false)]
    public partial bool IsOneAfterTheOther { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Per = Per.Row, From = nameof(Epsilon))] SquareMatrix left,
        [State(Per = Per.Row)] SquareMatrix leftRoot,
        [State(Per = Per.Column, From = nameof(Epsilon))] SquareMatrix right,
        [State(Per = Per.Column)] SquareMatrix rightRoot,
        [Step] int t)
    {
        var decayed = gradient + WeightDecay * weight;
        var isRefreshed = (t - 1) % Frequency == 0;
        Matrix.AddGramOfRows(decayed, left);
        if (isRefreshed)
        {
            Matrix.InverseRoot(left, Root, RootEpsilon, leftRoot);
        }

        var half = Matrix.Multiply(leftRoot, decayed);
        Matrix.AddGramOfColumns(IsOneAfterTheOther ? half : decayed, right);
        if (isRefreshed)
        {
            Matrix.InverseRoot(right, Root, RootEpsilon, rightRoot);
        }

        weight -= LearningRate * Matrix.Multiply(half, rightRoot);
    }
}
