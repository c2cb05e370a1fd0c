namespace Descent;

/// <summary>
/// Resilient backpropagation with backtracking (Riedmiller and Braun, 1993): like <see cref="Rprop"/>, but where the sign of a gradient
/// changes, the weight's last move is taken back.
/// </summary>
/// <remarks>
/// For gradients of the whole data set, not of batches. The convention of the original paper, Rprop+; after a move is taken back the next
/// step counts as a fresh start. PyTorch and optax have the form without backtracking.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class RpropPlus
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
        ref double weight, double gradient, [State] ref double previousGradient, [State(From = nameof(InitialStep))] ref double stepSize,
        [State] ref double move)
    {
        var agreement = gradient * previousGradient;
        if (agreement < 0)
        {
            stepSize = Math.Max(stepSize * Decrease, MinimumStep);
            weight -= move;
            previousGradient = 0;
            return;
        }

        if (agreement > 0)
        {
            stepSize = Math.Min(stepSize * Increase, MaximumStep);
        }

        move = -Formulas.Sign(gradient) * stepSize;
        weight += move;
        previousGradient = gradient;
    }
}
