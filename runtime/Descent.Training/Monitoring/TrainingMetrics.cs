namespace Descent.Training;

/// <summary>
/// The names under which <see cref="TrainingMonitor"/> publishes, for dashboards and for
/// <see cref="System.Diagnostics.Metrics.MeterListener"/>. Names and units follow OpenTelemetry's conventions.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>instrument</term><description>kind, unit, tags, meaning</description></listheader>
/// <item><term><c>descent.training.loss</c></term><description>gauge, <c>1</c>, tags run and dataset: the loss</description></item>
/// <item><term><c>descent.training.accuracy</c></term><description>gauge, <c>1</c>, tags run and dataset: the fraction of examples that are right, 0 to 1</description></item>
/// <item><term><c>descent.training.steps</c></term><description>counter, <c>{step}</c>, tag run: optimizer steps</description></item>
/// <item><term><c>descent.training.update_ratio</c></term><description>gauge, <c>1</c>, tags run and parameter: ‖Δw‖/‖w‖ of the last step, healthy near 1e-3</description></item>
/// <item><term><c>descent.training.dead_units</c></term><description>gauge, <c>{unit}</c>, tags run and layer: units that were active for no example</description></item>
/// <item><term><c>descent.training.dead_unit_fraction</c></term><description>gauge, <c>1</c>, tags run and layer: the same as a fraction of the layer's units</description></item>
/// </list>
/// From a shell: <c>dotnet-counters monitor --counters Descent.Training</c>.
/// </remarks>
public static class TrainingMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Descent.Training";

    /// <summary>The loss: a gauge of <see cref="double"/>, unit <c>1</c>, tags <see cref="RunTag"/> and <see cref="DatasetTag"/>.</summary>
    public const string Loss = "descent.training.loss";

    /// <summary>
    /// The fraction of examples that are right, 0 to 1: a gauge of <see cref="double"/>, unit <c>1</c>, tags <see cref="RunTag"/> and
    /// <see cref="DatasetTag"/>.
    /// </summary>
    public const string Accuracy = "descent.training.accuracy";

    /// <summary>Optimizer steps: a counter of <see cref="long"/>, unit <c>{step}</c>, tag <see cref="RunTag"/>.</summary>
    public const string Steps = "descent.training.steps";

    /// <summary>
    /// ‖Δw‖/‖w‖ of a parameter in the last step, near 1e-3 if the learning rate suits it: a gauge of <see cref="double"/>, unit <c>1</c>,
    /// tags <see cref="RunTag"/> and <see cref="ParameterTag"/>.
    /// </summary>
    public const string UpdateRatio = "descent.training.update_ratio";

    /// <summary>
    /// The units of a layer that were active for no example: a gauge of <see cref="int"/>, unit <c>{unit}</c>, tags <see cref="RunTag"/>
    /// and <see cref="LayerTag"/>.
    /// </summary>
    public const string DeadUnits = "descent.training.dead_units";

    /// <summary>
    /// <see cref="DeadUnits"/> as a fraction of the layer's units, 0 to 1: a gauge of <see cref="double"/>, unit <c>1</c>, tags
    /// <see cref="RunTag"/> and <see cref="LayerTag"/>.
    /// </summary>
    public const string DeadUnitFraction = "descent.training.dead_unit_fraction";

    /// <summary>The tag with the name of the run, <see cref="TrainingMonitor.Run"/>.</summary>
    public const string RunTag = "descent.run";

    /// <summary>The tag with the name of the data: <c>training</c>, <c>validation</c>, <c>test</c> or your own.</summary>
    public const string DatasetTag = "descent.dataset";

    /// <summary>The tag with the name of the parameter.</summary>
    public const string ParameterTag = "descent.parameter";

    /// <summary>The tag with the name of the layer.</summary>
    public const string LayerTag = "descent.layer";
}
