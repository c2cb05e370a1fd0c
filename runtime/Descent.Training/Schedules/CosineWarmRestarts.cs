using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Cosine annealing with warm restarts, SGDR: a cosine decay that starts again, each cycle longer than the one before by a factor
/// (Loshchilov and Hutter, 2017, arXiv:1608.03983, equation 5).
/// </summary>
/// <remarks>
/// In a snapshot ensemble (Huang et al., 2017, arXiv:1704.00109) the weights at the end of every cycle become one member:
/// <see cref="ForSnapshots"/> makes the cycles, <see cref="EndsCycle"/> says when to take the snapshot. The final value itself is
/// approached and not reached, as in both papers: the step that would have it is the first of the next cycle.
/// </remarks>
public sealed class CosineWarmRestarts : Schedule
{
    private readonly double _initial, _final, _peakFactor;
    private readonly int _firstCycle, _cycleFactor;

    /// <summary>Makes a cosine with warm restarts.</summary>
    /// <param name="initial">The value at the start of the first cycle, η_max, finite.</param>
    /// <param name="firstCycle">The steps of the first cycle, T₀, at least 1.</param>
    /// <param name="cycleFactor">How many times as long each next cycle is, T_mult, at least 1.</param>
    /// <param name="final">The value that every cycle approaches, η_min, finite.</param>
    /// <param name="peakFactor">
    /// What every restart multiplies <paramref name="initial"/> by, greater than 0 and at most 1 (Keras's <c>m_mul</c>).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CosineWarmRestarts(double initial, int firstCycle, int cycleFactor = 1, double final = 0, double peakFactor = 1)
    {
        _initial = Guard.Hyperparameter(initial, nameof(initial));
        _firstCycle = Guard.Hyperparameter(firstCycle, nameof(firstCycle), min: 1);
        _cycleFactor = Guard.Hyperparameter(cycleFactor, nameof(cycleFactor), min: 1);
        _final = Guard.Hyperparameter(final, nameof(final));
        _peakFactor = Guard.Hyperparameter(peakFactor, nameof(peakFactor), above: 0, max: 1);
    }

    /// <summary>
    /// The schedule of a snapshot ensemble: η(s) = η₀/2 (cos(π (s mod ⌈T/M⌉)/⌈T/M⌉) + 1) (Huang et al., 2017, equation 2, whose t is
    /// s + 1).
    /// </summary>
    /// <param name="initial">The value at the start of every cycle, η₀, finite.</param>
    /// <param name="steps">The steps of the whole training, T, at least 1; a multiple of the cycles, or the last one is cut short.</param>
    /// <param name="cycles">The number of cycles and so of snapshots, M, from 1 to <paramref name="steps"/>.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static CosineWarmRestarts ForSnapshots(double initial, int steps, int cycles)
    {
        Guard.Hyperparameter(initial, nameof(initial));
        Guard.Hyperparameter(steps, nameof(steps), min: 1);
        Guard.Hyperparameter(cycles, nameof(cycles), min: 1, max: steps);
        return new(initial, ((steps - 1) / cycles) + 1);
    }

    /// <summary>The cycle that a step belongs to.</summary>
    /// <param name="step">The step, at least 0.</param>
    /// <returns>The cycle's number, from 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    public int CycleAt(int step) => Locate(Guard.Hyperparameter(step, nameof(step), min: 0)).Cycle;

    /// <summary>Whether a step is the last of its cycle, after which a snapshot of the weights is taken.</summary>
    /// <param name="step">The step, at least 0.</param>
    /// <returns>Whether the next step restarts.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    public bool EndsCycle(int step)
    {
        var (_, position, length) = Locate(Guard.Hyperparameter(step, nameof(step), min: 0));
        return position == length - 1;
    }

    /// <inheritdoc/>
    public override string ToString() => Text(
        $"CosineWarmRestarts(initial: {_initial}, firstCycle: {_firstCycle}, cycleFactor: {_cycleFactor}, final: {_final}, peakFactor: {_peakFactor})");

    /// <inheritdoc/>
    protected override double ValueAt(int step)
    {
        var (cycle, position, length) = Locate(step);
        return RampCurve.Cosine.Interpolate(_initial * Math.Pow(_peakFactor, cycle), _final, (double)position / length);
    }

    /// <summary>Counts in integers, so that a restart is at its step exactly; cycles that grow are few.</summary>
    private (int Cycle, long Position, long Length) Locate(int step)
    {
        if (_cycleFactor == 1)
        {
            return (step / _firstCycle, step % _firstCycle, _firstCycle);
        }

        var cycle = 0;
        long position = step, length = _firstCycle;
        while (position >= length)
        {
            position -= length;
            length *= _cycleFactor;
            cycle++;
        }

        return (cycle, position, length);
    }
}
