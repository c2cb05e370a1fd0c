namespace Descent.Training;

/// <summary>What one <see cref="Newton.Step"/> did.</summary>
public readonly record struct NewtonResult
{
    internal NewtonResult(double loss, double gradientNorm, double stepNorm, double decrement)
        => (Loss, GradientNorm, StepNorm, Decrement) = (loss, gradientNorm, stepNorm, decrement);

    /// <summary>The loss before it.</summary>
    public double Loss { get; }

    /// <summary>‖∇L‖ before it.</summary>
    public double GradientNorm { get; }

    /// <summary>How far the weights were moved.</summary>
    public double StepNorm { get; }

    /// <summary>
    /// gᵀ(H + λI)⁻¹g / 2: by how much the quadratic model falls over a whole step, and so about how far the loss is above its minimum. A
    /// usual sign to stop (Boyd and Vandenberghe, 2004, section 9.5).
    /// </summary>
    public double Decrement { get; }

    /// <summary>One line with all figures.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text(
        $"loss {Loss:G6}, gradient norm {GradientNorm:G3}, moved by {StepNorm:G3}, decrement {Decrement:G3}");
}
