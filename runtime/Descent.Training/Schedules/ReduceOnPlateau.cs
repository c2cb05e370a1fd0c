using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Reduces a value when a metric has stopped improving (PyTorch and Keras <c>ReduceLROnPlateau</c>).
/// </summary>
/// <remarks>
/// <para>
/// Not a <see cref="Schedule"/>: the value depends on what was reported, so this class keeps state. Save <see cref="State"/> with the
/// weights and set it to resume; what follows is then the same as without the interruption.
/// </para>
/// <para>
/// It counts reports, usually one per epoch, and not steps; skipped steps are nothing to it. A metric that is NaN or infinite is never an
/// improvement: a loss of −∞ is a fault of the loss, and as the best one it would stay for ever, as it does in PyTorch. A relative threshold is a fraction of the magnitude of the best metric, so it also works where metrics are negative;
/// PyTorch takes an unchanged negative metric for an improvement there.
/// </para>
/// <example>
/// <code>
/// var plateau = new ReduceOnPlateau(initial: 0.1, patience: 5);
/// // after every epoch:
/// optimizer.LearningRate = plateau.Report(validationLoss);
/// </code>
/// </example>
/// </remarks>
public sealed class ReduceOnPlateau : ICheckpointed
{
    private readonly double _factor, _threshold, _minimum, _epsilon;
    private readonly int _patience, _cooldown;
    private readonly PlateauThreshold _thresholdKind;
    private PlateauState _state;

    /// <summary>Starts with a value and no report.</summary>
    /// <param name="initial">The value at first, at least <paramref name="minimum"/>.</param>
    /// <param name="factor">What a reduction multiplies by, in (0, 1).</param>
    /// <param name="patience">Reports without improvement that are let pass, at least 0; the next one reduces.</param>
    /// <param name="threshold">By how much a metric must beat the best one to be an improvement, at least 0.</param>
    /// <param name="thresholdKind">What <paramref name="threshold"/> is measured in.</param>
    /// <param name="cooldown">Reports after a reduction during which those without improvement are not counted, at least 0.</param>
    /// <param name="minimum">The value below which no reduction goes, at least 0.</param>
    /// <param name="epsilon">
    /// What a reduction must exceed to be made, an absolute change of the value, at least 0 (PyTorch's <c>eps</c>): close to 0 or to
    /// <paramref name="minimum"/> the value stays. A reduction that is not made starts the cooldown as well.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ReduceOnPlateau(
        double initial, double factor = 0.1, int patience = 10, double threshold = 1e-4,
        PlateauThreshold thresholdKind = PlateauThreshold.Relative, int cooldown = 0, double minimum = 0, double epsilon = 1e-8)
    {
        _minimum = Guard.Hyperparameter(minimum, nameof(minimum), min: 0);
        _state = new() { Value = Guard.Hyperparameter(initial, nameof(initial), min: minimum) };
        _factor = Guard.Hyperparameter(factor, nameof(factor), above: 0, below: 1);
        _patience = Guard.Hyperparameter(patience, nameof(patience), min: 0);
        _threshold = Guard.Hyperparameter(threshold, nameof(threshold), min: 0);
        _thresholdKind = Enum.IsDefined(thresholdKind)
            ? thresholdKind
            : throw Guard.NotAMember(thresholdKind, nameof(thresholdKind), string.Join(", ", Enum.GetNames<PlateauThreshold>()));
        _cooldown = Guard.Hyperparameter(cooldown, nameof(cooldown), min: 0);
        _epsilon = Guard.Hyperparameter(epsilon, nameof(epsilon), min: 0);
    }

    /// <summary>Whether larger metrics are better, as for an accuracy; <see langword="false"/>, as for a loss, unless said.</summary>
    public bool Maximize { get; init; }

    /// <summary>The value to use now.</summary>
    public double Value => _state.Value;

    /// <summary>All that is remembered between reports. Set it to resume.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A part is outside the range it can have with these arguments.</exception>
    public PlateauState State
    {
        get => _state;
        set
        {
            Guard.Hyperparameter(value.Value, nameof(PlateauState.Value), min: _minimum);
            Guard.Hyperparameter(value.Best ?? 0, nameof(PlateauState.Best));
            Guard.Hyperparameter(value.BadReports, nameof(PlateauState.BadReports), min: 0, max: _patience);
            Guard.Hyperparameter(value.CooldownLeft, nameof(PlateauState.CooldownLeft), min: 0, max: _cooldown);
            _state = value;
        }
    }

    /// <summary>Takes in a metric and reduces the value if it is time.</summary>
    /// <param name="metric">The metric, such as the loss on the validation set after an epoch; any number, also NaN.</param>
    /// <returns>The value to use from the next step on.</returns>
    public double Report(double metric)
    {
        var (value, best, badReports, cooldownLeft) = (_state.Value, _state.Best, _state.BadReports, _state.CooldownLeft);
        if (IsImprovement(metric, best))
        {
            best = metric;
            badReports = 0;
        }
        else
        {
            badReports++;
        }

        if (cooldownLeft > 0)
        {
            cooldownLeft--;
            badReports = 0;
        }

        if (badReports > _patience)
        {
            var reduced = Math.Max(value * _factor, _minimum);
            value = value - reduced > _epsilon ? reduced : value;
            badReports = 0;
            cooldownLeft = _cooldown;
        }

        _state = new() { Value = value, Best = best, BadReports = badReports, CooldownLeft = cooldownLeft };
        return value;
    }

    /// <inheritdoc/>
    /// <remarks>Its value, the best metric and what is counted; not what it was made with.</remarks>
    public void Describe(CheckpointContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        contents.AddNumber("Value", () => State.Value, value => State = State with { Value = value });
        contents.AddNumber("Best", () => State.Best ?? double.NaN, value => State = State with { Best = double.IsNaN(value) ? null : value });
        contents.AddInteger("BadReports", () => State.BadReports, value => State = State with { BadReports = checked((int)value) });
        contents.AddInteger("CooldownLeft", () => State.CooldownLeft, value => State = State with { CooldownLeft = checked((int)value) });
    }

    /// <summary>What it reduces by, and where it is.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text($"ReduceOnPlateau(factor: {_factor}, patience: {_patience}): {State}");

    private bool IsImprovement(double metric, double? best)
        => double.IsFinite(metric) && (best is not double before || (Maximize ? metric > BoundAfter(before) : metric < BoundAfter(before)));

    /// <summary>What a metric must be beyond. In PyTorch's operations, so that metrics that are apart by the threshold itself, but for rounding, are judged alike.</summary>
    private double BoundAfter(double best) => _thresholdKind == PlateauThreshold.Absolute
        ? (Maximize ? best + _threshold : best - _threshold)
        : best * (Maximize == best >= 0 ? 1 + _threshold : 1 - _threshold);
}
