using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent;

/// <summary>
/// What trains: holds parameters of type <see cref="float"/> and <see cref="double"/> side by side and updates them all in one
/// <see cref="Step"/>. It is a rule (<see cref="RuleOptimizer"/>) or several (<see cref="OptimizerGroup"/>); whoever steps, schedules, averages
/// or watches need not know which.
/// </summary>
/// <remarks>
/// <para>
/// A step shares its work among threads (<see cref="OptimizerOptions.MaxDegreeOfParallelism"/>), but an optimizer is not thread-safe: one
/// thread at a time may use it and its parameters. While a step is under way, another thread, or memory that the step reaches for, is
/// refused another step, adding, binding gradients or inputs, freezing, setting step counts, and disposing. What cannot be seen is left to
/// the caller: nobody may write weights, gradients or states meanwhile, or set hyperparameters, and what is read meanwhile may be of this
/// step or the last. Different optimizers may step on different threads at once.
/// </para>
/// <para>
/// A step happens as a whole or not at all: all that can be wrong is found before the first weight is written, and memory that is not an
/// array is reached for once more by then. One thing cannot be promised: memory of the caller's own making that is there when the step
/// begins and gone when it is used. Then the step throws <see cref="IncompleteStepException"/>, and the optimizer waits for
/// <see cref="ResolveIncompleteStep"/>.
/// </para>
/// <para>
/// Memory that is written must not overlap what else a step reads or writes: weights and states of all parameters, gradients and inputs.
/// It is refused when a parameter is added or gradients are bound, where it shows by then, else by the next step. Weights may be added
/// again to another optimizer, as long as the two step one after the other.
/// </para>
/// </remarks>
public abstract partial class Optimizer : IDisposable
{
    private StepCycle? _cycle;
    private bool _hasBegun;
    private bool _isTelling;

    private protected Optimizer()
    {
    }

    /// <summary>
    /// A step is about to begin: before <see cref="BeforeGradient"/> moves weights or, where that moves none, before <see cref="Step"/>;
    /// once a step. Hyperparameters and options that are set here count for it. An exception from here leaves all as it is.
    /// </summary>
    /// <remarks>When a group steps, its own comes before those of its optimizers.</remarks>
    public event EventHandler? Stepping;

    /// <summary>
    /// A step is done, with what it did; a skipped one too (<see cref="StepResult.IsSkipped"/>), but none that threw. Nothing can undo it from here.
    /// </summary>
    /// <remarks>
    /// When a group steps, its optimizers tell it before the group does, each with the result of the whole group. Whoever listens is told, also after a handler that threw: a schedule counts
    /// the step, and an average takes it in. What the first threw then comes from <see cref="Step"/>.
    /// </remarks>
    [SuppressMessage("Design", "CA1003", Justification = "Arguments that are an object would be allocated at every step.")]
    public event EventHandler<StepResult>? Stepped;

    /// <summary>How the steps are run. An optimizer in an <see cref="OptimizerGroup"/> follows the group's options when the group steps.</summary>
    public abstract OptimizerOptions Options { get; }

    /// <summary>The parameters, in the order in which they were added; of a group, those of its optimizers one after the other.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The hyperparameters by their names, in the order of their declaration; of a group, those of its optimizers one after the other.</summary>
    public abstract IReadOnlyList<Hyperparameter> Hyperparameters { get; }

    /// <summary>
    /// What is set before each step, such as the loss for <see cref="PolyakSgd"/>: no hyperparameters, so that nothing schedules, searches or
    /// keeps them. Of a group, those of its optimizers one after the other.
    /// </summary>
    public abstract IReadOnlyList<Hyperparameter> StepInputs { get; }

    /// <summary>
    /// The states with one value for the whole optimizer, such as Prodigy's distance; of a group, those of its optimizers. The others are those
    /// of parameters (<see cref="Parameter.States"/>).
    /// </summary>
    public abstract IReadOnlyList<StateView> States { get; }

    /// <summary>
    /// Whether the weights stand where the model is evaluated, after <see cref="Evaluate"/>. Always <see langword="false"/> for a rule
    /// that trains and is evaluated at the same point.
    /// </summary>
    public bool IsEvaluating => Array.Exists(Participants, participant => participant.IsEvaluating);

