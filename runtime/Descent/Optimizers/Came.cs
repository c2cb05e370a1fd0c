namespace Descent;

/// <summary>
/// CAME (Luo et al., 2023, arXiv:2307.02047): <see cref="AdafactorWithMomentum"/> whose momentum counts for less where the updates scatter
/// around it, which is factored by rows and columns as the second moment is.
/// </summary>
/// <remarks>
/// U as in Adafactor with a fixed decay β₂, divided by max(1, rms(U) / d); m averages U at β₁; (U − m)² + ε₂ is averaged at β₃ by rows and columns,
/// and the step is m over its square root, as the authors' code has it. The rate is not relative to the weights.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Came
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(2e-4, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the momentum, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Decay of the scattering, β₃, in [0, 1).</summary>
    [Hyperparameter(0.9999, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double Beta3 { get; set; }

    /// <summary>Added to the squares of gradients, ε₁, greater than 0.</summary>
    [Hyperparameter(1e-30, Above = 0)]
    public partial double SquareEpsilon { get; set; }

    /// <summary>Added to the squares of deviations, ε₂, greater than 0.</summary>
    [Hyperparameter(1e-16, Above = 0)]
    public partial double DeviationEpsilon { get; set; }

    /// <summary>The largest root mean square of an update, d, greater than 0.</summary>
    [Hyperparameter(1, Above = 0)]
    public partial double ClippingThreshold { get; set; }

    /// <summary>Decoupled weight decay λ, at least 0: times the step size.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State] ref double firstMoment,
        [State(Per = Per.Row)] ref double rowMoment,
        [State(Per = Per.Column)] ref double columnMoment,
        [State(Per = Per.Row)] ref double rowDeviation,
        [State(Per = Per.Column)] ref double columnDeviation)
    {
        var update = gradient * Formulas.FactoredScale(gradient * gradient + SquareEpsilon, Beta2, 1 - Beta2, ref rowMoment, ref columnMoment);
        update /= Math.Max(Math.Sqrt(Reduce.Mean(update * update)) / ClippingThreshold, 1);
        firstMoment = Formulas.MovingAverage(firstMoment, update, Beta1);
        var deviation = update - firstMoment;
        var scale = Formulas.FactoredScale(deviation * deviation + DeviationEpsilon, Beta3, 1 - Beta3, ref rowDeviation, ref columnDeviation);
        weight = weight - LearningRate * WeightDecay * weight - LearningRate * (scale * firstMoment);
    }
}
