namespace Descent;

/// <summary>
/// Quasi-hyperbolic momentum (Ma and Yarats, 2019, arXiv:1810.06801): a weighted mean of a plain gradient step and a momentum step.
/// </summary>
/// <remarks>
/// The momentum is an average, β m + (1 − β) g, from 0, as in the authors' code. ν = 0 is <see cref="Sgd"/>, ν = 1 is <see
/// cref="MovingAverageMomentum"/>, and ν = β takes Nesterov's steps.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Qhm
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the momentum, β, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1, Role = HyperparameterRole.Momentum)]
    public partial double Beta { get; set; }

    /// <summary>Weight of the momentum in the step, ν, in [0, 1].</summary>
    [Hyperparameter(0.7, Min = 0, Max = 1)]
    public partial double Nu { get; set; }

    /// <summary>Weight decay λ, at least 0; see <see cref="DecoupledWeightDecay"/>.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>
    /// Whether weights shrink by 1 − η λ before the step (as in AdamW) instead of λ times the weight being added to the gradient.
    /// </summary>
    [Hyperparameter(false)]
    public partial bool DecoupledWeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Name = "Momentum")] ref double m)
    {
        if (WeightDecay != 0)
        {
            if (DecoupledWeightDecay)
            {
                weight *= 1 - LearningRate * WeightDecay;
            }
            else
            {
                gradient += WeightDecay * weight;
            }
        }

        m = Beta * m + (1 - Beta) * gradient;
        weight -= LearningRate * ((1 - Nu) * gradient + Nu * m);
    }
}
