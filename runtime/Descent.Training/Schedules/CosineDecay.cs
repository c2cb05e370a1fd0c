using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Cosine decay: η(s) = η₁ + (η₀ − η₁)(1 + cos(π s/T))/2 (Loshchilov and Hutter, 2017, arXiv:1608.03983, equation 5, one cycle).
/// </summary>
/// <remarks>
/// The final value is a value, as η_min of the paper and of PyTorch, not the fraction of η₀ that Keras and optax call α. From step T on
/// the value stays, as in Keras and optax; PyTorch's <c>CosineAnnealingLR</c> rises again, which is <c>periodic: true</c> here. The
/// closed form is evaluated at every step: PyTorch's recursion drifts from it when it is chained or resumed.
/// </remarks>
public sealed class CosineDecay : Schedule
{
    private readonly double _initial, _final;
    private readonly int _steps;
    private readonly bool _periodic;

    /// <summary>Makes a cosine decay.</summary>
    /// <param name="initial">The value at step 0, η₀, finite.</param>
    /// <param name="steps">The step that first has the final value, T, at least 1.</param>
    /// <param name="final">The value at the end, η₁, finite.</param>
    /// <param name="periodic">Whether the cosine goes on past step T, up to η₀ at step 2T, down again, and so forth.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CosineDecay(double initial, int steps, double final = 0, bool periodic = false)
    {
        _initial = Guard.Hyperparameter(initial, nameof(initial));
        _steps = Guard.Hyperparameter(steps, nameof(steps), min: 1);
        _final = Guard.Hyperparameter(final, nameof(final));
        _periodic = periodic;
    }

    /// <inheritdoc/>
    public override string ToString()
        => Text($"CosineDecay(initial: {_initial}, steps: {_steps}, final: {_final}{(_periodic ? ", periodic: true" : "")})");

    /// <inheritdoc/>
    protected override double ValueAt(int step)
    {
        var position = _periodic ? step % (2L * _steps) : Math.Min(step, _steps);
        return RampCurve.Cosine.Interpolate(_initial, _final, (double)position / _steps);
    }
}
