using Descent.Chains;

namespace Descent;

/// <summary>
/// Ranger (Wright, 2019): rectified Adam (Liu et al., 2020, arXiv:1908.03265) whose weights go back part of the way every few steps
/// (Lookahead, Zhang et al., 2019, arXiv:1907.08610).
/// </summary>
/// <remarks>
/// The adaptive step is taken from ρ ≥ 5 on, as in the author's code; before that the step is η times the corrected first moment. ε is added
/// to the root of the uncorrected second moment. Weight decay is decoupled and comes before the step. The slow weights start at the initial
/// ones. The author's code also takes the mean over each row from the gradients of matrices (arXiv:2004.01461): that is for the caller to
/// do.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Ranger
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.95, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-5, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>How many steps lie between two synchronizations, k, at least 1.</summary>
    [Hyperparameter(6, Min = 1)]
    public partial int Interval { get; set; }

    /// <summary>How far the slow weights go towards the fast ones, in (0, 1].</summary>
    [Hyperparameter(0.5, Above = 0, Max = 1)]
    public partial double Pull { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [State(Name = "SlowWeight", From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double slow,
        [Step] int t)
    {
        weight *= 1 - LearningRate * WeightDecay;
        weight -= LearningRate * ScaleByRectifiedAdam.Apply(gradient, ref m, ref v, t, Beta1, Beta2, Epsilon);
        Lookahead.Apply(ref weight, ref slow, t, Interval, Pull);
    }
}
