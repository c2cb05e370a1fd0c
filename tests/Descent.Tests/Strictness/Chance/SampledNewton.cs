namespace Descent.Tests.Strictness.Chance;

/// <summary>
/// IVON (Shen et al. 2024, "Variational learning is effective for large deep networks", algorithm 1): gradients at weights that are drawn around their mean, from
/// which the curvature follows. What is drawn is not kept: the update draws it again.
/// </summary>
[Optimizer(Targets = ComputeTargets.Cuda)]
internal sealed partial class SampledNewton
{
    [Hyperparameter(0.1, Min = 0)] public partial double LearningRate { get; set; }

    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }

    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }

    [Hyperparameter(1e-3, Above = 0)] public partial double WeightDecay { get; set; }

    [Hyperparameter(1, Above = 0)] public partial double InitialHessian { get; set; }

    [Hyperparameter(1e6, Above = 0)] public partial double EffectiveSampleSize { get; set; }

    [BeforeGradient]
    private void Sample(ref double weight, [State] double hessian, [Random(Distribution.Normal)] double noise) => weight += Deviation(hessian) * noise;

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State] ref double momentum,
        [State(From = nameof(InitialHessian))] ref double hessian,
        [Random(Distribution.Normal)] double noise,
        [Step] int t)
    {
        var deviation = Deviation(hessian);
        weight -= deviation * noise;
        var sampled = gradient * noise / deviation;
        var change = hessian - sampled;
        momentum = Beta1 * momentum + (1 - Beta1) * gradient;
        hessian += 0.5 * (1 - Beta2) * (1 - Beta2) * change * change / (hessian + WeightDecay) - (1 - Beta2) * change;
        weight -= LearningRate * (momentum / (1 - Math.Pow(Beta1, t)) + WeightDecay * weight) / (hessian + WeightDecay);
    }

    private double Deviation(double hessian) => 1 / Math.Sqrt(EffectiveSampleSize * (hessian + WeightDecay));
}
