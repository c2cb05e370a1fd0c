namespace Descent;

/// <summary>
/// Apollo (Ma, 2020, arXiv:2009.13586): a quasi-Newton method that keeps a diagonal estimate of the Hessian, changed at each step as little
/// as explains how the averaged gradient has moved.
/// </summary>
/// <remarks>
/// The average is bias-corrected through its decay. The estimate enters by its size, at least <see cref="MinimumCurvature"/>, as in the
/// authors' code, where that is σ; ε is added to the 4-norm of the last step, over σ. Weight decay is decoupled and of the weights before the
/// step. The authors warm the learning rate up over 500 steps. PyTorch, Keras and optax do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Apollo
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the average of gradients, β, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1, Role = HyperparameterRole.Momentum)]
    public partial double Beta { get; set; }

    /// <summary>The smallest curvature that is divided by, σ, above 0.</summary>
    [Hyperparameter(0.01, Above = 0)]
    public partial double MinimumCurvature { get; set; }

    /// <summary>Added to the 4-norm of the last step, over σ; ε, above 0.</summary>
    [Hyperparameter(1e-4, Above = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State] ref double curvature,
        [State] ref double direction,
        [Step] int t)
    {
        var share = (1 - Beta) / Formulas.BiasCorrection(Beta, t);
        var change = gradient - m;
        m += share * change;

        var norm = Math.Sqrt(Math.Sqrt(Reduce.Sum(direction * direction * direction * direction)));
        var last = direction / (norm + Epsilon / MinimumCurvature);
        var surplus = share * Reduce.Sum(change / (norm + Epsilon / MinimumCurvature) * last) + Reduce.Sum(curvature * last * last);
        curvature -= surplus * last * last;

        direction = m / Math.Max(Math.Abs(curvature), MinimumCurvature);
        weight -= LearningRate * (direction + WeightDecay * weight);
    }
}
