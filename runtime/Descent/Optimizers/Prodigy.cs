namespace Descent;

/// <summary>
/// Prodigy: Adam that finds its own step size from an estimate of the distance to the solution (Mishchenko and Defazio, 2024,
/// arXiv:2306.06101, algorithm 4). The distance is one number for all parameters of the optimizer.
/// </summary>
/// <remarks>
/// As the authors' code (konstmish/prodigy): the moments are those of distance times gradient; ε outside the square root, times the new
/// distance; the step is taken with the old one. Bias correction is off unless asked for (optax has it always on). Weight decay is decoupled
/// unless <see cref="DecoupledWeightDecay"/> is off. Leave <see cref="LearningRate"/> at 1 and schedule it relative to that.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Prodigy
{
    /// <summary>Multiplies the step size that the rule finds.</summary>
    [Hyperparameter(1.0, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁.</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂.</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Decay of the sums that the distance is estimated from, β₃; √β₂ if it is 0.</summary>
    [Hyperparameter(0, Min = 0, Below = 1)]
    public partial double Beta3 { get; set; }

    /// <summary>Added to the denominator, times the distance.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Weight decay.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Whether the weight decay is apart from the moments (AdamW) or part of the gradient (L2 regularization).</summary>
    [Hyperparameter(true)]
    public partial bool DecoupledWeightDecay { get; set; }

    /// <summary>The first estimate of the distance, d₀. Smaller is safer; it grows.</summary>
    [Hyperparameter(1e-6, Above = 0)]
    public partial double InitialDistance { get; set; }

    /// <summary>Multiplies each estimate of the distance.</summary>
    [Hyperparameter(1.0, Above = 0)]
    public partial double DistanceCoefficient { get; set; }

    /// <summary>By how much the distance may grow in one step, at most; without a limit unless set.</summary>
    [Hyperparameter(double.MaxValue, Min = 1)]
    public partial double GrowthRate { get; set; }

    /// <summary>Whether Adam's bias correction is made.</summary>
    [Hyperparameter(false)]
    public partial bool BiasCorrection { get; set; }

    /// <summary>Whether the learning rate is kept out of the estimate's denominator, for a warm-up of the learning rate.</summary>
    [Hyperparameter(false)]
    public partial bool SafeguardWarmUp { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [State(Name = "SumOfSteps")] ref double s,
        [State(From = nameof(weight), Storage = AllowedStorage.SixteenBits)] double initialWeight,
        [State(Per = Per.Optimizer, From = nameof(InitialDistance))] ref double distance,
        [State(Per = Per.Optimizer, From = nameof(InitialDistance))] ref double largestDistance,
        [State(Per = Per.Optimizer)] ref double numerator,
        [Step] int t)
    {
        if (WeightDecay != 0 && !DecoupledWeightDecay)
        {
            gradient += WeightDecay * weight;
        }

        var beta3 = Beta3 > 0 ? Beta3 : Math.Sqrt(Beta2);
        var correction = BiasCorrection ? Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t)) : 1;
        var stepSize = distance * LearningRate * correction;
        var relativeDistance = distance / InitialDistance;

        m = Beta1 * m + distance * (1 - Beta1) * gradient;
        v = Beta2 * v + distance * distance * (1 - Beta2) * gradient * gradient;
        s = beta3 * s + relativeDistance * (SafeguardWarmUp ? distance : stepSize) * gradient;

        var product = Reduce.Sum(gradient * (initialWeight - weight), Per.Optimizer);
        var denominator = Reduce.Sum(Math.Abs(s), Per.Optimizer);
        numerator = beta3 * numerator + relativeDistance * stepSize * product;
        var estimate = denominator > 0 ? DistanceCoefficient * numerator / denominator : distance;
        largestDistance = Math.Max(largestDistance, estimate);
        var grown = distance == InitialDistance ? Math.Max(distance, estimate) : distance;
        distance = Math.Min(largestDistance, grown * GrowthRate);

        if (WeightDecay != 0 && DecoupledWeightDecay)
        {
            weight -= WeightDecay * stepSize * weight;
        }

        weight -= stepSize * m / (Math.Sqrt(v) + distance * Epsilon);
    }
}
