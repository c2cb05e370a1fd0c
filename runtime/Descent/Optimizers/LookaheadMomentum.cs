namespace Descent;

/// <summary>
/// Lookahead around momentum (Zhang et al., 2019, arXiv:1907.08610): every few steps the weights go back part of the way to where they were
/// the last time.
/// </summary>
/// <remarks>
/// The inner steps are those of <see cref="HeavyBallMomentum"/>: v ← μ v + g, then w ← w − η v. The slow weights start at the initial ones. The
/// velocity goes on after a synchronization, as in the paper's first experiments, or starts anew: see <see cref="ResetVelocity"/>. Around other
/// rules Lookahead is a part of chains. PyTorch does not have the rule; its momentum is 0 and its learning rate 1e-3 by default.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class LookaheadMomentum
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

    /// <summary>How many steps lie between two synchronizations, k, at least 1.</summary>
    [Hyperparameter(5, Min = 1)]
    public partial int Interval { get; set; }

    /// <summary>How far the slow weights go towards the fast ones, α, in (0, 1].</summary>
    [Hyperparameter(0.5, Above = 0, Max = 1)]
    public partial double Pull { get; set; }

    /// <summary>Whether the velocity is 0 after each synchronization, so that it never carries the weights away from there.</summary>
    [Hyperparameter(false)]
    public partial bool ResetVelocity { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State] ref double velocity,
        [State(Name = "SlowWeight", From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double slow,
        [Step] int t)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        velocity = Momentum * velocity + gradient;
        weight -= LearningRate * velocity;

        if (t % Interval == 0)
        {
            slow += Pull * (weight - slow);
            weight = slow;
            velocity = ResetVelocity ? 0 : velocity;
        }
    }
}
