using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Cosine decay: η(s) = η₁ + (η₀ − η₁)(1 + cos(π s/T))/2 (Loshchilov and Hutter, 2017, arXiv:1608.03983, equation 5, one cycle).
/// </summary>
/// <remarks>
/// The final value is a value, as η_min of the paper and of PyTorch, not the fraction of η₀ that Keras and optax call α. From step T on
/// the value stays, as in Keras and optax; PyTorch's <c>CosineAnnealingLR</c> rises again, which is <see cref="IsPeriodic"/> here. The
/// closed form is evaluated at every step: PyTorch's recursion drifts from it when it is chained or resumed.
/// </remarks>
public sealed class CosineDecay : Schedule
{
    private readonly double _initial, _final;
    private readonly int _steps;

    /// <summary>Makes a cosine decay.</summary>
    /// <param name="initial">The value at step 0, η₀, finite.</param>
    /// <param name="steps">The step that first has the final value, T, at least 1.</param>
    /// <param name="final">The value at the end, η₁, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CosineDecay(double initial, int steps, double final = 0)
    {
        _initial = Guard.Hyperparameter(initial, nameof(initial));
        _steps = Guard.Hyperparameter(steps, nameof(steps), min: 1);
        _final = Guard.Hyperparameter(final, nameof(final));
    }

    /// <summary>Whether the cosine goes on past step T, up to η₀ at step 2T, down again, and so forth; <see langword="false"/> unless said.</summary>
    public bool IsPeriodic { get; init; }

    /// <inheritdoc/>
    public override string ToString()
        => Text($"CosineDecay(initial: {_initial}, steps: {_steps}, final: {_final}){(IsPeriodic ? " { IsPeriodic = true }" : "")}");

    /// <inheritdoc/>
    protected override double ValueAt(int step)
    {
        var position = IsPeriodic ? step % (2L * _steps) : Math.Min(step, _steps);
        return RampCurve.Cosine.Interpolate(_initial, _final, (double)position / _steps);
    }
}
