using System.ComponentModel;
using System.Numerics;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// One tensor of weights that an <see cref="Optimizer"/> updates, and the handle to its gradients and state. Made by
/// <see cref="Optimizer.Add{T}(string, Memory{T}, Memory{T}, ReadOnlySpan{nint})"/>.
/// </summary>
public abstract partial class Parameter
{
    private readonly nint[] _shape;
    private NormTerm[]? _scan;
    private ChunkStatistics? _statistics;
    private TensorView? _remainder;

    private protected Parameter(ParameterSource source, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(state);
        (Name, Memory, _shape, State) = (source.Name, source.Memory, source.Shape, state);
    }

    /// <summary>The name it was added under, unique in its optimizer.</summary>
    public string Name { get; }

    /// <summary>The number of weights.</summary>
    public nint Length => Memory.Length;

    /// <summary>The shape it was added with; one dimension of <see cref="Length"/> unless said.</summary>
    public ReadOnlySpan<nint> Shape => _shape;

    /// <summary>The number of updates so far. A skipped step does not count.</summary>
    public int StepCount => State.StepCount;

    /// <summary>
    /// A frozen parameter is left alone by every step: its weights, its state and its step count stay as they are. Its gradients are zeroed
    /// with the others (<see cref="OptimizerOptions.ClearGradientsAfterStep"/>).
    /// </summary>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public bool IsFrozen
    {
        get => State.Standing.IsFrozen;
        set
        {
            State.RefuseWhileBusy(nameof(IsFrozen));
            State.Standing.IsFrozen = value;
        }
    }

    /// <summary>
    /// Whether other weights than those of training stand in its memory for now, as those of a snapshot do that is swapped in to be evaluated. Who puts them there says so:
    /// until it is taken back the parameter cannot be resized (<see cref="Optimizer.Resize{T}(string, T[], T[], ReadOnlySpan{nint})"/>), since its weights would be lost, and no checkpoint can be loaded, since its weights would be
    /// those that are put back. <see cref="IsFrozen"/> keeps steps away.
    /// </summary>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public bool HoldsOtherWeights
    {
        get => State.Standing.HoldsOtherWeights;
        set
        {
            State.RefuseWhileBusy(nameof(HoldsOtherWeights));
            State.Standing.HoldsOtherWeights = value;
        }
    }

    /// <summary>
    /// What the learning rate is multiplied by for this parameter, finite and greater than 0; 1 unless set. A step is then, for this parameter, that of an
    /// optimizer whose hyperparameter of the role <see cref="HyperparameterRole.LearningRate"/> is the product, in <see cref="double"/>, whatever schedule
    /// sets it: with it scale what the rule computes from the rate, a decoupled weight decay among it. It stays when the parameter is resized.
    /// </summary>
    /// <remarks>
    /// For the maximal update parametrization (Yang et al. 2022, arXiv:2203.03466), layer-wise decay of the rate, or smaller steps for an embedding. A step
    /// throws if the rule refuses the product.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite, or not greater than 0; <see cref="IsFrozen"/> leaves a parameter alone.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    /// <exception cref="NotSupportedException">
    /// The rule has no hyperparameter of the role, or one that is read-only, or states of the whole optimizer, which are computed from one learning rate.
    /// </exception>
    public double LearningRateScale
    {
        get => State.Standing.LearningRateScale;
        set
        {
            State.RefuseWhileBusy(nameof(LearningRateScale));
            if (!(double.IsFinite(value) && value > 0))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(LearningRateScale), value, $"{nameof(LearningRateScale)} must be finite and greater than 0; {nameof(IsFrozen)} leaves a parameter alone.");
            }

