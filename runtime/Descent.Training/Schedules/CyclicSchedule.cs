using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>How the height of the triangles of a <see cref="CyclicSchedule"/> changes.</summary>
public enum CyclicMode
{
    /// <summary>It does not: <c>triangular</c>.</summary>
    Triangular,

    /// <summary>It is halved after every cycle: <c>triangular2</c>.</summary>
    Triangular2,

    /// <summary>It is multiplied by γ at every step: <c>exp_range</c>.</summary>
    ExponentialRange,
}

/// <summary>
/// Cyclic learning rate: straight up and down between two values, over and over (Smith, 2017, arXiv:1506.01186, section 3).
/// </summary>
public sealed class CyclicSchedule : Schedule
{
    private readonly double _base, _peak, _gamma;
    private readonly int _stepsUp, _stepsDown;
    private readonly CyclicMode _mode;

    /// <summary>Makes a cyclic schedule.</summary>
    /// <param name="minimum">The value at the start of every cycle, base_lr, finite.</param>
    /// <param name="maximum">The value at the peak of the first cycle, max_lr, at least <paramref name="minimum"/>.</param>
    /// <param name="stepsUp">Steps from the start of a cycle to its peak (the paper's stepsize), at least 1.</param>
    /// <param name="stepsDown">Steps from the peak to the next start, at least 1; as many as up unless said.</param>
    /// <param name="mode">How the height of the peaks changes.</param>
    /// <param name="gamma">
    /// γ of <see cref="CyclicMode.ExponentialRange"/>, greater than 0 and at most 1; the other modes do not use it.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CyclicSchedule(
        double minimum, double maximum, int stepsUp, int? stepsDown = null, CyclicMode mode = CyclicMode.Triangular, double gamma = 1)
    {
        _base = Guard.Hyperparameter(minimum, nameof(minimum));
        _peak = Guard.Hyperparameter(maximum, nameof(maximum), min: minimum);
        _stepsUp = Guard.Hyperparameter(stepsUp, nameof(stepsUp), min: 1);
        _stepsDown = Guard.Hyperparameter(stepsDown ?? stepsUp, nameof(stepsDown), min: 1);
        _mode = mode is >= CyclicMode.Triangular and <= CyclicMode.ExponentialRange
            ? mode
            : throw Guard.NotAMember(mode, nameof(mode), "Triangular, Triangular2, ExponentialRange");
        _gamma = Guard.Hyperparameter(gamma, nameof(gamma), above: 0, max: 1);
    }

    private CyclicSchedule(CyclicSchedule other, double start, double peak)
    {
        (_base, _peak) = (start, peak);
        (_stepsUp, _stepsDown, _mode, _gamma) = (other._stepsUp, other._stepsDown, other._mode, other._gamma);
    }

    /// <summary>The schedule of the momentum that goes with this one: opposite to it, lowest where the learning rate is highest.</summary>
    /// <param name="minimum">The momentum at the peak of the first cycle, finite.</param>
    /// <param name="maximum">The momentum at the start of every cycle, at least <paramref name="minimum"/>.</param>
    /// <returns>The momentum's schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Schedule MomentumSchedule(double minimum = 0.8, double maximum = 0.9)
    {
        Guard.Hyperparameter(minimum, nameof(minimum));
        Guard.Hyperparameter(maximum, nameof(maximum), min: minimum);
        return new CyclicSchedule(this, start: maximum, peak: minimum);
    }

    /// <inheritdoc/>
    public override string ToString()
        => Text($"CyclicSchedule({_base} to {_peak}, stepsUp: {_stepsUp}, stepsDown: {_stepsDown}, mode: {_mode}, gamma: {_gamma})");

    /// <inheritdoc/>
    protected override double ValueAt(int step)
    {
        var length = (long)_stepsUp + _stepsDown;
        var (cycle, position) = Math.DivRem(step, length);
        var height = position <= _stepsUp ? (double)position / _stepsUp : (double)(length - position) / _stepsDown;
        var scale = _mode switch
        {
            CyclicMode.Triangular2 => Math.ScaleB(1, (int)-Math.Min(cycle, 2000)),
            CyclicMode.ExponentialRange => Math.Pow(_gamma, step),
            _ => 1,
        };
        return RampCurve.Linear.Interpolate(_base, _peak, height * scale);
    }
}
