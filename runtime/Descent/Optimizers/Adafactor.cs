namespace Descent;

/// <summary>
/// Adafactor (Shazeer and Stern, 2018, arXiv:1804.04235): the second moment of a matrix as the product of one average for each row and one
/// for each column, with steps relative to the size of the weights and clipped by their root mean square. On a vector the second moment is whole.
/// </summary>
/// <remarks>
/// V = R C / mean(R), with averages of g² + ε₁ at decay 1 − tᶜ; U = g / √V, divided by max(1, rms(U) / d); w −= α U with α = max(ε₂, rms(w))
/// min(η, 1 / √t). <see cref="AdafactorPyTorch"/> has PyTorch's conventions, <see cref="AdafactorWithMomentum"/> a first moment.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Adafactor
{
    /// <summary>The largest relative step η, at least 0; the step size itself unless <see cref="RelativeStep"/>.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Exponent c of the decay 1 − tᶜ, at most 0.</summary>
    [Hyperparameter(-0.8, Max = 0)]
    public partial double DecayExponent { get; set; }

    /// <summary>The largest root mean square of an update, d, greater than 0.</summary>
    [Hyperparameter(1, Above = 0)]
    public partial double ClippingThreshold { get; set; }

    /// <summary>Added to the squares of gradients, ε₁, greater than 0.</summary>
    [Hyperparameter(1e-30, Above = 0)]
    public partial double SquareEpsilon { get; set; }

    /// <summary>The least size of weights for the relative step, ε₂, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double WeightEpsilon { get; set; }

    /// <summary>Decoupled weight decay λ, at least 0: times the step size.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Whether the step size is min(η, 1 / √t), times the weights' size if <see cref="ScaleByWeights"/>.</summary>
    [Hyperparameter(true)]
    public partial bool RelativeStep { get; set; }

    /// <summary>Whether a relative step is times max(ε₂, rms(w)).</summary>
    [Hyperparameter(true)]
    public partial bool ScaleByWeights { get; set; }

    /// <summary>Whether a relative step begins at 10⁻⁶ t instead of η.</summary>
    [Hyperparameter(false)]
    public partial bool WarmUp { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State(Per = Per.Row)] ref double rowMoment, [State(Per = Per.Column)] ref double columnMoment, [Step] int t)
    {
        var share = Math.Pow(t, DecayExponent);
        var update = gradient * Formulas.FactoredScale(gradient * gradient + SquareEpsilon, 1 - share, share, ref rowMoment, ref columnMoment);
        update /= Math.Max(Math.Sqrt(Reduce.Mean(update * update)) / ClippingThreshold, 1);

        var relative = Math.Min(WarmUp ? 1e-6 * t : LearningRate, 1 / Math.Sqrt(t));
        var size = ScaleByWeights ? Math.Max(WeightEpsilon, Math.Sqrt(Reduce.Mean(weight * weight))) : 1;
        var rate = RelativeStep ? relative * size : LearningRate;
        weight = weight - WeightDecay * rate * weight - rate * update;
    }
}
