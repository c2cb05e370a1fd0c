namespace Descent;

/// <summary>
/// Aggregated momentum: the mean of three velocities with decays from none to long (Lucas et al., 2019, arXiv:1804.00325). The long one
/// speeds, the short ones damp.
/// </summary>
/// <remarks>As the authors' code: the velocities are plain sums, v ← βv + g, and the weight decay is part of the gradient (L2 regularization).</remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AggMo
{
    /// <summary>The learning rate.</summary>
    [Hyperparameter(0.1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first velocity.</summary>
    [Hyperparameter(0, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second velocity.</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double Beta2 { get; set; }

    /// <summary>Decay of the third velocity.</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1)]
    public partial double Beta3 { get; set; }

    /// <summary>Weight decay, added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Count = 3)] Span<double> velocities)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        velocities[0] = Beta1 * velocities[0] + gradient;
        velocities[1] = Beta2 * velocities[1] + gradient;
        velocities[2] = Beta3 * velocities[2] + gradient;
        for (var k = 0; k < velocities.Length; k++)
        {
            weight -= LearningRate / velocities.Length * velocities[k];
        }
    }
}
