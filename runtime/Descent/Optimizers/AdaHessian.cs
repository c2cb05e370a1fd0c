namespace Descent;

/// <summary>
/// AdaHessian (Yao et al., 2021, arXiv:2006.00719): Adam with an estimate of the Hessian's diagonal in place of the gradient in the second
/// moment. The estimate is the <see cref="AdaHessianState.Hessian"/> of the state, such as Hutchinson's, z · ∇²f z with z of ±1.
/// </summary>
/// <remarks>
/// Bias correction; ε outside the root, after it; the root is √v̂ to the power k. The mean of the estimate over blocks of neighbours, which the
/// paper takes, is for the caller to take. Weight decay is decoupled and comes before the step, as in the authors' code. PyTorch, Keras and
/// optax do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdaHessian
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(0.15, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the average of squared estimates, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Power of the Hessian, k, in (0, 1]; 1 in the paper.</summary>
    [Hyperparameter(1, Above = 0, Max = 1)]
    public partial double HessianPower { get; set; }

    /// <summary>Added to the denominator, ε, at least 0.</summary>
    [Hyperparameter(1e-4, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [Input] double hessian,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SquaredHessian")] ref double v,
        [Step] int t)
    {
        m = Formulas.MovingAverage(m, gradient, Beta1);
        v = Formulas.MovingAverage(v, hessian * hessian, Beta2);

        var root = Math.Sqrt(v / Formulas.BiasCorrection(Beta2, t));
        if (HessianPower != 1)
        {
            root = Math.Pow(root, HessianPower);
        }

        weight = weight * (1 - LearningRate * WeightDecay) - LearningRate * (m / Formulas.BiasCorrection(Beta1, t) / (root + Epsilon));
    }
}
