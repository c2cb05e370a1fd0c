namespace Descent;

/// <summary>
/// Mirror MADGRAD (Defazio and Jelassi, 2022, arXiv:2101.11075; the authors' package): the weighting and the momentum of
/// <see cref="MadGrad"/>, but by mirror descent, step after step, instead of dual averaging from the initial weight.
/// </summary>
/// <remarks>
/// ε is added outside the cube root and to the learning rate, unless that is 0, as in the authors' code, whose default of 0 this is; a
/// weight that never had a gradient stays. Decoupled weight decay shrinks the mirrored weight before the step. The authors advise it for
/// large transformers, and <see cref="MadGrad"/> where models must generalize. PyTorch, Keras and optax do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class MirrorMadGrad
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>How much of the present weight each step keeps, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Added to the cube root and to the learning rate, ε, at least 0.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Weight decay λ, at least 0; see <see cref="DecoupledWeightDecay"/>.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>
    /// Whether mirrored weights shrink by 1 − η λ before the step (as in AdamW) instead of λ times the weight being added to the gradient.
    /// </summary>
    [Hyperparameter(false)]
    public partial bool DecoupledWeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State(From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double mirrored,
        [State(Storage = AllowedStorage.NativeOnly)] ref double sumOfSquares, [Step] int t)
    {
        var learningRate = LearningRate > 0 ? LearningRate + Epsilon : 0;
        if (WeightDecay != 0)
        {
            if (DecoupledWeightDecay)
            {
                mirrored *= 1 - learningRate * WeightDecay;
            }
            else
            {
                gradient += WeightDecay * weight;
            }
        }

        sumOfSquares = Math.Sqrt((t - 1.0) / t) * sumOfSquares + gradient * gradient;
        var root = Math.Cbrt(sumOfSquares) + Epsilon;
        mirrored -= root <= 0 ? 0 : learningRate * Math.Cbrt(t) * gradient / root;
        weight = Momentum * weight + (1 - Momentum) * mirrored;
    }
}
