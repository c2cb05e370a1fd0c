using System.Diagnostics.Metrics;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Publishes what is worth watching while an optimizer trains (CS231n, "Neural Networks Part 3", babysitting the learning process): loss,
/// accuracy, learning rate, norm of the gradients, ratio of update to weight, skipped steps, duration of a step, dead units. <see cref="TrainingMetrics"/> lists the instruments.
/// </summary>
/// <remarks>
/// Any .NET dashboard reads them: <c>dotnet-counters</c>, OpenTelemetry, Prometheus, a
/// <see cref="MeterListener"/>. While nobody listens to an instrument, nothing is computed, copied or allocated for it. A monitor is not
/// thread-safe, like its optimizer.
/// <example><code>
/// var monitor = new TrainingMonitor(optimizer, run: "digits");
/// foreach (var batch in batches)
/// {
///     monitor.RecordLoss(model.Backward(batch));
///     optimizer.Step();
/// }
/// monitor.RecordAccuracy(model.Accuracy(validation), "validation");
/// </code></example>
/// </remarks>
public sealed class TrainingMonitor : IDisposable
{
    private readonly Optimizer _optimizer;
    private readonly TrainingInstruments _instruments;
    private readonly KeyValuePair<string, object?> _runTag;
    private readonly List<WatchedParameter> _watched = [];
    private IReadOnlyList<Hyperparameter>? _hyperparameters;
    private WatchedRate[] _rates = [];
    private long _steps;
    private long? _start;
    private bool _hasRemembered;

    /// <summary>Makes a monitor.</summary>
    /// <param name="optimizer">The optimizer to watch.</param>
    /// <param name="run">The name of the run, the tag that tells several apart.</param>
    /// <param name="meterFactory">
    /// Makes the meter, in programs with dependency injection; <see langword="null"/> for the one meter of the process.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="run"/> is <see langword="null"/> or blank.</exception>
    public TrainingMonitor(Optimizer optimizer, string run = "default", IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentException.ThrowIfNullOrWhiteSpace(run);
        _optimizer = optimizer;
        _runTag = new(TrainingMetrics.RunTag, run);
        Run = run;
        _instruments = meterFactory is null
            ? TrainingInstruments.OfProcess
            : new(meterFactory.Create(new MeterOptions(TrainingMetrics.MeterName) { Version = TrainingMetrics.Version }));
        optimizer.Stepping += OnStepping;
        optimizer.Stepped += OnStepped;
    }

    /// <summary>The name of the run.</summary>
    public string Run { get; }

    /// <summary>
    /// The update ratio is measured at every so many steps, at least 1: it reads all weights twice and copies them. 1 unless said; only
    /// while somebody listens.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int UpdateRatioInterval { get; init => field = Guard.Hyperparameter(value, nameof(UpdateRatioInterval), min: 1); } = 1;

