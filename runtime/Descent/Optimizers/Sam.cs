namespace Descent;

/// <summary>
/// Sharpness-aware minimization (Foret et al., 2021, arXiv:2010.01412) around momentum: the gradient is taken where the loss is largest near
/// the weights, a step up along the first gradient, and moves them from where they were.
/// </summary>
/// <remarks>
/// <para>
/// A step takes two evaluations (<see cref="Optimizer.EvaluatesTwice"/>): compute the gradients, call <see cref="Optimizer.BeforeGradient"/>,
/// compute them again on the same batch, call <see cref="Optimizer.Step"/>.
/// </para>
/// <para>
/// The step up has length ρ over all parameters of the optimizer: e = ρ g / (‖g‖ + 10⁻¹²), as in davda54's code. With <see cref="Adaptive"/> it
/// is that of ASAM (Kwon et al., 2021, arXiv:2102.11600) without its constant beside |w|: e = ρ w² g / (‖w g‖ + 10⁻¹²), for which ρ = 0.5 is
/// usual. The weights go back to the very bits they had. The step itself is that of <see cref="HeavyBallMomentum"/>, with L2 regularisation
/// at those weights. PyTorch does not have the rule; its momentum is 0 and its learning rate 1e-3 by default.
/// </para>
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Sam
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Length of the step up, ρ, at least 0; 0 is momentum alone.</summary>
    [Hyperparameter(0.05, Min = 0)]
    public partial double Radius { get; set; }

    /// <summary>Whether the step up is relative to the size of each weight (ASAM), so that the scale of a layer makes no difference.</summary>
    [Hyperparameter(false)]
    public partial bool Adaptive { get; set; }

    [BeforeGradient]
    private void Climb(ref double weight, double gradient, [State(From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double home)
    {
        home = weight;
        var slope = Adaptive ? weight * gradient : gradient;
        var norm = Math.Sqrt(Reduce.Sum(slope * slope, Per.Optimizer));
        weight += Radius / (norm + 1e-12) * (Adaptive ? weight * slope : slope);
    }

    [Update]
    private void Update(
        ref double weight, double gradient, [State] ref double velocity, [State(From = nameof(weight), Storage = AllowedStorage.NativeOnly)] double home)
    {
        weight = home;
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        velocity = Momentum * velocity + gradient;
        weight -= LearningRate * velocity;
    }
}
