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
/// <item><term><c>descent.training.skipped_steps</c></term><description>counter, <c>{step}</c>, tags run and parameter: steps left out for a gradient that is not finite</description></item>
/// <item><term><c>descent.training.step.duration</c></term><description>histogram, <c>s</c>, tag run: how long a step takes</description></item>
/// <item><term><c>descent.training.learning_rate</c></term><description>gauge, <c>1</c>, tags run and optimizer: the learning rate of the last step</description></item>
/// <item><term><c>descent.training.gradient_norm</c></term><description>gauge, <c>1</c>, tag run: the norm of all gradients</description></item>
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

    /// <summary>The version of the meter: that of the package.</summary>
    internal static string Version { get; } = typeof(TrainingMetrics).Assembly.GetName().Version!.ToString(3);

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
    /// Steps that were left out for a gradient that is not finite (<see cref="NonFiniteGradients.SkipStep"/>): a counter of <see cref="long"/>, unit
    /// <c>{step}</c>, tags <see cref="RunTag"/> and <see cref="ParameterTag"/>, the first parameter that has one.
    /// </summary>
    public const string SkippedSteps = "descent.training.skipped_steps";

    /// <summary>
    /// How long a step takes, from <see cref="Optimizer.Stepping"/> to <see cref="Optimizer.Stepped"/>; for a rule that looks ahead, with the
    /// evaluation of the gradients between <see cref="Optimizer.BeforeGradient"/> and <see cref="Optimizer.Step"/>: a histogram of
    /// <see cref="double"/>, unit <c>s</c>, tag <see cref="RunTag"/>.
    /// </summary>
    public const string StepDuration = "descent.training.step.duration";

    /// <summary>
    /// The learning rate of the last step, of each rule that has one (<see cref="HyperparameterRole.LearningRate"/>): a gauge of
    /// <see cref="double"/>, unit <c>1</c>, tags <see cref="RunTag"/> and <see cref="OptimizerTag"/>.
    /// </summary>
    public const string LearningRate = "descent.training.learning_rate";

    /// <summary>
    /// <see cref="StepResult.GradientNorm"/>, of the steps that tell it: a gauge of <see cref="double"/>, unit <c>1</c>, tag <see cref="RunTag"/>. A
    /// step tells it while something asks for it, as clipping does; <c>Options.MaximumGradientNorm = double.MaxValue</c> asks and clips nothing.
    /// </summary>
    public const string GradientNorm = "descent.training.gradient_norm";

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

    /// <summary>The tag with the rule: the name of its class; in a group the second of a class has a 2 after it, and so on.</summary>
    public const string OptimizerTag = "descent.optimizer";

    /// <summary>The tag with the name of the parameter.</summary>
    public const string ParameterTag = "descent.parameter";

    /// <summary>The tag with the name of the layer.</summary>
    public const string LayerTag = "descent.layer";
}
