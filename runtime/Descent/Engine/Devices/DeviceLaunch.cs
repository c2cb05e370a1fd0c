using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>How the threads of a device walk over a tensor.</summary>
internal enum DeviceWalk
{
    /// <summary>Over its weights, a chunk at a time.</summary>
    Weights,

    /// <summary>Over its rows.</summary>
    Rows,

    /// <summary>Down its columns, for the totals of these alone.</summary>
    Columns,

    /// <summary>Not over weights: a thread computes what follows from the totals of a row,</summary>
    EachRow,

    /// <summary>of a column,</summary>
    EachColumn,

    /// <summary>of a tensor,</summary>
    EachTensor,

    /// <summary>or of the optimizer.</summary>
    EachOptimizer,
}

/// <summary>One loop of a rule over many tensors of a device: their addresses, lengths and rows of values.</summary>
/// <param name="device">The device.</param>
/// <param name="rule">The rule.</param>
/// <param name="type">The optimizer's class, for messages.</param>
/// <param name="schema">What the rule is made of.</param>
/// <param name="method">The method.</param>
/// <param name="elements">How weights, gradients, states and inputs are stored, in this order.</param>
/// <param name="loop">The loop of the method, or the entry that computes something of each row, column, tensor or optimizer.</param>
/// <param name="walk">How it walks over a tensor.</param>
/// <param name="scalars">The number of the entry that computes what it takes from totals; −1 if it takes nothing, or what comes from here.</param>
internal sealed partial class DeviceLaunch(
    IKernelDevice device, CompiledRule rule, Type type, RuleSchema schema, RuleMethod method, IReadOnlyList<DeviceElement> elements, int loop, DeviceWalk walk, int scalars = -1)
{
    private readonly DeviceTotal[] _totals =
        [.. Enumerable.Range(0, walk >= DeviceWalk.EachRow ? 0 : rule.CountCudaTotals(method, loop)).Select(index => rule.GetCudaTotal(method, loop, index))
            .Where(total => total.IsOfColumns == (walk == DeviceWalk.Columns))];

    private readonly bool _draws = schema.Draws.Count > 0 || elements.Any(element => element.IsRandom);

    public IKernelDevice Device => device;

    public CompiledRule Rule => rule;

    public Type Type => type;

    public RuleMethod Method => method;

    /// <summary>How weights, gradients, states and inputs are stored, in this order.</summary>
    public IReadOnlyList<DeviceElement> Elements => elements;

    /// <summary>The same as a text.</summary>
    public string Storage { get; } = string.Join(", ", elements);

    /// <summary>The same of the loop that only finds the largest magnitudes of blocks.</summary>
    public string MeasuredStorage { get; } = string.Join(", ", elements) + ", measured";

    /// <summary>Whether a state is of 8 bits.</summary>
    public bool HasBlocks { get; } = elements.Any(element => element.IsInBlocks);

    /// <summary>The number of the words before the addresses of a tensor.</summary>
    public int WordsBeforeAddresses => walk == DeviceWalk.Weights ? 3 : 7;

    /// <summary>Whether it computes in <see cref="double"/>.</summary>
    public bool OfDoubles => elements[0].Type == typeof(double);

    /// <summary>The tensors, and what of each.</summary>
    public List<(Parameter Parameter, DevicePart Part)> Parts { get; } = [];

    /// <summary>Whether it does not walk over weights, but computes something of which there is one for each row, column, tensor or optimizer.</summary>
    public bool IsOfEach => walk >= DeviceWalk.EachRow;

    /// <summary>How many totals it computes.</summary>
    public int CountTotals() => _totals.Length;

    /// <summary>Which total it leaves at a place.</summary>
    public DeviceTotal TotalAt(int index) => _totals[index];

    /// <summary>The name of the loop in the text of the rule.</summary>
    public string EntryName { get; } = walk switch
    {
        >= DeviceWalk.EachRow => FormattableString.Invariant($"{method}_{walk}_{loop}"),
        DeviceWalk.Columns => FormattableString.Invariant($"{method}_{loop}_Columns"),
        _ => FormattableString.Invariant($"{method}_{loop}"),
    };

    /// <summary>
    /// Of each tensor the number of its row of values, and above it that of its step; which of <see cref="Chances"/> is its own, both 0 where nothing is drawn; the address of what is kept beside the
    /// weights; where the rule names rows or columns, what it is as a matrix; then the addresses of weights, gradients, states and inputs.
    /// </summary>
    public List<ulong> Tensors { get; } = [];

    /// <summary>Of each tensor of which something is drawn, the key of its chance, and where its weights begin in the whole tensor, of which they may be a rank's share.</summary>
    public List<ulong> Chances { get; } = [];

    /// <summary>How many weights each has.</summary>
    public List<int> Lengths { get; } = [];

    /// <summary>The rows of values, one after the other: two factors of the gradients, then the scalars of the step.</summary>
    public List<double> Values { get; } = [];

    /// <summary>Where the conditions of the step lie on the device; 0 if there are none, and this processor knows all.</summary>
    public ulong OfStep { get; set; }

    /// <summary>Whether gradients are zeroed once they are read.</summary>
    public bool ClearsGradients { get; set; }

    /// <summary>Whether it is this loop, over memory like that of a parameter.</summary>
    public bool Is(IDevice otherDevice, CompiledRule otherRule, Parameter parameter, int otherLoop, DeviceWalk otherWalk, int otherScalars)
    {
        if (!ReferenceEquals(device, otherDevice) || !ReferenceEquals(rule, otherRule) || loop != otherLoop || walk != otherWalk || scalars != otherScalars
            || elements[0] != OfWeights(parameter) || elements[1] != parameter.Memory.GradientType)
        {
            return false;
        }

        var states = parameter.State.OnDevice!;
        for (var index = 0; index < states.Count; index++)
        {
            if (elements[index + 2] != states.ElementOf(index))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How weights, gradients, states and inputs of a parameter are stored.</summary>
    public static IReadOnlyList<DeviceElement> ElementsOf(Parameter parameter)
    {
        var states = parameter.State.OnDevice!;
        return [OfWeights(parameter), parameter.Memory.GradientType, .. Enumerable.Range(0, states.Count).Select(states.ElementOf), .. parameter.Inputs.Select(_ => new DeviceElement(parameter.Memory.ArithmeticType))];
    }

    /// <summary>How the weights of a parameter lie where a loop reads and writes them.</summary>
    private static DeviceElement OfWeights(Parameter parameter) => parameter.Memory.Unrounded is null ? Stored(parameter) : parameter.Memory.ArithmeticType;

    /// <summary>How the weights of a parameter are stored.</summary>
    public static DeviceElement Stored(Parameter parameter)
        => new(parameter.Memory.ElementType, parameter.Memory.Precision, parameter.Memory.Precision == WeightPrecision.Stochastic ? parameter.UseOfRounding : 0);

    public void Clear()
    {
        Tensors.Clear();
        Lengths.Clear();
        Parts.Clear();
        Values.Clear();
        Chances.Clear();
        ClearMatrices();
        ClearScalars();
    }

    /// <summary>Adds a tensor, or rows of one that follow one another.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="part">What of it.</param>
    /// <param name="row">Its row of values.</param>
    /// <param name="ofRows">What there is one of for each row of the tensor, row after row, where this processor computes it.</param>
    /// <param name="lines">Where a device leaves what it computes of rows and columns; <see langword="null"/> where this processor does.</param>
    public void Add(Parameter parameter, in DevicePart part, ReadOnlySpan<double> row, ReadOnlySpan<double> ofRows = default, DeviceLines? lines = null)
    {
        var width = row.Length;
        var rows = Values.Count / width;

        // Bits are compared: 0 and -0 are not the same row. What follows from totals has a row for each tensor.
        if (rows == 0 || scalars >= 0 || !MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(Values)[^width..]).SequenceEqual(MemoryMarshal.AsBytes(row)))
        {
            Values.AddRange(row);
            rows++;
        }

        var draws = _draws ? parameter.State.DrawsOf(use: 0, start: 0) : default;
        Tensors.Add((uint)(rows - 1) | ((ulong)draws.Step << 32));
        Tensors.Add((ulong)Chances.Count);
        if (_draws)
        {
            Chances.Add(draws.Key);
            Chances.Add(draws.Start + (ulong)part.Start);
        }

        var memory = parameter.Memory;
        var remainder = memory.RemainderOnDevice;
        AddPlace(remainder?.Place, part.Start, remainder?.Type);
        AddMatrix(parameter, in part, ofRows, lines);
        AddPlace(memory.Unrounded ?? memory.Place, part.Start, elements[0].Type);
        AddPlace(memory.GradientPlace, part.FirstGradient, memory.GradientType);
        var states = parameter.State.OnDevice!;
        for (var index = 0; index < states.Count; index++)
        {
            AddPlace(states[index], part.Start, states.ElementOf(index).Type);
        }

        for (var index = 0; index < parameter.Inputs.Count; index++)
        {
            AddPlace(parameter.Inputs[index].Place, part.Start, memory.ArithmeticType);
        }

        Lengths.Add(part.Length);
        Parts.Add((parameter, part));
    }

    /// <summary>Adds the address of the value from which a loop goes on; 0 where there are none.</summary>
    private void AddPlace(DevicePlace? place, int start, Type? type) => Tensors.Add(place is { } there ? there.Plus(start == 0 ? 0 : (long)start * TensorView.SizeOf(type!)).Address : 0);
}
