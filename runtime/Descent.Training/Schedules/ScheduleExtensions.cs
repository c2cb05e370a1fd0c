namespace Descent.Training;

/// <summary>Lets hyperparameters of optimizers follow schedules.</summary>
public static class ScheduleExtensions
{
    /// <summary>Lets a hyperparameter follow a schedule; <see cref="HyperparameterSchedules{TOptimizer}.And"/> adds more of them.</summary>
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
}
