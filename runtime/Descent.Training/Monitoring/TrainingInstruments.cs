using System.Diagnostics.Metrics;

namespace Descent.Training;

/// <summary>The instruments of one meter.</summary>
internal sealed class TrainingInstruments(Meter meter)
{
    /// <summary>Those of the process, which live as long as it does.</summary>
    public static TrainingInstruments OfProcess { get; } = new(new Meter(TrainingMetrics.MeterName, TrainingMetrics.Version));

    public Gauge<double> Loss { get; } = meter.CreateGauge<double>(TrainingMetrics.Loss, "1", "The loss.");

    public Gauge<double> Accuracy { get; } = meter.CreateGauge<double>(
        TrainingMetrics.Accuracy, "1", "The fraction of examples that are right.");

    public Counter<long> Steps { get; } = meter.CreateCounter<long>(TrainingMetrics.Steps, "{step}", "Optimizer steps.");

    public Counter<long> SkippedSteps { get; } = meter.CreateCounter<long>(
        TrainingMetrics.SkippedSteps, "{step}", "Steps left out for a gradient that is not finite.");

    public Histogram<double> StepDuration { get; } = meter.CreateHistogram(
        TrainingMetrics.StepDuration,
        "s",
        "How long a step takes.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10] });

    public Gauge<double> LearningRate { get; } = meter.CreateGauge<double>(TrainingMetrics.LearningRate, "1", "The learning rate of the last step, by rule.");

    public Gauge<double> GradientNorm { get; } = meter.CreateGauge<double>(
        TrainingMetrics.GradientNorm, "1", "The norm of all gradients, before they are clipped.");

    public Gauge<double> UpdateRatio { get; } = meter.CreateGauge<double>(
        TrainingMetrics.UpdateRatio, "1", "Norm of the last update over norm of the weights, by parameter; healthy near 1e-3.");

    public Gauge<int> DeadUnits { get; } = meter.CreateGauge<int>(
        TrainingMetrics.DeadUnits, "{unit}", "Units that were active for no example, by layer.");

    public Gauge<double> DeadUnitFraction { get; } = meter.CreateGauge<double>(
        TrainingMetrics.DeadUnitFraction, "1", "Fraction of a layer's units that were active for no example.");
}
