namespace Descent;

/// <summary>
/// Cautious Lion (Liang et al., 2024, arXiv:2411.16085): <see cref="Lion"/> that moves only the weights whose step agrees in sign with their
/// present gradient, and those the further.
/// </summary>
/// <remarks>
/// Steps are divided by the share of weights of the tensor that move, at least 10⁻³, as in timm, or multiplied by n / (count + 1), as in the
/// paper and the authors' code: see <see cref="PaperScale"/>. The weight decay, before the step, is of every weight.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class CautiousLion
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-4, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the step, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Weight of the past in the average that is kept, β₂, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double Beta2 { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Whether steps are divided by (count + 1) / n, where count of the tensor's n weights move, instead of by their share.</summary>
    [Hyperparameter(false)]
    public partial bool PaperScale { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Name = "Momentum")] ref double m)
    {
        weight *= 1 - LearningRate * WeightDecay;

        // Where the mixture has the sign of the gradient, the sign of either is the step.
        var agrees = (Beta1 * m + (1 - Beta1) * gradient) * gradient > 0;
        var moved = Reduce.Count(agrees);
        var all = Reduce.Count(true);
        var divisor = PaperScale ? (moved + 1) / all : Math.Max(moved / all, 1e-3);
        m = Beta2 * m + (1 - Beta2) * gradient;
        if (agrees)
        {
            weight -= Math.CopySign(LearningRate / divisor, gradient);
        }
    }
}