    /// <summary>
    /// What cut the last step short after it had begun to write; <see langword="null"/>, as good as always, if nothing did. Until
    /// <see cref="ResolveIncompleteStep"/> is called, every step throws.
    /// </summary>
    public IncompleteStepException? IncompleteStep => Array.Find(Participants, participant => participant.IncompleteStep is not null)?.IncompleteStep;

    /// <summary>
    /// Updates every parameter that has gradients and is not frozen, by one step of the rule. Allocates nothing once the same parameters
    /// take part from step to step. Whatever can be wrong is found before the first weight is written.
    /// </summary>
    /// <returns>How many parameters were updated, and how many were left alone and why.</returns>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite and the options say <see cref="NonFiniteGradients.Throw"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no parameters; the rule has a <see cref="BeforeGradientAttribute"/> method and <see cref="BeforeGradient"/> was not called
    /// for a parameter; the weights stand at the point of evaluation; a parameter has had <see cref="int.MaxValue"/> updates; memory overlaps;
    /// the optimizer is being stepped, on another thread or around this call; the memory of a parameter could not be reached, which the inner
    /// exception tells; or an incomplete step has not been resolved. Nothing was changed.
    /// </exception>
    /// <exception cref="IncompleteStepException">Memory vanished while it was in use, and some weights are written.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public StepResult Step() => Queue().Known();

    /// <summary>The same, without waiting for the norm where a device computes it.</summary>
    internal StepResult Queue()
    {
        var result = QueueUntold();
        TellStepped(result);
        return result;
    }

    /// <summary>The same, and nobody is told of it.</summary>
    internal StepResult QueueUntold()
    {
        Begin(RuleMethod.Update);
        try
        {
            return Cycle.Step(Options);
        }
        finally
        {
            Withdraw();
        }
    }

    /// <summary>
    /// Whether a step takes the gradients of two evaluations, as sharpness-aware minimization does: one where the weights stand, which
    /// <see cref="BeforeGradient"/> reads to move them, and one where it moved them.
    /// </summary>
    public bool EvaluatesTwice => Cycle.EvaluatesTwice;

    /// <summary>
    /// Moves the weights to the point where the rule wants their gradients evaluated (Nesterov's look-ahead). Call it before every
    /// evaluation of the gradients for a rule that has a <see cref="BeforeGradientAttribute"/> method; for other rules it does nothing.
    /// A rule that <see cref="EvaluatesTwice"/> reads the gradients of an evaluation before it, under the same options as
    /// <see cref="Step"/>.
    /// </summary>
    /// <returns>
    /// How many parameters were moved, and how many were left alone and why. If a first gradient is not finite and the options say
    /// <see cref="NonFiniteGradients.SkipStep"/>, nothing moves, and the coming <see cref="Step"/> is skipped too, with the same result.
    /// </returns>
    /// <remarks>
    /// Weights that already stand there stay: calling it twice moves them once. Frozen parameters are left alone, and those without
    /// gradients if the rule reads them.
    /// </remarks>
    /// <exception cref="NonFiniteGradientException">A first gradient is not finite and the options say <see cref="NonFiniteGradients.Throw"/>.</exception>
    /// <exception cref="InvalidOperationException">The weights stand at the point of evaluation.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public StepResult BeforeGradient()
    {
        Begin(RuleMethod.BeforeGradient);
        return Cycle.BeforeGradient(Options);
    }

    /// <summary>
    /// Moves the weights to where the model is evaluated, for a rule with a <see cref="ToEvaluationAttribute"/> method; for other rules it
    /// does nothing. Call <see cref="Train"/> before the next gradients.
    /// </summary>
    /// <remarks>Calling it twice moves the weights once. Parameters that are frozen are left alone.</remarks>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void Evaluate() => MoveTo(evaluation: true);

    /// <summary>Moves the weights back to where their gradients are taken, after <see cref="Evaluate"/>.</summary>
    /// <remarks>Calling it twice moves the weights once. What was moved comes back, though it is frozen since; what was frozen then, or was added since, is left alone.</remarks>
    /// <exception cref="InvalidOperationException">Other weights stand in a parameter, as those of an average that is swapped in. Nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void Train() => MoveTo(evaluation: false);

