using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Warm-up, stable, decay (WSD): a linear warm-up, a long constant phase, a short decay (Hu et al., 2024, MiniCPM, arXiv:2404.06395,
/// section 4). Training can go on from the end of the constant phase, whatever was decayed from it.
/// </summary>
public sealed class WarmUpStableDecay : Schedule
{
    private readonly double _peak, _final;
    private readonly int _warmUpSteps, _stableSteps, _decaySteps;
    private readonly RampCurve _decay;

    /// <summary>Makes the schedule of three phases.</summary>
    /// <param name="peak">The value of the stable phase, finite; greater than 0 for <see cref="RampCurve.Exponential"/>.</param>
    /// <param name="warmUpSteps">Steps of the warm-up from 0, at least 0; the first of them has the value 0.</param>
    /// <param name="stableSteps">Steps of the stable phase, at least 0.</param>
    /// <param name="decaySteps">Steps of the decay, at least 0.</param>
    /// <param name="final">The value after the decay, with the range of <paramref name="peak"/>.</param>
    /// <param name="decay">The curve of the decay.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public WarmUpStableDecay(
        double peak, int warmUpSteps, int stableSteps, int decaySteps, double final = 0, RampCurve decay = RampCurve.OneMinusSquareRoot)
    {
        _decay = RampCurves.Check(decay, nameof(decay));
        _peak = RampCurves.CheckEnd(decay, peak, nameof(peak));
        _final = RampCurves.CheckEnd(decay, final, nameof(final));
        _warmUpSteps = Guard.Hyperparameter(warmUpSteps, nameof(warmUpSteps), min: 0);
        _stableSteps = Guard.Hyperparameter(stableSteps, nameof(stableSteps), min: 0);
        _decaySteps = Guard.Hyperparameter(decaySteps, nameof(decaySteps), min: 0);
    }

    /// <inheritdoc/>
    public override string ToString() => Text(
        $"WarmUpStableDecay(peak: {_peak}, warmUpSteps: {_warmUpSteps}, stableSteps: {_stableSteps}, decaySteps: {_decaySteps}, final: {_final}, decay: {_decay})");

    /// <inheritdoc/>
    protected override double ValueAt(int step)
    {
        if (step < _warmUpSteps)
        {
            return RampCurve.Linear.Interpolate(0, _peak, (double)step / _warmUpSteps);
        }

        var decayed = (long)step - _warmUpSteps - _stableSteps;
        return decayed < 0 ? _peak
            : decayed < _decaySteps ? _decay.Interpolate(_peak, _final, (double)decayed / _decaySteps)
            : _final;
    }
}
