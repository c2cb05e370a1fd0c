using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Polynomial decay: η(s) = η₁ + (η₀ − η₁)(1 − s/T)^p up to step T, η₁ from there on (PyTorch <c>PolynomialLR</c>, Keras
/// <c>PolynomialDecay</c>). Power 1 is linear decay.
/// </summary>
public sealed class PolynomialDecay : Schedule
{
    private readonly double _initial, _final, _power;
    private readonly int _steps;

    /// <summary>Makes a polynomial decay.</summary>
    /// <param name="initial">The value at step 0, η₀, finite.</param>
    /// <param name="steps">The step that first has the final value, T, at least 1.</param>
    /// <param name="final">The value at the end, η₁, finite.</param>
    /// <param name="power">The exponent p, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public PolynomialDecay(double initial, int steps, double final = 0, double power = 1)
    {
        _initial = Guard.Hyperparameter(initial, nameof(initial));
        _steps = Guard.Hyperparameter(steps, nameof(steps), min: 1);
        _final = Guard.Hyperparameter(final, nameof(final));
        _power = Guard.Hyperparameter(power, nameof(power), above: 0);
    }

    /// <inheritdoc/>
    public override string ToString() => Text($"PolynomialDecay(initial: {_initial}, steps: {_steps}, final: {_final}, power: {_power})");

    /// <inheritdoc/>
    protected override double ValueAt(int step)
    {
        var remaining = step < _steps ? Math.Pow(1 - ((double)step / _steps), _power) : 0;
        return RampCurves.Between(_final, _initial, remaining);
    }
}
