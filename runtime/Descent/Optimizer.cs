using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent;

/// <summary>
/// The base of every rule: holds parameters of type <see cref="float"/> and <see cref="double"/> side by side and updates them all in
/// one <see cref="Step"/>. Derived classes are written by the compiler from an <see cref="OptimizerAttribute"/> class.
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
public abstract class Optimizer : IDisposable
{
    private readonly List<Parameter> _parameters = [];
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);
    private readonly StepEngine?[] _engines = new StepEngine?[4];
    private double[]? _optimizerTotals;
    private StepResult _before;
    private bool _isDisposed;

    /// <summary>How the steps are run. An optimizer in an <see cref="OptimizerGroup"/> follows the group's options when the group steps.</summary>
    public OptimizerOptions Options { get; } = new();

    /// <summary>The parameters, in the order in which they were added.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>
    /// Whether the weights stand where the model is evaluated, after <see cref="Evaluate"/>. Always <see langword="false"/> for a rule
    /// that trains and is evaluated at the same point.
    /// </summary>
    public bool IsEvaluating { get; private set; }

    /// <summary>
    /// What cut the last step short after it had begun to write; <see langword="null"/>, as good as always, if nothing did. Until
    /// <see cref="ResolveIncompleteStep"/> is called, every step throws.
    /// </summary>
    public IncompleteStepException? IncompleteStep { get; internal set; }

    /// <summary>The parameter that was added under a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">No parameter has this name.</exception>
    public Parameter this[string name] => _byName.TryGetValue(name, out var parameter)
        ? parameter
        : throw new KeyNotFoundException($"The optimizer has no parameter named '{name}'.");

    /// <summary>Looks for the parameter that was added under a name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameter">The parameter, or <see langword="null"/>.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetParameter(string name, [NotNullWhen(true)] out Parameter? parameter) => _byName.TryGetValue(name, out parameter);

    /// <summary>Adds a tensor of weights and allocates its state.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">A name of its own in this optimizer, such as <c>"layer1.weight"</c>.</param>
    /// <param name="weights">The weights, updated in place by every step. No weight may belong to two parameters.</param>
    /// <param name="gradients">The gradients, one per weight; <see langword="null"/> if they are bound later.</param>
    /// <param name="shape">The dimensions; their product is the number of weights. One dimension unless said.</param>
    /// <returns>The parameter: its state, its step count, its gradients to rebind.</returns>
    /// <exception cref="ArgumentException">
    /// A length, the shape or the name does not fit, there are more than 2³¹ − 2¹⁶ weights, or memory overlaps.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public Parameter<T> Add<T>(string name, T[] weights, T[]? gradients = null, ReadOnlySpan<int> shape = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(weights);
        return AddParameter(name, weights.AsMemory(), gradients, shape);
    }

    /// <inheritdoc cref="Add{T}(string, T[], T[], ReadOnlySpan{int})"/>
    public Parameter<T> Add<T>(string name, Memory<T> weights, ReadOnlyMemory<T> gradients = default, ReadOnlySpan<int> shape = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => AddParameter(name, weights, gradients, shape);

    /// <summary>
    /// Updates every parameter that has gradients and is not frozen, by one step of the rule. Allocates nothing once the same parameters
    /// take part from step to step. Whatever can be wrong is found before the first weight is written.
    /// </summary>
    /// <returns>How many parameters were updated, and how many were left alone and why.</returns>
    /// <exception cref="BadGradientException">A gradient is not finite and the options say <see cref="BadGradients.Throw"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no parameters; the rule has a <see cref="BeforeGradientAttribute"/> method and <see cref="BeforeGradient"/> was not called
    /// for a parameter; the weights stand at the point of evaluation; a parameter has had <see cref="int.MaxValue"/> updates; memory overlaps;
    /// the optimizer is being stepped, on another thread or around this call; the memory of a parameter could not be reached, which the inner
    /// exception tells; or an incomplete step has not been resolved. Nothing was changed.
    /// </exception>
    /// <exception cref="IncompleteStepException">Memory vanished while it was in use, and some weights are written.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public StepResult Step()
    {
        RefuseWhileEvaluating();
        var before = _before;
        _before = default;
        return before.IsSkipped ? EngineOf(RuleMethod.Update).Skip(Options, before) : Run(RuleMethod.Update);
    }

    /// <summary>
    /// Whether a step takes the gradients of two evaluations, as sharpness-aware minimization does: one where the weights stand, which
    /// <see cref="BeforeGradient"/> reads to move them, and one where it moved them.
    /// </summary>
    public bool EvaluatesTwice => ReadsGradients(RuleMethod.BeforeGradient);

    /// <summary>
    /// Moves the weights to the point where the rule wants their gradients evaluated (Nesterov's look-ahead). Call it before every
    /// evaluation of the gradients for a rule that has a <see cref="BeforeGradientAttribute"/> method; for other rules it does nothing.
    /// A rule that <see cref="EvaluatesTwice"/> reads the gradients of an evaluation before it, under the same options as
    /// <see cref="Step"/>.
    /// </summary>
    /// <returns>
    /// How many parameters were moved, and how many were left alone and why. If a first gradient is not finite and the options say
    /// <see cref="BadGradients.SkipStep"/>, nothing moves, and the coming <see cref="Step"/> is skipped too, with the same result.
    /// </returns>
    /// <remarks>
    /// Weights that already stand there stay: calling it twice moves them once. Frozen parameters are left alone, and those without
    /// gradients if the rule reads them.
    /// </remarks>
    /// <exception cref="BadGradientException">A first gradient is not finite and the options say <see cref="BadGradients.Throw"/>.</exception>
    /// <exception cref="InvalidOperationException">The weights stand at the point of evaluation.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public StepResult BeforeGradient()
    {
        RefuseWhileEvaluating();
        _before = HasMethod(RuleMethod.BeforeGradient) ? Run(RuleMethod.BeforeGradient) : default;
        return _before;
    }

    /// <summary>
    /// Moves the weights to where the model is evaluated, for a rule with a <see cref="ToEvaluationAttribute"/> method; for other rules it
    /// does nothing. Call <see cref="Train"/> before the next gradients.
    /// </summary>
    /// <remarks>Calling it twice moves the weights once. Frozen parameters are left alone.</remarks>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void Evaluate() => MoveTo(evaluation: true);

    /// <summary>Moves the weights back to where their gradients are taken, after <see cref="Evaluate"/>.</summary>
    /// <remarks>Calling it twice moves the weights once.</remarks>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void Train() => MoveTo(evaluation: false);

    /// <summary>Says how to go on after a step that was cut short (<see cref="IncompleteStep"/>).</summary>
    /// <param name="resolution">Whether weights and states were put back, or stay as they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="IncompleteStepResolution"/>.</exception>
    /// <exception cref="InvalidOperationException">There is no such step.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void ResolveIncompleteStep(IncompleteStepResolution resolution)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!Enum.IsDefined(resolution))
        {
            throw new ArgumentOutOfRangeException(nameof(resolution), resolution, "The resolution must be Restored or Kept.");
        }

        var incomplete = IncompleteStep ?? throw new InvalidOperationException("No step was cut short.");
        if (resolution == IncompleteStepResolution.Kept)
        {
            var written = incomplete.Written.ToHashSet();
            foreach (var parameter in _parameters.Where(written.Contains))
            {
                parameter.State.Standing.Done(incomplete.Method, parameter.StepCount + 1);
            }

            IsEvaluating = incomplete.Method == RuleMethod.ToEvaluation || (IsEvaluating && incomplete.Method != RuleMethod.ToTraining);
        }

        IncompleteStep = null;
    }

    /// <summary>Lets go of parameters and state. Every later call throws <see cref="ObjectDisposedException"/>.</summary>
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
        EnterTo("disposed");
        _isDisposed = true;
        _parameters.Clear();
        _byName.Clear();
        Standings.Claims.Clear();
        Array.Clear(_engines);
        IncompleteStep = null;
        Standings.Leave();
    }

    /// <summary>For generated code: makes a parameter with the rule's state.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">The parameter's name.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">The gradients; empty for none.</param>
    /// <param name="shape">The shape; empty for one dimension.</param>
    /// <returns>The parameter, not yet registered.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract Parameter<T> CreateParameter<T>(string name, Memory<T> weights, ReadOnlyMemory<T> gradients, ReadOnlySpan<int> shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>For generated code: whether the rule has a method of this kind.</summary>
    /// <param name="method">The kind.</param>
    /// <returns>Whether it has.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual bool HasMethod(RuleMethod method) => method == RuleMethod.Update;

    /// <summary>For generated code: whether the rule's method of this kind takes gradients.</summary>
    /// <param name="method">The kind.</param>
    /// <returns>Whether it does.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual bool ReadsGradients(RuleMethod method) => method == RuleMethod.Update;

    /// <summary>For generated code: how many passes over the weights a method makes at most.</summary>
    /// <param name="method">The method.</param>
    /// <returns>The number.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual int CountPasses(RuleMethod method) => 1;

    /// <summary>For generated code: how many of the rule's reductions are over the whole optimizer. They come first.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual int OptimizerReductions => 0;

    /// <summary>For generated code: whether tensors differ in what is prepared and written once per tensor: states of their own, inputs.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual bool PreparesEachTensor => false;

    /// <summary>
    /// For generated code: computes what does not differ from weight to weight, and throws what that throws. Parameters at the same step
    /// share it, so it is computed once for all of them.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The parameter's state.</param>
    /// <param name="step">The step number, from 1.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void PrepareStep(RuleMethod method, OptimizerState state, int step);

    /// <summary>For generated code: runs one pass of a method over a range of a tensor. All checks have been made.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The tensor's state.</param>
    /// <param name="weights">The weights of the range.</param>
    /// <param name="gradients">Their gradients; empty for a method that takes none.</param>
    /// <param name="step">The step number, from 1.</param>
    /// <param name="pass">The pass, from 0.</param>
    /// <param name="start">Where in the tensor the range begins.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void RunPass(
        RuleMethod method, OptimizerState state, Span<float> weights, ReadOnlySpan<float> gradients, int step, int pass, int start);

    /// <inheritdoc cref="RunPass(RuleMethod, OptimizerState, Span{float}, ReadOnlySpan{float}, int, int, int)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void RunPass(
        RuleMethod method, OptimizerState state, Span<double> weights, ReadOnlySpan<double> gradients, int step, int pass, int start);

    /// <summary>For generated code: writes the states of which there is one value for a tensor, after the last pass.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The tensor's state.</param>
    /// <param name="step">The step number, from 1.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void EndStep(RuleMethod method, OptimizerState state, int step)
    {
    }

    /// <summary>For generated code: writes the states of which there is one value for the optimizer, after the last tensor.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void CommitStep()
    {
    }

    /// <summary>For generated code: the total of a reduction over the whole optimizer, or group, in the step under way.</summary>
    /// <param name="reduction">Its number.</param>
    /// <returns>The total.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected double OptimizerTotal(int reduction) => OptimizerTotals[reduction];

    internal int PassesOf(RuleMethod method) => CountPasses(method);

    internal bool Reads(RuleMethod method) => ReadsGradients(method);

    internal bool DiffersByTensor => PreparesEachTensor;

    internal void Prepare(RuleMethod method, OptimizerState state, int step) => PrepareStep(method, state, step);

    internal void Run(RuleMethod method, OptimizerState state, Span<float> weights, ReadOnlySpan<float> gradients, int step, int pass, int start)
        => RunPass(method, state, weights, gradients, step, pass, start);

    internal void Run(RuleMethod method, OptimizerState state, Span<double> weights, ReadOnlySpan<double> gradients, int step, int pass, int start)
        => RunPass(method, state, weights, gradients, step, pass, start);

    internal void End(RuleMethod method, OptimizerState state, int step) => EndStep(method, state, step);

    internal void Commit() => CommitStep();

    internal double[] OptimizerTotals => _optimizerTotals ??= new double[OptimizerReductions];

    internal List<Parameter> ParameterList => _parameters;

    /// <summary>The standings of the parameters, and what they share.</summary>
    internal Standings Standings { get; } = new();

    /// <summary>The number of a parameter's coming step, or 0 if the method leaves it alone; throws if the step cannot be done.</summary>
    internal int ComingStep(RuleMethod method, int place)
    {
        ref readonly var standing = ref Standings[place];
        switch (method)
        {
            case var _ when !HasMethod(method):
                return 0;
            case RuleMethod.Update when !standing.AwaitsGradient && HasMethod(RuleMethod.BeforeGradient):
                throw new InvalidOperationException(
                    $"{GetType().Name} evaluates gradients at a point of its own: call BeforeGradient() before the gradients of parameter '{_parameters[place].Name}' are computed, then Step().");
            case RuleMethod.BeforeGradient when standing.AwaitsGradient:
                return 0;
            default:
                return Guard.NextStep(standing.StepCount, _parameters[place]);
        }
    }

    /// <summary>Whether the step under way climbs.</summary>
    internal bool Maximizes { get; set; }

    /// <summary>Marks the optimizers as being stepped, or throws and marks none.</summary>
    internal static void Enter(Optimizer[] optimizers)
    {
        var entered = 0;
        try
        {
            for (; entered < optimizers.Length; entered++)
            {
                optimizers[entered].Enter();
            }
        }
        catch
        {
            Leave(optimizers.AsSpan(0, entered));
            throw;
        }
    }

    internal static void Leave(ReadOnlySpan<Optimizer> optimizers)
    {
        foreach (var optimizer in optimizers)
        {
            optimizer.Standings.Leave();
        }
    }

    private void Enter()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!Standings.TryEnter())
        {
            throw new InvalidOperationException($"The {GetType().Name} is being stepped already, on another thread or around this call.");
        }

        if (IncompleteStep is { } incomplete)
        {
            Standings.Leave();
            throw new InvalidOperationException(
                $"The last step of the {GetType().Name} was cut short and has not been resolved: call {nameof(ResolveIncompleteStep)}. ({incomplete.Message})", incomplete);
        }
    }

    private void EnterTo(string what)
    {
        if (!Standings.TryEnter())
        {
            throw new InvalidOperationException($"The {GetType().Name} cannot be {what} while it is being stepped.");
        }
    }

    internal void RefuseWhileEvaluating()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (IsEvaluating)
        {
            throw new InvalidOperationException("The weights stand at the point of evaluation: call Train() before their gradients are computed.");
        }
    }

    /// <summary>Throws if a parameter has this name, or weights that overlap the weights or the gradients given.</summary>
    internal void RefuseClash<T>(string name, Memory<T> weights, ReadOnlyMemory<T> gradients)
        where T : unmanaged
    {
        if (_byName.ContainsKey(name))
        {
            throw new ArgumentException($"A parameter named '{name}' was added before; names are unique.", nameof(name));
        }

        if (Standings.Claims.OwnerOf<T>(weights) is { } other)
        {
            throw new ArgumentException(
                $"The weights of '{name}' overlap those of '{other.Name}': tied weights would be updated twice. Add them once, with the sum of their gradients.",
                nameof(weights));
        }

        Guard.Disjoint(Standings.Claims.OwnerOf(gradients), name, nameof(gradients));
    }

    private void MoveTo(bool evaluation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (IsEvaluating != evaluation && HasMethod(RuleMethod.ToEvaluation))
        {
            Run(evaluation ? RuleMethod.ToEvaluation : RuleMethod.ToTraining);
            IsEvaluating = evaluation;
        }
    }

    private StepResult Run(RuleMethod method) => EngineOf(method).Run(Options);

    private StepEngine EngineOf(RuleMethod method) => _engines[(int)method] ??= new StepEngine([this], method);

    private Parameter<T> AddParameter<T>(string name, Memory<T> weights, ReadOnlyMemory<T> gradients, ReadOnlySpan<int> shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Guard.ElementType<T>();
        Guard.Length(weights.Length, name);
        Guard.Shape(shape, weights.Length, name);
        EnterTo("given a parameter");
        try
        {
            RefuseClash(name, weights, gradients);
            var parameter = CreateParameter(name, weights, gradients, shape);
            Standings.Claims.Add<T>(parameter, weights);
            parameter.State.Join(Standings);
            _parameters.Add(parameter);
            _byName.Add(name, parameter);
            return parameter;
        }
        finally
        {
            Standings.Leave();
        }
    }
}
