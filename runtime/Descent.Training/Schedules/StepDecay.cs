using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Step decay: multiplies the value by a factor every so many steps, η(s) = η₀ γ^⌊s/k⌋ (PyTorch <c>StepLR</c>; Keras
/// <c>ExponentialDecay</c> with <c>staircase</c>).
/// </summary>
public sealed class StepDecay : Schedule
{
    private readonly double _initial, _factor;
    private readonly int _period;

    /// <summary>Makes a step decay.</summary>
    /// <param name="initial">The value at first, η₀, finite.</param>
    /// <param name="period">Steps between changes, k, at least 1.</param>
    /// <param name="factor">What each change multiplies by, γ, greater than 0; below 1 decays.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public StepDecay(double initial, int period, double factor = 0.1)
    {
        _initial = Guard.Hyperparameter(initial, nameof(initial));
        _period = Guard.Hyperparameter(period, nameof(period), min: 1);
        _factor = Guard.Hyperparameter(factor, nameof(factor), above: 0);
    }

    /// <inheritdoc/>
    public override string ToString() => Text($"StepDecay(initial: {_initial}, period: {_period}, factor: {_factor})");

    /// <inheritdoc/>
    protected override double ValueAt(int step) => _initial * Math.Pow(_factor, step / _period);
}
