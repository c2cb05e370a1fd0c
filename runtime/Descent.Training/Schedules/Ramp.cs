using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Goes from one value to another in a number of steps and stays there: a warm-up, a linear decay, the approach to the constant learning
/// rate of weight averaging (PyTorch <c>LinearLR</c> and <c>SWALR</c>). <see cref="Schedule.WithWarmUp"/> puts one before a schedule.
/// </summary>
public sealed class Ramp : Schedule
{
    private readonly double _start, _end;
    private readonly int _steps;
    private readonly RampCurve _curve;

    /// <summary>Makes a ramp.</summary>
    /// <param name="start">The value at step 0, finite; greater than 0 for <see cref="RampCurve.Exponential"/>.</param>
    /// <param name="end">The value at step <paramref name="steps"/> and after, with the range of <paramref name="start"/>.</param>
    /// <param name="steps">The step that first has the end's value, at least 1.</param>
    /// <param name="curve">The curve between them.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Ramp(double start, double end, int steps, RampCurve curve = RampCurve.Linear)
    {
        _curve = RampCurves.Check(curve, nameof(curve));
        _start = RampCurves.CheckEnd(curve, start, nameof(start));
        _end = RampCurves.CheckEnd(curve, end, nameof(end));
        _steps = Guard.Hyperparameter(steps, nameof(steps), min: 1);
    }

    /// <inheritdoc/>
    public override string ToString() => Text($"Ramp(start: {_start}, end: {_end}, steps: {_steps}, curve: {_curve})");

    /// <inheritdoc/>
    protected override double ValueAt(int step) => step < _steps ? _curve.Interpolate(_start, _end, (double)step / _steps) : _end;
}
