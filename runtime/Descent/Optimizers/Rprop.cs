namespace Descent;

/// <summary>
/// Resilient backpropagation without backtracking (Riedmiller and Braun, 1993; iRprop− of Igel and Hüsken, 2000): each weight has a step of
/// its own, longer while its gradient keeps its sign and shorter when that changes. Only the sign of the gradient is used.
/// </summary>
/// <remarks>
/// For gradients of the whole data set, not of batches. Where the sign changes, the weight stays and the next step counts as a fresh start,
/// as in PyTorch; <see cref="RpropPlus"/> takes the last move back.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Rprop
{
    /// <summary>The first step of every weight, Δ₀, at least 0. Read when a parameter is added.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double InitialStep { get; set; }

    /// <summary>Factor of the step where the sign changes, η⁻, in (0, 1).</summary>
    [Hyperparameter(0.5, Above = 0, Below = 1)]
    public partial double Decrease { get; set; }

    /// <summary>Factor of the step where the sign stays, η⁺, above 1.</summary>
    [Hyperparameter(1.2, Above = 1)]
    public partial double Increase { get; set; }

    /// <summary>Shortest step that a decrease leads to, at least 0.</summary>
    [Hyperparameter(1e-6, Min = 0)]
    public partial double MinimumStep { get; set; }

    /// <summary>Longest step that an increase leads to, at least 0.</summary>
    [Hyperparameter(50, Min = 0)]
    public partial double MaximumStep { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State] ref double previousGradient, [State(From = nameof(InitialStep))] ref double stepSize)
    {
        var agreement = gradient * previousGradient;
        if (agreement > 0)
        {
            stepSize = Math.Min(stepSize * Increase, MaximumStep);
        }
        else if (agreement < 0)
        {
            stepSize = Math.Max(stepSize * Decrease, MinimumStep);
            gradient = 0;
        }

        weight -= Formulas.Sign(gradient) * stepSize;
        previousGradient = gradient;
    }
}
