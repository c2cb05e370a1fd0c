namespace Descent;

/// <summary>
/// Adaptive inertia (Xie et al., 2022, arXiv:2006.15815): momentum whose decay is smaller where squared gradients are large, compared with
/// all weights of the optimizer; steps are not scaled.
/// </summary>
/// <remarks>
/// The decay of a weight is 1 − β₀ v̂ / mean(v̂), kept in [0, 1 − ε], as in the authors' code; the momentum is corrected for its bias by the
/// product of a weight's decays. ε is that bound and in no denominator. Weight decay is coupled (L2 regularization) unless
/// <see cref="DecoupledWeightDecay"/> is on. PyTorch, Keras and optax do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Adai
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>How much of the momentum a weight with mean squared gradients loses in a step, β₀, at least 0.</summary>
    [Hyperparameter(0.1, Min = 0)]
    public partial double Beta0 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>How much every weight loses at least, ε, in (0, 1].</summary>
    [Hyperparameter(1e-3, Above = 0, Max = 1, Role = HyperparameterRole.None)]
    public partial double Epsilon { get; set; }

    /// <summary>Weight decay λ, at least 0; see <see cref="DecoupledWeightDecay"/>.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Whether weights shrink by 1 − η λ before the step (as in AdamW) instead of λ times the weight being added to the gradient.</summary>
    [Hyperparameter(false)]
    public partial bool DecoupledWeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [State(Initial = 1)] ref double decayProduct,
        [Step] int t)
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

        v = Formulas.MovingAverage(v, gradient * gradient, Beta2);
        var vHat = v / Formulas.BiasCorrection(Beta2, t);
        var mean = Reduce.Sum(vHat, Per.Optimizer) / Reduce.Count(true, Per.Optimizer);

        var beta1 = Math.Clamp(1 - Beta0 * (mean > 0 ? vHat / mean : 0), 0, 1 - Epsilon);
        decayProduct *= beta1;
        m = Formulas.MovingAverage(m, gradient, beta1);
        weight -= LearningRate * (m / (1 - decayProduct));
    }
}