            State.ScaleLearningRate(value);
        }
    }

    /// <summary>The weights, updated in place by every step.</summary>
    public TensorView Weights => field ??= new WeightView(Memory);

    /// <summary>The gradients that are bound, as <see cref="BindGradients{T}(Memory{T})"/> says; of length 0 where there are none.</summary>
    public TensorView Gradients => field ??= new GradientView(Memory, State);

    /// <summary>Whether gradients are there. A parameter without is left alone by every step.</summary>
    public bool HasGradients => State.Standing.HasGradients;

    /// <summary>What the rule remembers about this parameter.</summary>
    public OptimizerState State { get; }

    /// <summary>
    /// The states of this parameter by their names, in the order of their declaration. Those of the whole optimizer are the optimizer's
    /// (<see cref="Optimizer.States"/>).
    /// </summary>
    public IReadOnlyList<StateView> States => State.Views;

    /// <summary>The inputs of the rule by their names, in the order of their declaration.</summary>
    public IReadOnlyList<InputView> Inputs => State.Inputs;

    /// <summary>How many bytes the values of its states take.</summary>
    public long StateBytes => States.Sum(state => state.Bytes);

    /// <summary>
    /// What is kept beside weights of 16 bits (<see cref="StorageOptions.Weights"/>), for whoever saves a run: the copy in <see cref="float"/>, the second numbers, or
    /// the lower halves of the bits, as <see cref="short"/>; <see langword="null"/> where nothing is.
    /// </summary>
    public TensorView? WeightRemainder => _remainder ??= Memory.Remainder is var (name, type, buffer) ? new RemainderView(name, type, Length, buffer)
        : Memory.RemainderOnDevice is var (nameThere, typeThere, place) ? new RemainderOnDevice(nameThere, typeThere, Length, place)
        : null;

    /// <summary>
    /// Takes the weights as they are stored, after other code has set them: what was kept beside them is forgotten. For weights that are stored as they are
    /// computed there is nothing to do.
    /// </summary>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public void RefreshWeights()
    {
        State.RefuseWhileBusy(nameof(Weights));
        Memory.Refresh();
    }

    /// <summary>The same for those weights alone that are not what is kept beside them would be stored as.</summary>
    internal void RefreshChangedWeights()
    {
        State.RefuseWhileBusy(nameof(Weights));
        Memory.RefreshChanged();
    }

    /// <summary>
    /// Numbers about the last step that collected them (<see cref="OptimizerOptions.CollectStatistics"/>) and updated this parameter;
    /// <see langword="null"/> if there was none.
    /// </summary>
    public ParameterStatistics? Statistics => _statistics?.Last;

    /// <summary>Binds an input of the rule by its name: one value for each weight, which a step reads. Stays bound until it is bound anew.</summary>
    /// <typeparam name="T">The type of the weights.</typeparam>
    /// <param name="name">The name of the input's property.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">The rule has no such input, the length or the type differs from that of the weights, or the values do not lie where these do.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public void BindInput<T>(string name, ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        var input = Inputs.FirstOrDefault(input => input.Name == name)
            ?? throw new ArgumentException($"The rule has no input named '{name}', only: {string.Join(", ", Inputs.Select(input => input.Name))}.", nameof(name));
        input.Bind(values);
    }

    /// <inheritdoc cref="BindInput{T}(string, ReadOnlyMemory{T})"/>
    public void BindInput<T>(string name, T[] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        BindInput<T>(name, values.AsMemory());
    }

    /// <summary>Its name, type, shape and step count, as in <c>layer1.weight: float[784, 128], step 12</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
        => $"{Name}: {TensorView.NameOf(Memory.ElementType)}[{string.Join(", ", _shape)}], step {StepCount}{(IsFrozen ? ", frozen" : "")}{(HasGradients ? "" : ", no gradients")}"
            + (LearningRateScale == 1 ? "" : FormattableString.Invariant($", rate × {LearningRateScale}"));

    /// <summary>Where weights and gradients lie.</summary>
    internal TensorMemory Memory { get; }

    /// <summary>The numbers of the dimensions as their owner counts them, in the order of memory, where that is another; <see langword="null"/> where it is <see cref="Shape"/>'s.</summary>
    internal string? OrderInMemory { get; set; }

    /// <summary>Whether steps draw random values under its name, for the rule or to round.</summary>
    internal bool Draws { get; set; }

    /// <summary>The number under which rounding draws its chance: after those of the rule.</summary>
    internal int UseOfRounding => State.Schema.Draws.Count;

    /// <summary>Reaches for all memory that a step uses, and throws if some is not there.</summary>
    internal void RequireMemory()
    {
        try
        {
            _ = Memory.WeightRegion;
            _ = Memory.GradientRegion;
            for (var index = 0; State.MemoryAt(index).Name is not null; index++)
            {
            }
        }
        catch (Exception exception)
        {
            throw Unreachable(exception);
        }
    }

    /// <summary>What a step throws when memory of this parameter is not there, or a piece of work on it fails.</summary>
    internal InvalidOperationException Unreachable(Exception cause) => new($"Parameter '{Name}' could not be updated: {cause.Message}", cause);

    /// <summary>Makes room for <see cref="RecordScan"/>.</summary>
    internal void PrepareScan() => _scan ??= new NormTerm[State.Shard is { } shard ? shard.ChunksOf(shard.Rank) : Reduction.CountChunks(Memory.Length)];

    /// <summary>Keeps what the gradients of a chunk give to the norm.</summary>
    internal void RecordScan(int start, NormTerm term) => _scan![(((State.Shard?.Start ?? 0) + start) / Reduction.ChunkLength) - (State.Shard?.FirstChunk ?? 0)] = term;

    /// <summary>What the gradients of the chunks give to the norm.</summary>
    internal ReadOnlySpan<NormTerm> Scan => _scan;

    /// <summary>What the chunks left for statistics.</summary>
    internal ChunkStatistics? ChunkStatistics => _statistics;

    /// <summary>What all gradients give to the norm.</summary>
    internal NormTerm CombineScan(double order) => NormTerm.Combine(_scan, order);

    /// <summary>Makes room for statistics.</summary>
    internal void PrepareStatistics() => _statistics ??= new(Memory.Length, State.RangeLength);

    /// <summary>Takes in a chunk for <see cref="Statistics"/>.</summary>
    internal void RecordStatistics<T>(int start, int sweep, ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients, Span<T> before)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => _statistics!.Record(start, sweep, weights, gradients, before, ((TensorMemory<T>)Memory).StoredWeights?.CountLost(before, weights) ?? 0);

    /// <summary>Computes <see cref="Statistics"/> from what the chunks left.</summary>
    internal void CombineStatistics(int step) => _statistics!.Combine(step);
}

/// <summary>A <see cref="Parameter"/> with the state of one rule.</summary>
/// <typeparam name="TState">The rule's generated state class.</typeparam>
public sealed class Parameter<TState> : Parameter
    where TState : OptimizerState
{
    /// <summary>For generated code; users call <c>Add</c> on the optimizer.</summary>
    /// <param name="source">What the engine makes it from.</param>
    /// <param name="state">The state of its weights.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Parameter(ParameterSource source, TState state)
        : base(source, state)
    {
    }

    /// <summary>What the rule remembers about this parameter: a view per state, and the step count.</summary>
    public new TState State => (TState)base.State;
}
