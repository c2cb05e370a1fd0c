using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Exponential decay: η(s) = η₀ γ^(s/k). With k = 1 it is PyTorch's <c>ExponentialLR</c>, otherwise Keras's and optax's
/// <c>exponential_decay</c>. A factor above 1 grows, as in a learning-rate range test (Smith, 2017, arXiv:1506.01186, section 3.3).
/// </summary>
public sealed class ExponentialDecay : Schedule
{
    private readonly double _initial, _factor;
    private readonly int _period;

    /// <summary>Makes an exponential decay.</summary>
    /// <param name="initial">The value at step 0, η₀, finite.</param>
    /// <param name="factor">What <paramref name="period"/> steps multiply by, γ, greater than 0.</param>
    /// <param name="period">The number of steps in which the value changes by the factor, k, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ExponentialDecay(double initial, double factor, int period = 1)
    {
        _initial = Guard.Hyperparameter(initial, nameof(initial));
        _factor = Guard.Hyperparameter(factor, nameof(factor), above: 0);
        _period = Guard.Hyperparameter(period, nameof(period), min: 1);
    }

    /// <inheritdoc/>
    public override string ToString() => Text($"ExponentialDecay(initial: {_initial}, factor: {_factor}, period: {_period})");

    /// <inheritdoc/>
    protected override double ValueAt(int step) => _initial * Math.Pow(_factor, (double)step / _period);
}
