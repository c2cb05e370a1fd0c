using System.Globalization;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// The value of a hyperparameter at every step of training: a pure function of the step number. Schedules keep no state, so a schedule
/// may be shared, asked in any order and from any thread, and training that resumes at step s goes on with exactly the values it would
/// have had.
/// </summary>
/// <remarks>
/// <para>
/// Step s counts from 0 and is the number of updates made before: <c>At(0)</c> is the value that the first update uses. A skipped update
/// is none, so it does not advance a schedule: the next attempt has the same s (see <see cref="HyperparameterSchedules{TOptimizer}"/>).
/// </para>
/// <para>
/// Schedules say what they yield in the hyperparameter's own unit, and where they end they stay at their last value. For a schedule that
/// counts epochs there is <see cref="PerEpoch"/>.
/// </para>
/// <example>
/// <code>
/// var schedule = new CosineDecay(initial: 0.1, steps: 9_000).WithWarmUp(steps: 1_000);
/// var training = optimizer.Schedule((o, rate) => o.LearningRate = rate, schedule);
/// </code>
/// </example>
/// </remarks>
public abstract class Schedule
{
    /// <summary>Makes a schedule of a function of the step.</summary>
    /// <param name="function">
    /// The value at step s = 0, 1, 2, …. It must be pure: what it returns may depend on s only, or resuming is no longer exact.
    /// </param>
    /// <returns>The schedule.</returns>
    public static Schedule From(Func<int, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new FunctionSchedule(function);
    }

    /// <summary>The value that the update at a step uses. Allocates nothing.</summary>
    /// <param name="step">The number of updates before this one, at least 0.</param>
    /// <returns>The hyperparameter's value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    public double At(int step) => ValueAt(Guard.Hyperparameter(step, nameof(step), min: 0));

    /// <summary>The value at a step; a pure function of it.</summary>
    /// <param name="step">The number of updates before this one, at least 0.</param>
    /// <returns>The hyperparameter's value.</returns>
    protected abstract double ValueAt(int step);

