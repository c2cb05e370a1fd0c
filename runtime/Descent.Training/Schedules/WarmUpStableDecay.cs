using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Warm-up, stable, decay (WSD): a linear warm-up, a long constant phase, a short decay (Hu et al., 2024, MiniCPM, arXiv:2404.06395,
/// section 4). Training can go on from the end of the constant phase, whatever was decayed from it.
/// </summary>
public sealed class WarmUpStableDecay : Schedule
{
    private readonly double _peak, _final;
    private readonly RampCurve _decay;

    /// <summary>Makes the schedule of three phases, whose lengths are properties.</summary>
    /// <param name="peak">The value of the stable phase, finite; greater than 0 for <see cref="RampCurve.Exponential"/>.</param>
    /// <param name="final">The value after the decay, with the range of <paramref name="peak"/>.</param>
    /// <param name="decay">The curve of the decay.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public WarmUpStableDecay(double peak, double final = 0, RampCurve decay = RampCurve.OneMinusSquareRoot)
    {
        _decay = RampCurves.Check(decay, nameof(decay));
        _peak = RampCurves.CheckEnd(decay, peak, nameof(peak));
        _final = RampCurves.CheckEnd(decay, final, nameof(final));
    }

    /// <summary>Steps of the warm-up from 0, at least 0; the first of them has the value 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public required int WarmUpSteps { get; init => field = Guard.Hyperparameter(value, nameof(WarmUpSteps), min: 0); }

    /// <summary>Steps of the stable phase, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public required int StableSteps { get; init => field = Guard.Hyperparameter(value, nameof(StableSteps), min: 0); }

    /// <summary>Steps of the decay, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public required int DecaySteps { get; init => field = Guard.Hyperparameter(value, nameof(DecaySteps), min: 0); }

    /// <inheritdoc/>
    public override string ToString() => Text(
        $"WarmUpStableDecay(peak: {_peak}, final: {_final}, decay: {_decay}) {{ WarmUpSteps = {WarmUpSteps}, StableSteps = {StableSteps}, DecaySteps = {DecaySteps} }}");

    /// <inheritdoc/>
    protected override double ValueAt(int step)
    {
        if (step < WarmUpSteps)
        {
            return RampCurve.Linear.Interpolate(0, _peak, (double)step / WarmUpSteps);
        }

        var decayed = (long)step - WarmUpSteps - StableSteps;
        return decayed < 0 ? _peak
            : decayed < DecaySteps ? _decay.Interpolate(_peak, _final, (double)decayed / DecaySteps)
            : _final;
    }
}
