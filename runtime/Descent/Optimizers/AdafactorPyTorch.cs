namespace Descent;

/// <summary>
/// <see cref="Adafactor"/> (Shazeer and Stern, 2018, arXiv:1804.04235) with the conventions of <c>torch.optim.Adafactor</c>.
/// </summary>
/// <remarks>
/// ε₁ is no part of the averages but the least value of mean(R), and ε₁² that of V; the weights are decayed before the step, by η λ.
/// PyTorch's own ε₁ is the machine epsilon of the weights' type: 2⁻⁵² for <see cref="double"/>.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdafactorPyTorch
{
    /// <summary>The largest relative step η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Exponent c of the decay 1 − tᶜ, at most 0.</summary>
    [Hyperparameter(-0.8, Max = 0)]
    public partial double DecayExponent { get; set; }

    /// <summary>The largest root mean square of an update, d, at least 1.</summary>
    [Hyperparameter(1, Min = 1)]
    public partial double ClippingThreshold { get; set; }

    /// <summary>The least mean square of a row, ε₁, greater than 0; 2⁻²³ unless set, <see cref="float"/>'s machine epsilon.</summary>
    [Hyperparameter(1.1920928955078125e-07, Above = 0)]
    public partial double SquareEpsilon { get; set; }

    /// <summary>The least size of weights for the relative step, ε₂, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double WeightEpsilon { get; set; }

    /// <summary>Decoupled weight decay λ, at least 0: times η.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State(Per = Per.Row)] ref double rowMoment, [State(Per = Per.Column)] ref double columnMoment, [Step] int t)
    {
        var share = Math.Pow(t, DecayExponent);
        rowMoment = (1 - share) * rowMoment + share * Reduce.Mean(gradient * gradient, Per.Row);
        columnMoment = (1 - share) * columnMoment + share * Reduce.Mean(gradient * gradient, Per.Column);
        var mean = Math.Max(Reduce.Mean(rowMoment, Per.Tensor, each: Per.Row), SquareEpsilon);
        var secondMoment = Reduce.Rows == 1 ? columnMoment : rowMoment * columnMoment / mean;
        var update = gradient / Math.Sqrt(Math.Max(secondMoment, SquareEpsilon * SquareEpsilon));

        var size = Math.Max(WeightEpsilon, Math.Sqrt(Reduce.Mean(weight * weight)));
        var clipped = Math.Max(1, Math.Sqrt(Reduce.Mean(update * update)) / ClippingThreshold);
        weight = (1 - LearningRate * WeightDecay) * weight - size * Math.Min(LearningRate, 1 / Math.Sqrt(t)) / clipped * update;
    }
}
