using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// 1/t decay: η(s) = η₀ / (1 + κ s/k) (Keras <c>InverseTimeDecay</c>). Its sum diverges and the sum of its squares does not, which is
/// what stochastic approximation needs to converge (Robbins and Monro, 1951).
/// </summary>
public sealed class InverseTimeDecay : Schedule
{
    private readonly double _initial, _rate;
    private readonly int _period;

    /// <summary>Makes a 1/t decay.</summary>
    /// <param name="initial">The value at step 0, η₀, finite.</param>
    /// <param name="rate">How fast it decays, κ per <paramref name="period"/>, at least 0: the value is halved after k/κ steps.</param>
    /// <param name="period">The unit of time in steps, k, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public InverseTimeDecay(double initial, double rate, int period = 1)
    {
        _initial = Guard.Hyperparameter(initial, nameof(initial));
        _rate = Guard.Hyperparameter(rate, nameof(rate), min: 0);
        _period = Guard.Hyperparameter(period, nameof(period), min: 1);
    }

    /// <inheritdoc/>
    public override string ToString() => Text($"InverseTimeDecay(initial: {_initial}, rate: {_rate}, period: {_period})");

    /// <inheritdoc/>
    protected override double ValueAt(int step) => _initial / (1 + (_rate * step / _period));
}
