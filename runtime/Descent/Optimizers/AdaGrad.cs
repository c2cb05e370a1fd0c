namespace Descent;

/// <summary>
/// AdaGrad (Duchi, Hazan and Singer, 2011): each weight's steps shrink with the root of the sum of its squared gradients.
/// </summary>
/// <remarks>ε is added outside the square root and the sum starts at 0, as in PyTorch; Keras and optax start it at 0.1 and add ε = 1e-7 inside.</remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdaGrad
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>The learning rate of step t is η / (1 + (t − 1) · this), at least 0.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double LearningRateDecay { get; set; }

    /// <summary>What the sum of squares starts at, at least 0. Read when a parameter is added.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double InitialAccumulator { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-10, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State(From = nameof(InitialAccumulator), Storage = AllowedStorage.NativeOnly)] ref double sumOfSquares, [Step] int t)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        sumOfSquares += gradient * gradient;
        var learningRate = LearningRate / (1 + (t - 1) * LearningRateDecay);
        weight -= learningRate * gradient / (Math.Sqrt(sumOfSquares) + Epsilon);
    }
}
