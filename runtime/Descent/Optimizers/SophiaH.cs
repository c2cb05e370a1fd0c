namespace Descent;

/// <summary>
/// Sophia with any estimate of the Hessian's diagonal, such as Hutchinson's: momentum over its average, limited (Liu et al., 2024,
/// arXiv:2305.14342, algorithm 3). The estimate is the <see cref="SophiaHState.Hessian"/> of the state.
/// </summary>
/// <remarks>
/// ε is the smallest denominator, and the first moment has no bias correction, as in the collection kozistr/pytorch_optimizer. Decoupled
/// weight decay, times the learning rate, before the step.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class SophiaH
{
    /// <summary>The learning rate.</summary>
    [Hyperparameter(6e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁.</summary>
    [Hyperparameter(0.96, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the Hessian's average, β₂.</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>The largest magnitude of a direction, ρ in the paper's clip.</summary>
    [Hyperparameter(1e-2, Above = 0)]
    public partial double Limit { get; set; }

    /// <summary>The smallest denominator.</summary>
    [Hyperparameter(1e-12, Above = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Weight decay.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Every how many steps, from the first on, the estimate is new and enters its average.</summary>
    [Hyperparameter(10, Min = 1)]
    public partial int Interval { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [Input] double hessian,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "AverageHessian")] ref double h,
        [Step] int t)
    {
        if ((t - 1) % Interval == 0)
        {
            h = Beta2 * h + (1 - Beta2) * hessian;
        }

        m = Beta1 * m + (1 - Beta1) * gradient;
        weight *= 1 - LearningRate * WeightDecay;
        weight -= LearningRate * Math.Clamp(m / Math.Max(h, Epsilon), -Limit, Limit);
    }
}