    /// <summary>Says how to go on after a step that was cut short (<see cref="IncompleteStep"/>).</summary>
    /// <param name="resolution">Whether weights and states were put back, or stay as they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="IncompleteStepResolution"/>.</exception>
    /// <exception cref="InvalidOperationException">There is no such step.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    /// <remarks>A group says it to all its optimizers that wait for it.</remarks>
    public void ResolveIncompleteStep(IncompleteStepResolution resolution)
    {
        var waiting = Array.FindAll(Participants, participant => participant.IncompleteStep is not null);
        foreach (var participant in waiting.DefaultIfEmpty(Participants[0]))
        {
            participant.Resolve(resolution);
        }
    }

    /// <summary>
    /// Lets go of parameters and state, of a group those of its optimizers. There are no parameters from then on, and what would step, move, add, save or load throws
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of parameters and state.</summary>
    /// <param name="disposing">Whether it is called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var participant in Participants)
        {
            participant.Dispose();
        }

        _cycle?.Clear();
    }

    /// <summary>What the engine knows of the rules.</summary>
    internal abstract Participant[] Participants { get; }

    private protected StepCycle Cycle => _cycle ??= new(Participants);

    /// <summary>Whether the coming step has begun with <see cref="BeforeGradient"/>.</summary>
    private protected bool HasBegun => _hasBegun;

    /// <summary>Plans anew: the optimizers are others.</summary>
    private protected void ForgetCycle() => _cycle = null;

    /// <summary>Throws if no step can begin.</summary>
    private protected virtual void RefuseStep() => RefuseIfDisposed();

    /// <summary>Throws if it has let go of its parameters.</summary>
    internal void RefuseIfDisposed()
    {
        foreach (var participant in Participants)
        {
            participant.RefuseIfDisposed();
        }
    }

    /// <summary>Moves the weights to where the model is evaluated, or back.</summary>
    private protected virtual void MoveTo(bool evaluation) => Cycle.MoveTo(evaluation, Options);

    /// <summary>Whether somebody is told that a step begins.</summary>
    internal virtual bool IsHeard => Stepping is not null;

    internal virtual void TellStepping() => Stepping?.Invoke(this, EventArgs.Empty);

    /// <summary>Tells that a step is done, and throws what the first handler threw once all are told.</summary>
    internal void TellStepped(StepResult result)
    {
        ExceptionDispatchInfo? failure = null;
        TellStepped(result, ref failure);
        failure?.Throw();
    }

    /// <summary>Tells that a step is done, and keeps what the first handler throws.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "It is thrown again when all are told.")]
    internal virtual void TellStepped(StepResult result, ref ExceptionDispatchInfo? failure)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(Stepped))
        {
            try
            {
                handler(this, result);
            }
            catch (Exception exception)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }
    }

    /// <summary>Tells that a step is about to begin, unless that is told already, or the method does nothing.</summary>
    /// <param name="method">The method that begins it: that before the gradient, or the update.</param>
    internal void Begin(RuleMethod method)
    {
        RefuseStep();
        if (_hasBegun || (method == RuleMethod.BeforeGradient && !Cycle.LooksAhead))
        {
            return;
        }

        // A handler that steps would be told of its own step, and so on.
        if (_isTelling)
        {
            throw Participant.IsStepped(GetType());
        }

        _isTelling = true;
        try
        {
            TellStepping();
        }
        finally
        {
            _isTelling = false;
        }

        _hasBegun = true;
    }

    /// <summary>Throws if the weights do not stand where gradients that a method takes are computed.</summary>
    internal void RequirePoint(RuleMethod method) => Cycle.RequirePoint(method);

    /// <summary>Throws what else would keep a method from being run here, where ranks run it together: none may begin if one of them cannot.</summary>
    internal void LookOver(RuleMethod method) => Cycle.LookOver(method, Options);

    /// <summary>Has the next step be told of, whether this one came to its end or is not to be.</summary>
    internal void Withdraw() => _hasBegun = false;
}
