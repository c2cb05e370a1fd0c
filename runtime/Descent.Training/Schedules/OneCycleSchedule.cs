using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// One cycle: up to a large learning rate, then down far below the initial one, the momentum moving opposite (Smith and Topin, 2018,
/// arXiv:1708.07120; phases, defaults and curve of PyTorch's <c>OneCycleLR</c>).
/// </summary>
/// <remarks>
/// The rise ends at step <c>riseFraction · steps − 1</c>, which need not be a whole number, and the whole cycle at step
/// <c>steps − 1</c>, after which the value stays. PyTorch throws there.
/// </remarks>
public sealed class OneCycleSchedule : Schedule
{
    private readonly double _initial, _maximum, _final, _riseFraction;
    private readonly int _steps;
    private readonly RampCurve _curve;
    private readonly OneCyclePhases _phases;

    /// <summary>Makes a one-cycle schedule.</summary>
    /// <param name="maximum">The value at the peak, greater than 0.</param>
    /// <param name="steps">The steps of the whole training, at least 2.</param>
    /// <param name="riseFraction">
    /// The fraction of the steps in which the value rises, in [0, 1]; at most ½ with <see cref="OneCyclePhases.Three"/>.
    /// </param>
    /// <param name="curve">The curve of every phase: <see cref="RampCurve.Cosine"/> as in fast.ai, or <see cref="RampCurve.Linear"/> as in the paper.</param>
    /// <param name="initialDivisor">The initial value is the maximum divided by this, at least 1.</param>
    /// <param name="finalDivisor">The final value is the initial one divided by this, at least 1.</param>
    /// <param name="phases">Whether the value falls in one phase, which makes two with the rise, or in two.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public OneCycleSchedule(
        double maximum, int steps, double riseFraction = 0.3, RampCurve curve = RampCurve.Cosine,
        double initialDivisor = 25, double finalDivisor = 1e4, OneCyclePhases phases = OneCyclePhases.Two)
    {
        _phases = Enum.IsDefined(phases) ? phases : throw Guard.NotAMember(phases, nameof(phases), string.Join(", ", Enum.GetNames<OneCyclePhases>()));
        _maximum = Guard.Hyperparameter(maximum, nameof(maximum), above: 0);
        _steps = Guard.Hyperparameter(steps, nameof(steps), min: 2);
        _riseFraction = Guard.Hyperparameter(riseFraction, nameof(riseFraction), min: 0, max: phases == OneCyclePhases.Three ? 0.5 : 1);
        _curve = RampCurves.Check(curve, nameof(curve));
        _initial = maximum / Guard.Hyperparameter(initialDivisor, nameof(initialDivisor), min: 1);
        _final = _initial / Guard.Hyperparameter(finalDivisor, nameof(finalDivisor), min: 1);
        if (curve == RampCurve.Exponential && _final == 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(finalDivisor), finalDivisor, "finalDivisor must leave a final value above 0, maximum / initialDivisor / finalDivisor, for RampCurve.Exponential.");
        }
    }

    private OneCycleSchedule(OneCycleSchedule other, double initial, double extreme)
    {
        (_initial, _maximum, _final) = (initial, extreme, initial);
        (_steps, _riseFraction, _curve, _phases) = (other._steps, other._riseFraction, other._curve, other._phases);
    }

    /// <summary>The schedule of the momentum that goes with this one: opposite to it, lowest where the learning rate is highest.</summary>
    /// <param name="minimum">The momentum at the peak of the learning rate, greater than 0.</param>
    /// <param name="maximum">The momentum at both ends, at least <paramref name="minimum"/>.</param>
    /// <returns>The momentum's schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Schedule MomentumSchedule(double minimum = 0.85, double maximum = 0.95)
    {
        Guard.Hyperparameter(minimum, nameof(minimum), above: 0);
        Guard.Hyperparameter(maximum, nameof(maximum), min: minimum);
        return new OneCycleSchedule(this, initial: maximum, extreme: minimum);
    }

    private bool HasThree => _phases == OneCyclePhases.Three;

    /// <inheritdoc/>
    public override string ToString() => Text(
        $"OneCycleSchedule({_initial} to {_maximum} to {_final}, steps: {_steps}, riseFraction: {_riseFraction}, curve: {_curve}{(HasThree ? ", phases: Three" : "")})");

    /// <inheritdoc/>
    protected override double ValueAt(int step)
    {
        var rise = Math.Max((_riseFraction * _steps) - 1, 0);
        var fall = HasThree ? 2 * rise : _steps - 1;
        if (step < rise)
        {
            return _curve.Interpolate(_initial, _maximum, step / rise);
        }

        if (step < fall)
        {
            return _curve.Interpolate(_maximum, HasThree ? _initial : _final, (step - rise) / (fall - rise));
        }

        return step < _steps - 1 ? _curve.Interpolate(_initial, _final, (step - fall) / (_steps - 1 - fall)) : _final;
    }
}
