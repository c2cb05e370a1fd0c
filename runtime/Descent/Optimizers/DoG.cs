namespace Descent;

/// <summary>
/// Distance over gradients (Ivgi, Hinder and Carmon, 2023, arXiv:2302.12022): gradient descent whose step size is the largest distance from
/// the initial weights so far over the root of the sum of squared gradient norms. Both are of all parameters of the optimizer.
/// </summary>
/// <remarks>
/// No learning rate to choose: <see cref="LearningRate"/> is 1 in the paper. The first distance is ρ (1 + ‖w₀‖); ε is inside the square root,
/// as in the authors' code. Weight decay is added to the step, not to the sums; optax adds it to the gradient before the sums. The authors
/// evaluate a polynomial average of the weights. PyTorch and Keras do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class DoG
{
    /// <summary>Multiplies the step size that the rule finds.</summary>
    [Hyperparameter(1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>The first distance, relative to 1 + ‖w₀‖; ρ, above 0.</summary>
    [Hyperparameter(1e-6, Above = 0)]
    public partial double InitialDistance { get; set; }

    /// <summary>Added to the sum of squared norms, inside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − λ times its size.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(From = nameof(weight), Storage = AllowedStorage.SixteenBits)] double initialWeight,
        [State(Per = Per.Optimizer)] ref double distance,
        [State(Per = Per.Optimizer)] ref double squaredNorms)
    {
        var moved = weight - initialWeight;
        var farthest = Math.Sqrt(Reduce.Sum(moved * moved, Per.Optimizer));
        var initialNorm = Math.Sqrt(Reduce.Sum(initialWeight * initialWeight, Per.Optimizer));
        distance = Math.Max(Math.Max(distance, farthest), InitialDistance * (1 + initialNorm));
        squaredNorms += Reduce.Sum(gradient * gradient, Per.Optimizer);

        var root = Math.Sqrt(squaredNorms + Epsilon);
        var stepSize = root > 0 ? LearningRate * distance / root : 0;
        weight -= stepSize * (gradient + WeightDecay * weight);
    }
}
