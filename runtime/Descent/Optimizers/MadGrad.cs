namespace Descent;

/// <summary>
/// MADGRAD (Defazio and Jelassi, 2022, arXiv:2101.11075): dual averaging from the initial weight, scaled by the cube root of the sum of
/// squared gradients, with momentum.
/// </summary>
/// <remarks>
/// ε is added outside the cube root and, so that a learning rate of 0 stays harmless, to the learning rate, as in the authors' code, which
/// advises against L2 decay for weights that start far from 0. Decoupled decay is of the weights before the step and taken off after it;
/// timm shrinks them first, so that the momentum has its share. <see cref="MirrorMadGrad"/> descends from step to step. PyTorch, Keras and
/// TensorFlow do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class MadGrad
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>How much of the present weight each step keeps, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Added to the cube root and to the learning rate, ε, at least 0.</summary>
    [Hyperparameter(1e-6, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Weight decay λ, at least 0; see <see cref="DecoupledWeightDecay"/>.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>
    /// Whether η λ times the weight before the step is taken off after it instead of λ times the weight being added to the gradient.
    /// </summary>
    [Hyperparameter(false)]
    public partial bool DecoupledWeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient,
        [State(Storage = AllowedStorage.NativeOnly)] ref double sumOfGradients, [State(Storage = AllowedStorage.NativeOnly)] ref double sumOfSquares,
        [State(From = nameof(weight), Storage = AllowedStorage.SixteenBits)] double initialWeight, [Step] int t)
    {
        if (WeightDecay != 0 && !DecoupledWeightDecay)
        {
            gradient += WeightDecay * weight;
        }

        var stepSize = (LearningRate + Epsilon) * Math.Sqrt(t);
        sumOfGradients += stepSize * gradient;
        sumOfSquares += stepSize * gradient * gradient;

        var average = initialWeight - sumOfGradients / (Math.Cbrt(sumOfSquares) + Epsilon);
        var decay = DecoupledWeightDecay ? (LearningRate + Epsilon) * WeightDecay : 0;
        weight = (Momentum - decay) * weight + (1 - Momentum) * average;
    }
}
