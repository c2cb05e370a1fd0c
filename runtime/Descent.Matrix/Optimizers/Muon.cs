namespace Descent.Matrices;

/// <summary>
/// Muon (Keller Jordan et al., 2024, https://kellerjordan.github.io/posts/muon): momentum whose matrix is orthogonalized by Newton–Schulz steps, so
/// that an update moves all directions alike.
/// </summary>
/// <remarks>
/// For the matrices of hidden layers; embeddings, heads, gains and biases take another rule, as AdamW. The weights of a convolution are a matrix with
/// a row for each filter.
/// </remarks>
[Optimizer]
public sealed partial class Muon
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(0.02, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the momentum, μ, in [0, 1).</summary>
    [Hyperparameter(0.95, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Decoupled weight decay λ, at least 0; each step multiplies the weights by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Whether the momentum looks ahead, as Nesterov's.</summary>
    [Hyperparameter(true)]
    public partial bool IsNesterov { get; set; }

    /// <summary>The number of Newton–Schulz steps, at least 1.</summary>
    [Hyperparameter(5, Min = 1)]
    public partial int Steps { get; set; }

    /// <summary>What keeps the norm from zero by which the matrix is divided, ε, at least 0.</summary>
    [Hyperparameter(1e-7, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>How ε guards that norm.</summary>
    [Hyperparameter(NormGuard.Add)]
    public partial NormGuard NormGuard { get; set; }

    /// <summary>By what the learning rate is multiplied for each tensor.</summary>
    [Hyperparameter(MuonScale.Original)]
    public partial MuonScale Scale { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double momentum)
    {
        momentum += (1 - Momentum) * (gradient - momentum);
        var update = IsNesterov ? gradient + Momentum * (momentum - gradient) : momentum;
        var direction = Matrix.Orthogonalize(update, Steps, Epsilon, NormGuard == NormGuard.AtLeast);
        var scale = Scale == MuonScale.MatchAdamW
            ? 0.2 * Math.Sqrt(Math.Max(Reduce.Rows, Reduce.Columns))
            : Math.Sqrt(Math.Max(1, Reduce.Rows / Reduce.Columns));
        weight = weight * (1 - LearningRate * WeightDecay) - LearningRate * scale * direction;
    }
}
