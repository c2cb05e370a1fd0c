namespace Descent;

/// <summary>
/// Sophia with the Gauss–Newton–Bartlett estimate: momentum over an estimate of the Hessian's diagonal, limited to ±1 (Liu et al., 2024,
/// arXiv:2305.14342, algorithm 3). The estimate is the <see cref="SophiaGState.Hessian"/> of the state: the square of a mini-batch's
/// gradient whose labels were drawn from the model.
/// </summary>
/// <remarks>
/// As the authors' code: the denominator is ρ · batch size · h + 10⁻¹⁵, and the first moment has no bias correction (optax corrects it).
/// Decoupled weight decay, times the learning rate, before the step. <see cref="SophiaH"/> is the paper's other form.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class SophiaG
{
    /// <summary>The learning rate.</summary>
    [Hyperparameter(1e-4, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁.</summary>
    [Hyperparameter(0.965, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the Hessian's average, β₂.</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Multiplies the Hessian, ρ.</summary>
    [Hyperparameter(0.04, Above = 0)]
    public partial double Rho { get; set; }

    /// <summary>How many examples an estimate is the mean over; multiplies the Hessian.</summary>
    [Hyperparameter(1.0, Above = 0)]
    public partial double BatchSize { get; set; }

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
        weight -= LearningRate * Math.Clamp(m / (Rho * BatchSize * h + 1e-15), -1, 1);
    }
}
