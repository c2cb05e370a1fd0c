using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// The schedules that hyperparameters of an optimizer follow: before every step each of them is set to its schedule's value at
/// <see cref="Position"/>. Made by <c>Schedule</c> and <c>Scale</c> (<see cref="ScheduleExtensions"/>), and in force until it is disposed.
/// </summary>
/// <remarks>
/// <para>
/// The position is the only state: the number of steps that were made. Save it with the weights and the optimizer's state, set it to
/// resume, and the run goes on bit for bit. What the position is at a step never depends on how it got there.
/// </para>
/// <para>
/// A skipped step does not advance the position. A step counts when at least one parameter was updated; when all are
/// frozen or without gradients, or when the caller leaves a step out (a loss scaler that found an infinity), nothing is counted and the
/// next attempt uses the same values. <see cref="Parameter.StepCount"/> follows the same rule for each parameter. To let a schedule follow
/// the data instead of the updates, call <see cref="Advance"/> for what was skipped.
/// </para>
/// </remarks>
/// <typeparam name="TOptimizer">The optimizer's class, whose hyperparameters are set.</typeparam>
public sealed class HyperparameterSchedules<TOptimizer> : IDisposable, ICheckpointed
    where TOptimizer : Optimizer
{
    private readonly List<(Action<TOptimizer, double> Set, Schedule Schedule)> _hyperparameters = [];
    private readonly List<double[]> _scaled = [];
    private double[] _values = [];

    internal HyperparameterSchedules(TOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
    }

    /// <summary>The optimizer.</summary>
    public TOptimizer Optimizer { get; }

    /// <summary>The number of steps made, which is the step s at which the schedules are evaluated next. Set it to resume.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Position
    {
        get;
        set => field = Guard.Hyperparameter(value, nameof(Position), min: 0);
    }

    /// <summary>Lets one more hyperparameter follow a schedule.</summary>
    /// <param name="set">Sets the hyperparameter, as in <c>(o, value) => o.Momentum = value</c>.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <returns>This object.</returns>
    public HyperparameterSchedules<TOptimizer> And(Action<TOptimizer, double> set, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(schedule);
        if (_hyperparameters.Count == 0)
        {
            Optimizer.Stepping += OnStepping;
            Optimizer.Stepped += OnStepped;
        }

        _hyperparameters.Add((set, schedule));
        _values = new double[_hyperparameters.Count];
        return this;
    }

    /// <summary>Lets what has one more role follow a schedule, in all rules of a group.</summary>
    /// <param name="role">The role, such as <see cref="HyperparameterRole.Momentum"/>.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">No hyperparameter that can be set has the role.</exception>
    public HyperparameterSchedules<TOptimizer> And(HyperparameterRole role, Schedule schedule)
    {
        var hyperparameters = WithRole(role);
        return And(
            (_, value) =>
            {
                foreach (var hyperparameter in hyperparameters)
                {
                    hyperparameter.Number = value;
                }
            },
            schedule);
    }

    /// <summary>Multiplies what has one more role, as it is now, by a schedule: each of a group's rules keeps its proportion.</summary>
    /// <param name="role">The role, such as <see cref="HyperparameterRole.WeightDecay"/>.</param>
    /// <param name="factor">The schedule of the factor.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">No hyperparameter that can be set has the role.</exception>
    public HyperparameterSchedules<TOptimizer> AndScale(HyperparameterRole role, Schedule factor)
    {
        var hyperparameters = WithRole(role);
        var values = Array.ConvertAll(hyperparameters, hyperparameter => hyperparameter.Number);
        _scaled.Add(values);
        return And(
            (_, factor) =>
            {
                for (var i = 0; i < values.Length; i++)
                {
                    hyperparameters[i].Number = factor * values[i];
                }
            },
            factor);
    }

    /// <summary>The optimizer's class, the position and the schedules.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text(
        $"{typeof(TOptimizer).Name} at step {Position}: {string.Join("; ", _hyperparameters.Select(each => each.Schedule))}");

    /// <summary>Sets every scheduled hyperparameter to its value at <see cref="Position"/>. Calling it again changes nothing.</summary>
    /// <exception cref="InvalidOperationException">A schedule gives a value that is not finite; no hyperparameter was changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is outside the hyperparameter's range; those before it in the list are already set, the weights are as they were.
    /// </exception>
    public void Apply() => Apply(Position);

    /// <summary>Sets every scheduled hyperparameter to its value at a step, and the position to this step.</summary>
    /// <param name="step">The number of steps made before, at least 0.</param>
    /// <exception cref="InvalidOperationException">A schedule gives a value that is not finite; nothing was changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="step"/> is negative, and nothing was changed; or as <see cref="Apply()"/>.
    /// </exception>
    public void Apply(int step)
    {
        Guard.Hyperparameter(step, nameof(step), min: 0);
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = _hyperparameters[i].Schedule.At(step);
            if (!double.IsFinite(_values[i]))
            {
                throw new InvalidOperationException(Training.Schedule.Text(
                    $"{_hyperparameters[i].Schedule} gives {_values[i]} at step {step}; a hyperparameter must be finite."));
            }
        }

        Position = step;
        for (var i = 0; i < _values.Length; i++)
        {
            _hyperparameters[i].Set(Optimizer, _values[i]);
        }
    }

    /// <summary>Counts a step that the optimizer did not make: one made over spans, or one that was skipped.</summary>
    /// <exception cref="InvalidOperationException">The position is <see cref="int.MaxValue"/>.</exception>
    public void Advance()
    {
        CheckCanAdvance();
        Position++;
    }

    /// <inheritdoc/>
    /// <remarks>The position, and the values that are scaled; the schedules themselves are made anew.</remarks>
    public void Describe(CheckpointContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        contents.AddInteger("Position", () => Position, value => Position = checked((int)value));
        foreach (var (number, values) in _scaled.Index())
        {
            for (var index = 0; index < values.Length; index++)
            {
                var place = index;
                contents.AddNumber(FormattableString.Invariant($"Scaled.{number}.{index}"), () => values[place], value => values[place] = value);
            }
        }
    }

    /// <summary>Lets go of the optimizer: its hyperparameters stay as they are.</summary>
    public void Dispose()
    {
        Optimizer.Stepping -= OnStepping;
        Optimizer.Stepped -= OnStepped;
    }

    private void OnStepping(object? sender, EventArgs arguments)
    {
        CheckCanAdvance();
        Apply();
    }

    private void OnStepped(object? sender, StepResult result)
    {
        if (result.Updated > 0)
        {
            Position++;
        }
    }

    private Hyperparameter[] WithRole(HyperparameterRole role)
    {
        Hyperparameter[] found = role == HyperparameterRole.None
            ? []
            : [.. Optimizer.Hyperparameters.Where(hyperparameter => hyperparameter.Role == role && !hyperparameter.Schema.IsReadOnly)];
        return found.Length > 0
            ? found
            : throw new ArgumentException($"{Optimizer.GetType().Name} has no hyperparameter with the role {role} that can be set.", nameof(role));
    }

    private void CheckCanAdvance()
    {
        if (Position == int.MaxValue)
        {
            throw new InvalidOperationException($"The schedule has had {int.MaxValue} steps; the position cannot go on.");
        }
    }
}