    /// <summary>What durations are measured with; that of the system unless said.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public TimeProvider TimeProvider
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(TimeProvider));
            field = value;
        }
    } = TimeProvider.System;

    /// <summary>Publishes a loss.</summary>
    /// <param name="loss">The loss; NaN and infinity are published too, for they are what one wants to see.</param>
    /// <param name="dataset">Of which data: <c>training</c>, <c>validation</c>, <c>test</c> or your own name.</param>
    /// <exception cref="ArgumentException"><paramref name="dataset"/> is <see langword="null"/> or blank.</exception>
    public void RecordLoss(double loss, string dataset = "training")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataset);
        _instruments.Loss.Record(loss, _runTag, new(TrainingMetrics.DatasetTag, dataset));
    }

    /// <summary>Publishes an accuracy. The gap between that of training and of validation shows overfitting.</summary>
    /// <param name="accuracy">The fraction of examples that are right, 0 to 1.</param>
    /// <param name="dataset">Of which data: <c>training</c>, <c>validation</c>, <c>test</c> or your own name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="accuracy"/> is not in the range.</exception>
    /// <exception cref="ArgumentException"><paramref name="dataset"/> is <see langword="null"/> or blank.</exception>
    public void RecordAccuracy(double accuracy, string dataset = "training")
    {
        Guard.Hyperparameter(accuracy, nameof(accuracy), min: 0, max: 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(dataset);
        _instruments.Accuracy.Record(accuracy, _runTag, new(TrainingMetrics.DatasetTag, dataset));
    }

    /// <summary>Watches a layer for dead units.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="units">The number of its units, from 1 to <see cref="Array.MaxLength"/>.</param>
    /// <returns>What is shown the layer's activations.</returns>
    /// <exception cref="ArgumentException"><paramref name="layer"/> is <see langword="null"/> or blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is less than 1, or greater than <see cref="Array.MaxLength"/>.</exception>
    public DeadUnitMonitor WatchUnits(string layer, int units)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(layer);
        return new(_instruments, _runTag, layer, Guard.Hyperparameter(units, nameof(units), min: 1, max: Array.MaxLength));
    }

    /// <summary>Stops watching the optimizer.</summary>
    public void Dispose()
    {
        _optimizer.Stepping -= OnStepping;
        _optimizer.Stepped -= OnStepped;
    }

    /// <summary>The way to a look-ahead belongs to the update, and a step begins before it.</summary>
    private void OnStepping(object? sender, EventArgs arguments)
    {
        Remember();
        _start = _instruments.StepDuration.Enabled ? TimeProvider.GetTimestamp() : null;
    }

    /// <summary>
    /// Publishes the step, its learning rates and the update ratio of every parameter that it updated. Of a step that updated none only the norm
    /// of the gradients is published, and that it was skipped, if it was for a bad gradient. A parameter whose weights were all 0 has no ratio; one with weights that are not finite any more has the
    /// ratio NaN or infinity, and it is published.
    /// </summary>
    private void OnStepped(object? sender, StepResult result)
    {
        if (_start is { } start && result.Updated > 0)
        {
            _instruments.StepDuration.Record(TimeProvider.GetElapsedTime(start).TotalSeconds, _runTag);
        }

        if (result.GradientNorm is { } norm)
        {
            _instruments.GradientNorm.Record(norm, _runTag);
        }

        if (result.NonFiniteParameter is { } bad && _instruments.SkippedSteps.Enabled)
        {
            _instruments.SkippedSteps.Add(1, _runTag, new(TrainingMetrics.ParameterTag, bad.Name));
        }

        if (result.Updated == 0)
        {
            return;
        }

        _instruments.Steps.Add(1, _runTag);
        PublishLearningRates();
        _steps++;
        if (_hasRemembered)
        {
            _hasRemembered = false;
            PublishUpdateRatios();
        }
    }

    /// <summary>
    /// Copies the weights, if somebody listens, and this step is one to measure. Those that a step which was skipped has left at a look-ahead are copied
    /// already: its way belongs to the update.
    /// </summary>
    private void Remember()
    {
        var isAgain = _hasRemembered;
        _hasRemembered = _instruments.UpdateRatio.Enabled && _steps % UpdateRatioInterval == 0;
        if (!_hasRemembered)
        {
            return;
        }

        var parameters = _optimizer.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (i == _watched.Count || _watched[i].Parameter != parameters[i])
            {
                FindParameters(parameters);
            }

            if (!(isAgain && parameters[i].State.AwaitsGradient))
            {
                _watched[i].Remember();
            }
        }

        _watched.RemoveRange(parameters.Count, _watched.Count - parameters.Count);
    }

    /// <summary>Watches the parameters that there are by now: some may be new, or of another size, and some gone.</summary>
    private void FindParameters(IReadOnlyList<Parameter> parameters)
    {
        var known = _watched.ToDictionary(watched => watched.Parameter);
        _watched.Clear();
        _watched.AddRange(parameters.Select(parameter => known.GetValueOrDefault(parameter) ?? WatchedParameter.Of(parameter)));
    }

    private void PublishLearningRates()
    {
        if (!_instruments.LearningRate.Enabled)
        {
            return;
        }

        // A group that takes in an optimizer has another list.
        if (_hyperparameters != _optimizer.Hyperparameters)
        {
            _hyperparameters = _optimizer.Hyperparameters;
            _rates = WatchedRate.Of(_optimizer);
        }

        foreach (var rate in _rates)
        {
            _instruments.LearningRate.Record(rate.Value, _runTag, rate.Tag);
        }
    }

    private void PublishUpdateRatios()
    {
        foreach (var watched in _watched)
        {
            if (watched.IsUpdated && watched.UpdateRatio() is { } ratio)
            {
                _instruments.UpdateRatio.Record(ratio, _runTag, watched.Tag);
            }
        }
    }
}
