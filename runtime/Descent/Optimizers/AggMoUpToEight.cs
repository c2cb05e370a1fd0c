namespace Descent;

/// <summary>
/// Aggregated momentum (Lucas et al., 2019, arXiv:1804.00325) with any number of velocities up to eight: the mean of velocities with decays
/// from none to long.
/// </summary>
/// <remarks>
/// As the authors' code and <see cref="AggMo"/>, which has the paper's three: the velocities are plain sums, v ← β v + g, and the weight decay
/// is part of the gradient (L2 regularization). The default decays are the authors' exponential form, 1 − 0.1ᵏ. A step reads and writes the
/// velocities in use; memory is there for eight. PyTorch, Keras and optax do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AggMoUpToEight
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(0.1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>How many velocities there are, from 1 to 8; the first so many decays count.</summary>
    [Hyperparameter(4, Min = 1, Max = 8)]
    public partial int Velocities { get; set; }

    /// <summary>Decay of the first velocity, in [0, 1).</summary>
    [Hyperparameter(0, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second velocity, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double Beta2 { get; set; }

    /// <summary>Decay of the third velocity, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1)]
    public partial double Beta3 { get; set; }

    /// <summary>Decay of the fourth velocity, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta4 { get; set; }

    /// <summary>Decay of the fifth velocity, in [0, 1).</summary>
    [Hyperparameter(0.9999, Min = 0, Below = 1)]
    public partial double Beta5 { get; set; }

    /// <summary>Decay of the sixth velocity, in [0, 1).</summary>
    [Hyperparameter(0.99999, Min = 0, Below = 1)]
    public partial double Beta6 { get; set; }

    /// <summary>Decay of the seventh velocity, in [0, 1).</summary>
    [Hyperparameter(0.999999, Min = 0, Below = 1)]
    public partial double Beta7 { get; set; }

    /// <summary>Decay of the eighth velocity, in [0, 1).</summary>
    [Hyperparameter(0.9999999, Min = 0, Below = 1)]
    public partial double Beta8 { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    // The velocities beyond those in use are still.
#pragma warning disable DSC0110
    [Update]
    private void Update(ref double weight, double gradient, [State(Count = 8)] Span<double> velocities)
    {
        gradient += WeightDecay * weight;
        velocities[0] = Beta1 * velocities[0] + gradient;
        weight -= LearningRate / Velocities * velocities[0];
        for (var k = 1; k < velocities.Length; k++)
        {
            if (k == Velocities)
            {
                return;
            }

            velocities[k] = Decay(k) * velocities[k] + gradient;
            weight -= LearningRate / Velocities * velocities[k];
        }
    }
#pragma warning restore DSC0110

    private double Decay(int k) => k switch
    {
        1 => Beta2,
        2 => Beta3,
        3 => Beta4,
        4 => Beta5,
        5 => Beta6,
        6 => Beta7,
        _ => Beta8,
    };
}