    /// <summary>
    /// Joins two schedules: this one up to a step, from there on another one, which starts at its own step 0. Joining goes on:
    /// <c>a.Then(b, at: 10).Then(c, at: 50)</c> is a for 10 steps, b for 40, then c.
    /// </summary>
    /// <param name="next">The schedule that follows.</param>
    /// <param name="at">The first step of <paramref name="next"/>, at least 0, counted as this schedule counts.</param>
    /// <returns>The joined schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="at"/> is negative.</exception>
    public Schedule Then(Schedule next, int at)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new JoinedSchedule(this, next, Guard.Hyperparameter(at, nameof(at), min: 0));
    }

    /// <summary>
    /// Puts a warm-up before this schedule: a rise from a fraction of its first value, reached in full at step
    /// <paramref name="steps"/>, where this schedule starts at its own step 0.
    /// </summary>
    /// <remarks>
    /// With <paramref name="from"/> = 0 the first update has the value 0: it teaches an adaptive rule its moments and leaves the weights
    /// where they are. Say <c>from: 1.0 / steps</c> for an update that moves them.
    /// </remarks>
    /// <param name="steps">The length of the warm-up in steps, at least 0; 0 for none.</param>
    /// <param name="from">The fraction of the first value to start at, at least 0 (above 0 for <see cref="RampCurve.Exponential"/>).</param>
    /// <param name="curve">The curve on which the value rises.</param>
    /// <returns>The schedule with the warm-up before it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="InvalidOperationException">
    /// The first value of this schedule, or <paramref name="from"/> times it, is not finite, or not above 0 as an exponential curve needs it.
    /// </exception>
    public Schedule WithWarmUp(int steps, double from = 0, RampCurve curve = RampCurve.Linear)
    {
        Guard.Hyperparameter(steps, nameof(steps), min: 0);
        RampCurves.Check(curve, nameof(curve));
        _ = curve == RampCurve.Exponential
            ? Guard.Hyperparameter(from, nameof(from), above: 0)
            : Guard.Hyperparameter(from, nameof(from), min: 0);
        if (steps == 0)
        {
            return this;
        }

        var (start, end) = (from * At(0), At(0));
        return double.IsFinite(start) && double.IsFinite(end) && (curve != RampCurve.Exponential || (start > 0 && end > 0))
            ? new Ramp(start, end, steps, curve).Then(this, at: steps)
            : throw new InvalidOperationException(Text(
                $"{this} has the first value {end}; its warm-up from {start} on would need finite values{(curve == RampCurve.Exponential ? " above 0" : "")}."));
    }

    /// <summary>Starts this schedule again every so many steps.</summary>
    /// <param name="period">The steps from one start to the next, at least 1.</param>
    /// <returns>The schedule whose value at s is this one's at s mod <paramref name="period"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is below 1.</exception>
    public Schedule Repeat(int period) => new RepeatedSchedule(this, Guard.Hyperparameter(period, nameof(period), min: 1));

    /// <summary>Lets this schedule count epochs: its value holds for a whole epoch, and its own step is the number of epochs before.</summary>
    /// <param name="stepsPerEpoch">Steps in an epoch, at least 1.</param>
    /// <returns>The schedule whose value at s is this one's at ⌊s / <paramref name="stepsPerEpoch"/>⌋.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepsPerEpoch"/> is below 1.</exception>
    public Schedule PerEpoch(int stepsPerEpoch)
        => new EpochSchedule(this, Guard.Hyperparameter(stepsPerEpoch, nameof(stepsPerEpoch), min: 1));

    /// <summary>Keeps this schedule from falling below a value.</summary>
    /// <param name="minimum">The smallest value, finite.</param>
    /// <returns>The schedule whose value is the larger of this one's and <paramref name="minimum"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimum"/> is not finite.</exception>
    public Schedule AtLeast(double minimum) => new BoundedSchedule(this, Guard.Hyperparameter(minimum, nameof(minimum)));

    /// <summary>Multiplies two schedules step by step: one gives the value, the other a factor.</summary>
    /// <param name="left">A schedule.</param>
    /// <param name="right">Another.</param>
    /// <returns>The schedule of the products.</returns>
    public static Schedule operator *(Schedule left, Schedule right) => Multiply(left, right);

    /// <summary>Multiplies every value of a schedule.</summary>
    /// <param name="factor">The factor, finite.</param>
    /// <param name="schedule">The schedule.</param>
    /// <returns>The schedule of the products.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is not finite.</exception>
    public static Schedule operator *(double factor, Schedule schedule) => Multiply(factor, schedule);

    /// <inheritdoc cref="op_Multiply(double, Schedule)"/>
    public static Schedule operator *(Schedule schedule, double factor) => Multiply(factor, schedule);

    /// <inheritdoc cref="op_Multiply(Schedule, Schedule)"/>
    public static Schedule Multiply(Schedule left, Schedule right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new ProductSchedule(left, right);
    }

    /// <inheritdoc cref="op_Multiply(double, Schedule)"/>
    public static Schedule Multiply(double factor, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new ScaledSchedule(Guard.Hyperparameter(factor, nameof(factor)), schedule);
    }

    /// <summary>Draws the schedule as one self-contained SVG document, readable on light and dark pages.</summary>
    /// <remarks>Of a long schedule 1200 steps are drawn, evenly spaced from the first to the last.</remarks>
    /// <param name="steps">How many steps to draw, from step 0, at least 2.</param>
    /// <param name="title">The heading; the schedule as text unless said.</param>
    /// <returns>The SVG document.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 2.</exception>
    /// <exception cref="ArgumentException"><paramref name="title"/> holds a character that XML has no place for.</exception>
    /// <exception cref="InvalidOperationException">The schedule has a value that is not finite.</exception>
    public string ToSvg(int steps, string? title = null)
        => ScheduleDrawing.Draw(this, Guard.Hyperparameter(steps, nameof(steps), min: 2), title ?? ToString()!);

    /// <summary>Text in the invariant culture, whatever the caller's is.</summary>
    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
