namespace Descent.Training;

/// <summary>Lets hyperparameters of optimizers follow schedules.</summary>
public static class ScheduleExtensions
{
    /// <summary>Lets a hyperparameter follow a schedule; <c>And</c> adds more of them.</summary>
    /// <remarks>
    /// <example>
    /// <code>
    /// var rate = new OneCycleSchedule(maximum: 0.1, steps: 10_000);
    /// optimizer
    ///     .Schedule((o, value) => o.LearningRate = value, rate)
    ///     .And((o, value) => o.Momentum = value, rate.MomentumSchedule());
    /// optimizer.Step();                                // at the rate and momentum of its step
    /// </code>
    /// </example>
    /// </remarks>
    /// <typeparam name="TOptimizer">The optimizer's class.</typeparam>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="set">Sets the hyperparameter, as in <c>(o, value) => o.LearningRate = value</c>.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <returns>What applies the schedules, at position 0. Nothing is set before the first step.</returns>
    public static HyperparameterSchedules<TOptimizer> Schedule<TOptimizer>(
        this TOptimizer optimizer, Action<TOptimizer, double> set, Schedule schedule)
        where TOptimizer : Optimizer => new HyperparameterSchedules<TOptimizer>(optimizer).And(set, schedule);

    /// <summary>
    /// Lets what has a role follow a schedule, whatever the rule and its author's name for it: <c>optimizer.Schedule(HyperparameterRole.LearningRate,
    /// new CosineDecay(initial: 0.1, steps: 9_000))</c>. Of a group, in all of its rules that have it.
    /// </summary>
    /// <typeparam name="TOptimizer">The optimizer's class.</typeparam>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="role">The role.</param>
    /// <param name="schedule">The schedule of its values.</param>
    /// <returns>What applies the schedules, at position 0. Nothing is set before the first step.</returns>
    /// <exception cref="ArgumentException">No hyperparameter that can be set has the role.</exception>
    public static HyperparameterSchedules<TOptimizer> Schedule<TOptimizer>(this TOptimizer optimizer, HyperparameterRole role, Schedule schedule)
        where TOptimizer : Optimizer => new HyperparameterSchedules<TOptimizer>(optimizer).And(role, schedule);

    /// <summary>
    /// Multiplies what has a role by a schedule, from the values that it has now, so that each rule of a group keeps its proportion (PyTorch's
    /// <c>LambdaLR</c>): <c>group.Scale(HyperparameterRole.LearningRate, new CosineDecay(initial: 1, steps: 9_000))</c>.
    /// </summary>
    /// <remarks>To resume, set the hyperparameters to what they were at first before this is called, and then the position.</remarks>
    /// <typeparam name="TOptimizer">The optimizer's class.</typeparam>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="role">The role.</param>
    /// <param name="factor">The schedule of the factor.</param>
    /// <returns>What applies the schedules, at position 0. Nothing is set before the first step.</returns>
    /// <exception cref="ArgumentException">No hyperparameter that can be set has the role.</exception>
    public static HyperparameterSchedules<TOptimizer> Scale<TOptimizer>(this TOptimizer optimizer, HyperparameterRole role, Schedule factor)
        where TOptimizer : Optimizer => new HyperparameterSchedules<TOptimizer>(optimizer).AndScale(role, factor);
}
