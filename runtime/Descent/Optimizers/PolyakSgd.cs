namespace Descent;

/// <summary>
/// Gradient descent with Polyak's step size (Polyak, 1987; stochastic: Loizou et al., 2021, arXiv:2002.10542): as long as would reach the
/// smallest loss if it fell on along the gradient as it does here.
/// </summary>
/// <remarks>
/// w ← w − min((f − f*) / (c ‖g‖² + ε), η) g, with one norm for all parameters of the optimizer. Set <see cref="Loss"/> to the loss at the
/// present weights before every step. c is 1 in Polyak's rule and in optax, ½ in the stochastic paper. Nothing moves where the loss is not above
/// f* or the denominator is 0. PyTorch and Keras do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class PolyakSgd
{
    /// <summary>The loss at the present weights, f; to be set before every step.</summary>
    [Hyperparameter(0, Role = HyperparameterRole.StepInput)]
    public partial double Loss { get; set; }

    /// <summary>The smallest loss there is, or a bound below it, f*; 0 where a model can fit its data exactly.</summary>
    [Hyperparameter(0)]
    public partial double MinimumLoss { get; set; }

    /// <summary>The largest step size, η, at least 0.</summary>
    [Hyperparameter(1, Min = 0)]
    public partial double MaximumLearningRate { get; set; }

    /// <summary>Factor of the squared norm, c, above 0.</summary>
    [Hyperparameter(1, Above = 0)]
    public partial double Scale { get; set; }

    /// <summary>Added to the denominator, ε, at least 0.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient)
    {
        var denominator = Scale * Reduce.Sum(gradient * gradient, Per.Optimizer) + Epsilon;
        var surplus = Math.Max(Loss - MinimumLoss, 0);
        weight -= (denominator > 0 ? Math.Min(surplus / denominator, MaximumLearningRate) : 0) * gradient;
    }
}
