using System.ComponentModel;
using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// What an optimizer remembers about one parameter between steps. The compiler derives one sealed class per rule from it, with a
/// view per state (<c>state.FirstMoment</c>, <c>state.SecondMoment</c>).
/// </summary>
public abstract partial class OptimizerState
{
    private ulong _hashOfName = ChanceKey.HashOf("");
    private ulong _chanceKey;
    private int? _storedStates;

    // No loop is compiled before there is a state for it: so the choice is a constant to each.
    static OptimizerState() => RuntimeHelpers.RunClassConstructor(typeof(ReciprocalDivision).TypeHandle);

    /// <summary>For derived, generated classes.</summary>
    /// <param name="schema">What the rule is made of.</param>
    /// <param name="elementType">The type of the weights.</param>
    /// <param name="length">The number of weights.</param>
    /// <param name="reductions">How many reductions a step has.</param>
    /// <param name="shape">The rows and columns, if the rule names them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 2³¹ − 2¹⁶ weights.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected OptimizerState(RuleSchema schema, Type elementType, int length, int reductions = 0, MatrixShape? shape = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Guard.MaxLength);
        (Schema, ElementType, Length, Matrix) = (schema, elementType, length, shape);
        (Columns, RangeLength) = (shape?.Columns ?? length, RangeLengthOf(shape));
        Totals = reductions > 0 ? new(length, reductions, shape) : null;
        IsFar = length >= FarMemory.SmallestLength;
    }

    /// <summary>The number of rows of a tensor whose rule names rows or columns: its first dimension, 1 of a vector; 1 for every other rule.</summary>
    public int Rows => Matrix?.Rows ?? 1;

    /// <summary>The number of columns of a tensor whose rule names rows or columns: the product of its other dimensions; all its weights for every other rule.</summary>
    public int Columns { get; }

    /// <summary>For generated code: the number of weights of the whole tensor, of which these may be a rank's share.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public nint TensorLength => Shard?.WholeLength ?? Length;

    /// <summary>For generated code: the number of rows of the whole tensor.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int TensorRows => Matrix?.WholeRows ?? 1;

    /// <summary>For generated code: the number of columns of the whole tensor.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int TensorColumns => Matrix?.WholeColumns ?? (int)TensorLength;

    /// <summary>The rows and columns, if the rule names them.</summary>
    internal MatrixShape? Matrix { get; }

    /// <summary>Which range of a whole tensor it is of; <see langword="null"/> where it is of all of it.</summary>
    internal Shard? Shard { get; set; }

    /// <summary>How many weights are walked at a time: a chunk, or as many rows as make one.</summary>
    internal int RangeLength { get; }

    /// <summary>How many weights of a tensor are walked at a time; on a rank that has nothing of it, too, which finds the blocks of others in a file by it.</summary>
    internal static int RangeLengthOf(MatrixShape? shape) => shape is { } matrix ? Math.Max(1, matrix.RowsAtOnce * matrix.WholeColumns) : Reduction.ChunkLength;

    /// <summary>For generated code: the totals of the reductions of the step under way, if the rule reduces.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReductionTotals? Totals { get; private set; }

    /// <summary>For generated code: what was computed once for the step under way, if a state of the tensor enters it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public StepValues StepValues => field ??= new();

    /// <summary>For generated code: the matrices of the step under way, if the rule has operations on whole matrices.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public StepMatrices Matrices
    {
        get => field ??= new();
        internal set;
    }

    /// <summary>The number of weights this state belongs to, and so of values in each of its views.</summary>
    public nint Length => OnDevice is null ? field : LengthOnDevice;

    /// <summary>The type of the weights it was made for.</summary>
    public Type ElementType { get; }

    /// <summary>
    /// How many updates the parameter has had. The next one is step <c>StepCount + 1</c>. Set it to resume from saved state.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public int StepCount
    {
        get => Standing.StepCount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(StepCount));
            RefuseWhileBusy(nameof(StepCount));
            Standing.StepCount = value;
        }
    }

    /// <summary>
    /// Whether the weights stand where <see cref="Optimizer.BeforeGradient"/> moved them, waiting for the update that takes the
    /// gradient found there. Always <see langword="false"/> for a rule without a <see cref="BeforeGradientAttribute"/> method.
    /// </summary>
    public bool AwaitsGradient => Standing.AwaitsGradient;

    /// <summary>
    /// The name under which chance (<see cref="RandomAttribute"/>) is drawn: the parameter's. Empty for a state that was made for spans; give
    /// each a name of its own where several are updated, or all draw the same.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is a parameter's, or the optimizer is being stepped.</exception>
    public string ChanceName
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (_standings is not null)
            {
                throw new InvalidOperationException("The chance of a parameter is drawn under its own name.");
            }

            (field, _hashOfName) = (value, ChanceKey.HashOf(value));
        }
    } = "";

    /// <summary>For generated code: the coming draws follow from a seed.</summary>
    /// <param name="seed">The seed.</param>
    [CLSCompliant(false)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void SeedChance(ulong seed) => _chanceKey = ChanceKey.Of(seed, _hashOfName);

    /// <summary>For generated code: the draws of a range in the step under way.</summary>
    /// <param name="use">Which of the rule's random parameters it is, from 0.</param>
    /// <param name="start">Where the range begins in the tensor.</param>
    /// <returns>The draws.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Draws DrawsOf(int use, int start) => new(_chanceKey, StepCount + 1, use, (Shard?.Start ?? 0) + start);

    /// <summary>For generated code: asks for a range of all states before it is needed, so that it is in the cache by then.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual void FetchAhead(int start, int length)
    {
    }

    /// <summary>
    /// For generated code: the memory that a step reads or writes beside weights and gradients, one state or input after the other, and the
    /// default value after the last.
    /// </summary>
    /// <param name="index">The number of the state or input, from 0.</param>
    /// <returns>Its memory.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual MemoryRegion MemoryAt(int index) => default;

    /// <summary>For generated code: the value of a state with one for the tensor.</summary>
    /// <param name="index">The number of the state in the rule's schema.</param>
    /// <returns>The value.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual double GetValue(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>For generated code: sets a state with one value for the tensor.</summary>
    /// <param name="index">The number of the state in the rule's schema.</param>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual void SetValue(int index, double value) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>For generated code: a state with one value for the tensor that a device may have, which comes here if that has another.</summary>
    /// <param name="value">Where it is kept here.</param>
    /// <returns>The value.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected double Fetched(ref readonly double value)
    {
        Kept?.Fetch();
        return value;
    }

    /// <summary>For generated code: sets such a state.</summary>
    /// <param name="value">Where it is kept here.</param>
    /// <param name="next">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Take(ref double value, double next)
    {
        // Others come with it.
        Kept?.Fetch();
        value = next;
    }

    /// <summary>For generated code: the view of a state.</summary>
    /// <param name="index">The number of the state in the rule's schema.</param>
    /// <returns>The view.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected StateView View(int index) => AllViews[index] ?? throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>For generated code: an input.</summary>
    /// <param name="index">The number of the input in the rule's schema.</param>
    /// <returns>The input.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected InputView Input(int index) => Inputs[index];

    /// <summary>
    /// For generated code: whether something is not stored as loops read and write it, so that a step decodes it before and encodes it once, after the last loop
    /// that writes it.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool IsStored => HasStoredWeights || HasStoredStates;

    /// <summary>For generated code: whether a device writes the states that it keeps at the end of the step under way.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool EndsOnDevice { get; internal set; }

    /// <summary>Whether the weights, or the gradients, are of 16 bits.</summary>
    internal bool HasStoredWeights { get; set; }

    /// <summary>Whether a state is not native.</summary>
    internal bool HasStoredStates => StoredStates > 0;

    /// <summary>How many states are not native.</summary>
    internal int StoredStates => _storedStates ??= Views.Count(view => view.Storage != StateStorage.Native);

    /// <summary>The states with one value for each weight, if the parameter lies on a device; then it is made for no weights here.</summary>
    internal DeviceStates? OnDevice { get; private set; }

    /// <summary>Those with one value for the tensor that a device computes and keeps; <see langword="null"/> if the rule keeps none there, or the parameter lies here.</summary>
    internal KeptStates? Kept { get; private set; }

    /// <summary>How many weights the parameter has there.</summary>
    private nint LengthOnDevice { get; set; }

    /// <summary>Moves a state that was made for no weights to a device.</summary>
    internal void MoveTo(DeviceStates states, int length, int[] kept)
    {
        Kept = kept.Length == 0 ? null : KeptStates.Of(Schema, kept, areOfOptimizer: false, GetValue, SetValue);
        (OnDevice, LengthOnDevice) = (states, length);
        Totals = Totals is { Count: var count } ? new(length, count, Matrix) : null;
    }

    /// <summary>Whether its loops read <see cref="FarMemory"/>: by its own length, or once it is stepped with others by that of all.</summary>
    internal bool IsFar { get; set; }

    /// <summary>What the rule is made of.</summary>
    internal RuleSchema Schema { get; }

    /// <summary>The states of the parameter.</summary>
    internal IReadOnlyList<StateView> Views => field ??= [.. AllViews.OfType<StateView>()];

    /// <summary>The inputs of the rule.</summary>
    internal IReadOnlyList<InputView> Inputs => field ??= [.. Schema.Inputs.Select(name => new InputView(this, name))];

    /// <summary>The states by their numbers in the schema; nothing for one of the whole optimizer.</summary>
    private StateView?[] AllViews => field ??= CreateViews();

    private StateView?[] CreateViews()
    {
        var (ofWeights, ofDevice, ofLines) = (0, 0, 0);
        return [.. Schema.States.Index().Select(state => state.Item.Per switch
        {
            Per.Optimizer => (StateView?)null,
            Per.Weight when OnDevice is { } states => states.ViewOf(state.Item, ofDevice++, LengthOnDevice),
            Per.Weight => new StateOfWeights(state.Item, ElementType, Length, this, ofWeights++),
            Per.Row or Per.Column when state.Item.IsSquare => new StateInMemory(state.Item, ElementType, Square(state.Item.Per), this, ofDevice + ofWeights++),
            Per.Row or Per.Column when OnDevice is { KeepsLines: true } states => states.ViewOfLines(state.Item, ofLines++),
            Per.Row => new StateInMemory(state.Item, typeof(double), Rows, this, ofDevice + ofWeights++),
            Per.Column => new StateInMemory(state.Item, typeof(double), Columns, this, ofDevice + ofWeights++),
            _ => new SingleState(state.Item, () => GetValue(state.Index), value => SetValue(state.Index, value)),
        })];
    }

    private nint Square(Per per) => per == Per.Row ? (nint)Rows * Rows : (nint)Columns * Columns;
}
