using System.ComponentModel;
using System.Numerics;
using Descent.Engine;

namespace Descent.CompilerServices;

/// <summary>
/// What the engine asks of a rule, and what it has it do once for all tensors. The compiler writes one for each rule, and what it has done
/// to a tensor in <see cref="CompiledSweeps{T}"/>. Not meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CompiledRule
{
    private object? _sweepsOfFloat;
    private object? _sweepsOfDouble;

    /// <summary>The rule's hyperparameters, states and inputs; <see langword="null"/> for one that no compiler wrote.</summary>
    public virtual RuleSchema? Schema => null;

    /// <summary>Whether a step needs all parameters of the optimizer at once.</summary>
    public virtual bool IsOverOptimizer => false;

    /// <summary>How many of the rule's reductions are over the whole optimizer. They come first.</summary>
    public virtual int OptimizerReductions => 0;

    /// <summary>Whether tensors differ in what is prepared and written once per tensor: states of their own, inputs.</summary>
    public virtual bool PreparesEachTensor => false;

    /// <summary>The totals of reductions over the whole optimizer, or group, in the step under way.</summary>
    internal double[] OptimizerTotals => field ??= new double[OptimizerReductions];

    /// <summary>Whether the rule names rows and stays within each: nothing in it is of columns, nor a total of the tensor or the optimizer.</summary>
    public virtual bool StaysInRows => false;

    /// <summary>What multiplies the learning rate for parameters that have a scale.</summary>
    internal RateScaling Scaling => field ??= new(this);

    /// <summary>For <c>Reference</c>: has the rule compute with the learning rate of a parameter, until what this gives is disposed of.</summary>
    /// <param name="state">The state of the parameter.</param>
    /// <returns>What puts the rate back.</returns>
    /// <exception cref="InvalidOperationException">The rule refuses the product of rate and <see cref="Parameter.LearningRateScale"/>.</exception>
    public ScaledRate ScaleRate(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(Scaling, state.Standing.LearningRateScale);
    }

    /// <summary>Whether the rule has a method of this kind.</summary>
    /// <param name="method">The kind.</param>
    /// <returns>Whether it has.</returns>
    public virtual bool HasMethod(RuleMethod method) => method == RuleMethod.Update;

    /// <summary>Whether the rule's method of this kind takes gradients.</summary>
    /// <param name="method">The kind.</param>
    /// <returns>Whether it does.</returns>
    public virtual bool ReadsGradients(RuleMethod method) => method == RuleMethod.Update;

    /// <summary>How many sweeps over the weights a method makes at most.</summary>
    /// <param name="method">The method.</param>
    /// <returns>The number.</returns>
    public virtual int CountSweeps(RuleMethod method) => 1;

    /// <summary>Which values of each weight a sweep of a method reads and writes.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The state of the tensor.</param>
    /// <param name="step">The step number, from 1, for which it is prepared.</param>
    /// <param name="sweep">The sweep, from 0.</param>
    /// <returns>What it touches: all, unless the compiler knows better.</returns>
    public virtual SweepTouches Touches(RuleMethod method, OptimizerState state, int step, int sweep) => default;

    /// <summary>
    /// Whether its loops can be given weights, gradients and states of 16 bits where they lie: they reach them through lanes alone, and the spans that they are
    /// given are of as many numbers, but of half the memory.
    /// </summary>
    public virtual bool ReadsNarrow => false;

    /// <summary>The loops for NVIDIA's GPUs as the text of a module, but for its version and the type of the weights; empty for a rule that did not opt in.</summary>
    public virtual ReadOnlySpan<byte> CudaText => default;

    /// <summary>The functions of each weight that the loops call there, which are computed for weights of <see cref="float"/> and fewer bits alone; empty if there are none.</summary>
    public virtual string CudaFunctions => "";

    /// <summary>How many numbers the loops of a method take there in a step: two factors of the gradients, and the scalars.</summary>
    /// <param name="method">The method.</param>
    /// <returns>The number.</returns>
    public virtual int CountCudaValues(RuleMethod method) => 0;

    /// <summary>How many totals a loop there computes.</summary>
    /// <param name="method">The method.</param>
    /// <param name="loop">The loop.</param>
    /// <returns>The number; 0 for a loop that does not reduce.</returns>
    public virtual int CountCudaTotals(RuleMethod method, int loop) => 0;

    /// <summary>Which total a loop there leaves at a place.</summary>
    /// <param name="method">The method.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="index">The place, from 0.</param>
    /// <returns>The total.</returns>
    public virtual DeviceTotal GetCudaTotal(RuleMethod method, int loop, int index) => default;

    /// <summary>The scalars of a sweep, once the step is prepared and the totals of the sweep before are there, behind the two factors.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The state of the tensor.</param>
    /// <param name="step">The step number, from 1, for which it is prepared.</param>
    /// <param name="sweep">The sweep, from 0.</param>
    /// <param name="values">Where they go.</param>
    /// <returns>The loop of the method that runs in the sweep; −1 if there is none.</returns>
    public virtual int GetCudaValues(RuleMethod method, OptimizerState state, int step, int sweep, Span<double> values) => -1;

    /// <summary>Whether a device computes all that loops there take from totals.</summary>
    /// <param name="method">The method.</param>
    /// <returns>Whether it does; if not, totals come here between two sweeps.</returns>
    public virtual bool HasCudaScalars(RuleMethod method) => false;

    /// <summary>The states with one value for the tensor or the optimizer that a device computes and keeps, by their numbers in the schema.</summary>
    public virtual ReadOnlySpan<int> CudaStates => default;

    /// <summary>Those of the optimizer, once a parameter lies on a device; <see langword="null"/> if none does, or the rule keeps none there.</summary>
    internal KeptStates? Kept { get; private set; }

    /// <summary>Has those of the optimizer come here, if a device has others.</summary>
    public void FetchStates() => Kept?.Fetch();

    /// <summary>Notes that a parameter lies on a device.</summary>
    internal void KeepStates()
    {
        if (!CudaStates.IsEmpty)
        {
            Kept ??= KeptStates.Of(Schema!, CudaStates.ToArray(), areOfOptimizer: true, GetState, SetState);
        }
    }

    /// <summary>Whether states of the tensor or the optimizer that this processor computes follow from totals that a device has: then these come here at the end of a step.</summary>
    /// <param name="method">The method.</param>
    /// <returns>Whether any does.</returns>
    public virtual bool HasCudaStates(RuleMethod method) => false;

    /// <summary>How many numbers a device is given for that, of each tensor.</summary>
    /// <param name="method">The method.</param>
    /// <returns>The number.</returns>
    public virtual int CountCudaInputs(RuleMethod method) => 0;

    /// <summary>Those numbers, once the step is prepared.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The state of the tensor.</param>
    /// <param name="step">The step number, from 1, for which it is prepared.</param>
    /// <param name="sweep">The sweep, from 0.</param>
    /// <param name="inputs">Where they go.</param>
    /// <returns>The entry that computes what the loop of the sweep takes from totals; −1 if it takes nothing.</returns>
    public virtual int GetCudaScalars(RuleMethod method, OptimizerState state, int step, int sweep, Span<double> inputs) => -1;

    /// <summary>The loops of a sweep there of a rule that names rows or columns: each waits for the totals that the one before it leaves of rows.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The state of the tensor.</param>
    /// <param name="step">The step number, from 1, for which it is prepared.</param>
    /// <param name="sweep">The sweep, from 0.</param>
    /// <param name="part">Which loop of the sweep, from 0.</param>
    /// <returns>The loop of the method; −1 if there is none.</returns>
    public virtual int GetCudaPart(RuleMethod method, OptimizerState state, int step, int sweep, int part) => -1;

    /// <summary>
    /// What a device computes of each row, or each column, where it computes what follows from totals: once before each loop of a sweep, behind the last one, and behind all sweeps; or of each tensor, or the
    /// optimizer, behind all sweeps.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The state of the tensor.</param>
    /// <param name="step">The step number, from 1, for which it is prepared.</param>
    /// <param name="sweep">The sweep, from 0; −1 behind all of them.</param>
    /// <param name="part">Before which loop of the sweep, from 0; −1 behind the last one.</param>
    /// <param name="per">Of what: <see cref="Per.Row"/>, <see cref="Per.Column"/>, <see cref="Per.Tensor"/> or <see cref="Per.Optimizer"/>.</param>
    /// <returns>The entry that computes it; −1 if there is nothing to compute.</returns>
    public virtual int GetCudaLines(RuleMethod method, OptimizerState state, int step, int sweep, int part, Per per) => -1;

    /// <summary>Of how many totals of the tensor such an entry leaves a term for each row.</summary>
    /// <param name="method">The method.</param>
    /// <param name="lines">The entry.</param>
    /// <returns>The number.</returns>
    public virtual int CountCudaRecorded(RuleMethod method, int lines) => 0;

    /// <summary>Which total that is.</summary>
    /// <param name="method">The method.</param>
    /// <param name="lines">The entry.</param>
    /// <param name="index">Which of them, from 0.</param>
    /// <returns>The total.</returns>
    public virtual DeviceTotal GetCudaRecorded(RuleMethod method, int lines, int index) => default;

    /// <summary>How many numbers a loop there takes of each row.</summary>
    /// <param name="method">The method.</param>
    /// <param name="loop">The loop; −1 for the one that takes most.</param>
    /// <returns>The number.</returns>
    public virtual int CountCudaRows(RuleMethod method, int loop) => 0;

    /// <summary>
    /// The numbers that a loop of a sweep takes of each row, row after row; for the part after the last one nothing: then what the sweep leaves of each row is taken into the tensor's totals.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The state of the tensor.</param>
    /// <param name="step">The step number, from 1, for which it is prepared.</param>
    /// <param name="sweep">The sweep, from 0.</param>
    /// <param name="part">Which loop of the sweep, from 0.</param>
    /// <param name="values">Where they go.</param>
    public virtual void GetCudaRows(RuleMethod method, OptimizerState state, int step, int sweep, int part, Span<double> values)
    {
    }

    /// <summary>How many numbers a loop there takes of each column.</summary>
    /// <param name="method">The method.</param>
    /// <param name="loop">The loop; −1 for the one that takes most.</param>
    /// <returns>The number.</returns>
    public virtual int CountCudaColumns(RuleMethod method, int loop) => 0;

    /// <summary>Where one of the numbers that a loop takes of each column lies, in the type of the weights.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The state of the tensor.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="index">Which number, from 0.</param>
    /// <returns>One value for each column.</returns>
    public virtual StateBuffer GetCudaColumns(RuleMethod method, OptimizerState state, int loop, int index) => default;

    /// <summary>
    /// Shows what was prepared for a step (<see cref="CompiledSweeps{T}.Prepare"/>) where the mathematical library of the platform has a part in it, so that it may be replaced by
    /// what another rank of the same training has.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The state of the tensor.</param>
    /// <param name="values">What it is shown to.</param>
    public virtual void ExchangeValues(RuleMethod method, OptimizerState state, IStepValues values)
    {
    }

    /// <summary>Whether that library has a part in what is computed after it was prepared: from totals, or of each weight.</summary>
    /// <param name="atDoubles">Whether there are weights of <see cref="double"/>.</param>
    /// <returns>Whether it has.</returns>
    public virtual bool CallsLibrary(bool atDoubles) => false;

    /// <summary>Whether a method has operations on whole matrices between its sweeps.</summary>
    /// <param name="method">The method.</param>
    /// <returns>Whether it has.</returns>
    public virtual bool HasWholeOperations(RuleMethod method) => false;

    /// <summary>Makes a parameter with the rule's state.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="source">Its name, shape and memory.</param>
    /// <param name="weights">Its weights.</param>
    /// <returns>The parameter, not yet registered.</returns>
    public virtual Parameter CreateParameter<T>(ParameterSource source, ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => throw new NotSupportedException("The rule has no state.");

    /// <summary>Makes what works on the tensors of one element type.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The sweeps.</returns>
    public virtual CompiledSweeps<T> CreateSweeps<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => throw new NotSupportedException("The rule has no loops.");

    /// <summary>What works on tensors of one element type, made once.</summary>
    internal CompiledSweeps<T> SweepsOf<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var sweeps = ref typeof(T) == typeof(float) ? ref _sweepsOfFloat : ref _sweepsOfDouble;
        return (CompiledSweeps<T>)(sweeps ??= CreateSweeps<T>());
    }

    /// <summary>The value of a hyperparameter that is a <see cref="double"/>.</summary>
    /// <param name="index">Its number in the schema.</param>
    /// <returns>The value.</returns>
    public virtual double GetNumber(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Sets a hyperparameter that is a <see cref="double"/> and not read-only.</summary>
    /// <param name="index">Its number in the schema.</param>
    /// <param name="value">The value.</param>
    public virtual void SetNumber(int index, double value) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The value of a hyperparameter that is no <see cref="double"/>.</summary>
    /// <param name="index">Its number in the schema.</param>
    /// <returns>The value.</returns>
    public virtual object GetHyperparameter(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Sets a hyperparameter that is no <see cref="double"/> and not read-only.</summary>
    /// <param name="index">Its number in the schema.</param>
    /// <param name="value">The value, of its type.</param>
    public virtual void SetHyperparameter(int index, object value) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The value of a state of the optimizer.</summary>
    /// <param name="index">Its number in the schema.</param>
    /// <returns>The value.</returns>
    public virtual double GetState(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Sets a state of the optimizer.</summary>
    /// <param name="index">Its number in the schema.</param>
    /// <param name="value">The value.</param>
    public virtual void SetState(int index, double value) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Runs the specification of a method: the author's own, for one weight after the other.</summary>
    /// <param name="method">A method that the rule has.</param>
    /// <param name="parameter">What it is run over, of <see cref="double"/>; all parameters of the optimizer if the rule is over those.</param>
    /// <exception cref="NotSupportedException">No compiler wrote the rule.</exception>
    public virtual void Reference(RuleMethod method, Parameter parameter) => throw new NotSupportedException("The rule has no specification to run.");

    /// <summary>Writes the states of which there is one value for the optimizer, after the last tensor.</summary>
    public virtual void Commit()
    {
    }

    /// <summary>The total of a reduction over the whole optimizer, or group, in the step under way.</summary>
    /// <param name="reduction">Its number.</param>
    /// <returns>The total.</returns>
    public double OptimizerTotal(int reduction) => OptimizerTotals[reduction];
}
