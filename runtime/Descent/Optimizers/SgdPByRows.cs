using Descent.Chains;

namespace Descent;

/// <summary>
/// <see cref="SgdP"/> (Heo et al., 2021, arXiv:2006.08217) as the authors' code has it: each row of a matrix, the weights of one output, is
/// looked at first.
/// </summary>
/// <remarks>
/// Where the gradient of every row is nearly orthogonal to the row's weights, each row of the step loses its part along them; else where that
/// holds of the whole tensor, the step does. The velocity stays whole, as in timm; the authors' code projects it, too, without Nesterov's form.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class SgdPByRows
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ / (1 − μ).</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>The cosine of gradient and weights, times √n, below which the step is projected; δ, at least 0.</summary>
    [Hyperparameter(0.1, Min = 0)]
    public partial double Threshold { get; set; }

    /// <summary>Factor of the weight decay where the step is projected, in [0, 1].</summary>
    [Hyperparameter(0.1, Min = 0, Max = 1)]
    public partial double DecayRatio { get; set; }

    /// <summary>Added to the norm of the weights, ε, above 0.</summary>
    [Hyperparameter(1e-8, Above = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Whether the step is taken from the gradient ahead, g + μ v with the new velocity, instead of from the velocity.</summary>
    [Hyperparameter(false)]
    public partial bool Nesterov { get; set; }

    /// <summary>Whether steps are projected at all.</summary>
    [Hyperparameter(true)]
    public partial bool Project { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity + gradient;
        var direction = velocity;
        if (Nesterov)
        {
            direction = gradient + Momentum * velocity;
        }

        var decay = WeightDecay / (1 - Momentum);
        if (Project)
        {
            var projectsRows = RemoveRadialPart.AreRowsOrthogonal(weight, gradient, Threshold, Epsilon);
            var projects = RemoveRadialPart.IsOrthogonal(weight, gradient, Threshold, Epsilon);
            direction -= projectsRows ? RemoveRadialPart.RadialPartOfRow(direction, weight, Epsilon)
                : projects ? RemoveRadialPart.RadialPart(direction, weight, Epsilon)
                : 0;
            decay *= projectsRows || projects ? DecayRatio : 1;
        }

        weight = weight * (1 - LearningRate * decay) - LearningRate * direction;
    }
}
