using System.Diagnostics.Metrics;

namespace Descent.Training;

/// <summary>The instruments of one meter.</summary>
internal sealed class TrainingInstruments(Meter meter)
{
    /// <summary>Those of the process, which live as long as it does.</summary>
    public static TrainingInstruments OfProcess { get; } = new(new Meter(TrainingMetrics.MeterName));

    public Gauge<double> Loss { get; } = meter.CreateGauge<double>(TrainingMetrics.Loss, "1", "The loss.");

    public Gauge<double> Accuracy { get; } = meter.CreateGauge<double>(
        TrainingMetrics.Accuracy, "1", "The fraction of examples that are right.");

    public Counter<long> Steps { get; } = meter.CreateCounter<long>(TrainingMetrics.Steps, "{step}", "Optimizer steps.");

    public Gauge<double> UpdateRatio { get; } = meter.CreateGauge<double>(
        TrainingMetrics.UpdateRatio, "1", "Norm of the last update over norm of the weights, by parameter; healthy near 1e-3.");

    public Gauge<int> DeadUnits { get; } = meter.CreateGauge<int>(
        TrainingMetrics.DeadUnits, "{unit}", "Units that were active for no example, by layer.");

    public Gauge<double> DeadUnitFraction { get; } = meter.CreateGauge<double>(
        TrainingMetrics.DeadUnitFraction, "1", "Fraction of a layer's units that were active for no example.");
}
