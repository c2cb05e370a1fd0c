namespace Descent;

/// <summary>
/// FTRL-Proximal (McMahan et al., 2013): follows the regularised leader, with a learning rate for each weight; L1 regularisation makes
/// weights exactly 0.
/// </summary>
/// <remarks>
/// The weight is computed anew from the sums at every step, so that an initial weight only matters for the first. Weights with |z| ≤ λ₁
/// are 0, as in the paper, whose power of the learning rate is −1/2. Keras starts n at 0.1, has β = 0, and its λ₂ counts twice.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Ftrl
{
    /// <summary>Step size α, above 0.</summary>
    [Hyperparameter(1e-3, Above = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Added to the root of the sum of squares, β, at least 0.</summary>
    [Hyperparameter(1, Min = 0)]
    public partial double Beta { get; set; }

    /// <summary>L1 regularisation λ₁, at least 0.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double L1 { get; set; }

    /// <summary>L2 regularisation λ₂, at least 0.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double L2 { get; set; }

    /// <summary>What the sum of squares starts at, at least 0. Read when a parameter is added.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double InitialAccumulator { get; set; }

    /// <summary>The power of the sum of squares that the learning rate falls with, at most 0; a constant learning rate for 0.</summary>
    [Hyperparameter(-0.5, Max = 0)]
    public partial double LearningRatePower { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "LinearTerm", Storage = AllowedStorage.NativeOnly)] ref double z,
        [State(Name = "SumOfSquares", From = nameof(InitialAccumulator), Storage = AllowedStorage.NativeOnly)] ref double n)
    {
        var nextN = n + gradient * gradient;
        var nextRoot = Math.Sqrt(nextN);
        var root = Math.Sqrt(n);
        if (LearningRatePower != -0.5)
        {
            nextRoot = Math.Pow(nextN, -LearningRatePower);
            root = Math.Pow(n, -LearningRatePower);
        }

        var sigma = (nextRoot - root) / LearningRate;
        z += gradient - sigma * weight;
        n = nextN;

        // The weight is computed anew from the sums, so that what it was before the first gradient counts for nothing.
        if (Math.Abs(z) <= L1)
        {
            weight = 0;
        }
        else
        {
            weight = (Math.CopySign(L1, z) - z) / ((Beta + nextRoot) / LearningRate + L2);
        }
    }
}
