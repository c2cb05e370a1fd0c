namespace Descent;

/// <summary>
/// Adam-mini (Zhang et al., 2024, arXiv:2406.16793): AdamW with one second moment for each row of a matrix, the weights of one output, in place
/// of one for each weight.
/// </summary>
/// <remarks>
/// The second moment is of the mean of a row's squares. The authors take rows for most matrices, as here, heads for queries and keys (give those
/// a shape of heads × rest), and a whole tensor for vectors, which is one row.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdamMini
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, above 0.</summary>
    [Hyperparameter(1e-8, Above = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decoupled weight decay λ, at least 0; each step multiplies the weights by 1 − α λ first.</summary>
    [Hyperparameter(0.1, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double firstMoment, [State(Per = Per.Row)] ref double secondMoment, [Step] int t)
    {
        firstMoment = Formulas.MovingAverage(firstMoment, gradient, Beta1);
        secondMoment = Formulas.MovingAverage(secondMoment, Reduce.Mean(gradient * gradient, Per.Row), Beta2);
        var rate = LearningRate / Formulas.BiasCorrection(Beta1, t);
        var scale = rate / (Math.Sqrt(secondMoment / Formulas.BiasCorrection(Beta2, t)) + Epsilon);
        weight = weight * (1 - LearningRate * WeightDecay) - scale * firstMoment;
    }
}
