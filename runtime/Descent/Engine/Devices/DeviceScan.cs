using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Has a device read the gradients of all tensors that lie there, for their norm and for those that are not finite: one loop over all chunks, and one over all tensors for the rest of the tree. What they
/// leave is read at once.
/// </summary>
/// <param name="device">The device.</param>
[SuppressMessage("Design", "CA1001", Justification = "Memory of a device goes back when nobody knows of it any more.")]
internal sealed partial class DeviceScan(IKernelDevice device) : IPendingNorm
{
    private const int BytesOfTerm = 3 * sizeof(double);
    private const int BytesOfTask = 4 * sizeof(ulong);

    private readonly List<Tensor> _tensors = [];
    private readonly List<(Type Type, int Length, bool IsOfRows)> _cut = [];
    private readonly List<Pieces> _pieces = [];
    private readonly List<ulong> _addresses = [];
    private readonly List<ulong> _tasks = [];
    private readonly DeviceTable _tableOfAddresses = new(device);
    private readonly DeviceTable _tableOfTasks = new(device);
    private readonly DeviceTable _limits = new(device);
    private readonly long[] _marks = new long[IPendingNorm.Kept];
    private DeviceAllocation? _norms;
    private DeviceAllocation? _terms;
    private long _last = -1;
    private NormTerm[] _read = [];
    private int _chunks;
    private int _room;

    public IKernelDevice Device => device;

    /// <summary>Forgets the tensors.</summary>
    public void Clear() => _tensors.Clear();

    /// <summary>Where the first chunk of the whole tensor begins of those that begin here.</summary>
    public static int FirstOf(Parameter parameter) => parameter.State.Shard is { } shard ? (shard.FirstChunk * Reduction.ChunkLength) - shard.Start : 0;

    /// <summary>Adds the gradients of a tensor.</summary>
    public void Add(Parameter parameter, int entry)
    {
        var (memory, first) = (parameter.Memory, FirstOf(parameter));
        if (memory.Rows is not null)
        {
            AddRows(parameter, entry);
        }
        else if (memory.GradientLength > first)
        {
            _tensors.Add(new(parameter, entry, memory.GradientType, first, memory.GradientLength - first, memory.GradientPlace!.Value.Plus((long)first * TensorView.SizeOf(memory.GradientType)).Address));
        }
    }

    /// <summary>Queues the loop over all chunks.</summary>
    /// <param name="combines">Whether the rest of the tree of each tensor is taken there, too.</param>
    public void Run(bool combines)
    {
        if (_tensors.Count == 0)
        {
            return;
        }

        Cut();
        SpreadRows();
        _addresses.Clear();
        foreach (ref readonly var tensor in CollectionsMarshal.AsSpan(_tensors))
        {
            _addresses.Add(tensor.IsOfRows ? _spread!.Address + tensor.Address : tensor.Address);
        }

        _tableOfAddresses.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_addresses)));
        foreach (var pieces in _pieces)
        {
            device.Scan(pieces.Type, pieces.Table.Address, _tableOfAddresses.Address, _terms!.Address, pieces.Count);
        }

        if (combines)
        {
            device.CombineNorms(_tableOfTasks.Address, _tensors.Count);
        }
    }

    /// <summary>Queues what follows from the norm of all gradients, behind the tree of each tensor.</summary>
    /// <param name="options">How the norm is limited.</param>
    public void Limit(OptimizerOptions options)
    {
        _norms ??= new(device, DeviceConditions.Bytes + (IPendingNorm.Kept * sizeof(double)));
        var place = (ulong)((_last + 1) % IPendingNorm.Kept);
        var looks = options.NonFiniteGradients != NonFiniteGradients.LetThrough;
        _limits.Set(MemoryMarshal.AsBytes<ulong>([
            BitConverter.DoubleToUInt64Bits(options.GradientScale), BitConverter.DoubleToUInt64Bits(options.MaximumGradientNorm), (looks ? 1u : 0) | (place << 32)]));
        device.LimitNorm(_tableOfTasks.Address + ((ulong)_tensors.Count * BytesOfTask), _limits.Address, _norms.Address, _norms.Address + DeviceConditions.Bytes);
        _marks[place] = device.SetMark();
        _last++;
    }

    /// <summary>Where the conditions of a step whose norm is limited go (<see cref="DeviceConditions"/>); the norms lie behind them.</summary>
    public ulong Conditions => _norms!.Address;

    /// <summary>The number of the last norm.</summary>
    public long Last => _last;

    public double Read(long number)
    {
        if (number <= _last - IPendingNorm.Kept)
        {
            throw new InvalidOperationException(
                $"The norm of the gradients of this step is no longer kept: {IPendingNorm.Kept} steps were queued since, and {nameof(StepResult.GradientNorm)} is read before.");
        }

        var place = number % IPendingNorm.Kept;
        Span<double> norm = [0];
        device.ReadAfter(_marks[place], _norms!.Address + DeviceConditions.Bytes + (ulong)(place * sizeof(double)), MemoryMarshal.AsBytes(norm));
        return norm[0];
    }

    /// <summary>Reads what the tensors give.</summary>
    /// <param name="terms">Where that goes, by the entries of the plan.</param>
    /// <param name="isBehindLimit">Whether only what was queued up to the last limit is waited for.</param>
    public void ReadTensors(Span<NormTerm> terms, bool isBehindLimit = false)
    {
        var read = Read(_chunks, _tensors.Count, isBehindLimit ? _marks[_last % IPendingNorm.Kept] : null);
        for (var index = 0; index < _tensors.Count; index++)
        {
            terms[_tensors[index].Entry] = read[index];
        }
    }

    /// <summary>Reads what the chunks give, and leaves it with their parameters.</summary>
    public void ReadChunks()
    {
        var read = Read(0, _chunks);
        foreach (ref readonly var tensor in CollectionsMarshal.AsSpan(_tensors))
        {
            var chunks = Reduction.CountChunks(tensor.Length);
            for (var chunk = 0; chunk < chunks; chunk++)
            {
                tensor.Parameter.RecordScan(tensor.First + (chunk * Reduction.ChunkLength), read[chunk]);
            }

            read = read[chunks..];
        }
    }

    private Span<NormTerm> Read(int first, int count, long? behind = null)
    {
        if (_read.Length < count)
        {
            _read = new NormTerm[count];
        }

        var read = _read.AsSpan(0, count);
        if (count == 0)
        {
            return read;
        }

        var address = _terms!.Address + (ulong)((long)first * BytesOfTerm);
        var bytes = MemoryMarshal.AsBytes(read);
        if (behind is { } mark)
        {
            device.ReadAfter(mark, address, bytes);
        }
        else
        {
            device.Read(address, bytes);
        }

        return read;
    }

    /// <summary>Cuts the tensors into chunks, unless they are cut as those before were.</summary>
    private void Cut()
    {
        if (IsCut())
        {
            return;
        }

        _cut.Clear();
        _pieces.ForEach(pieces => pieces.Rows.Clear());
        ClearRows();
        _chunks = 0;
        for (var index = 0; index < _tensors.Count; index++)
        {
            var tensor = _tensors[index];
            var rows = RowsOf(tensor.Type);
            if (tensor.IsOfRows)
            {
                CutRows(index, rows);
                continue;
            }

            for (var start = 0L; start < tensor.Length; start += Reduction.ChunkLength)
            {
                rows.AddRange((ReadOnlySpan<uint>)[(uint)index, (uint)start, (uint)Math.Min(Reduction.ChunkLength, tensor.Length - start), (uint)_chunks++]);
            }
        }

        _pieces.RemoveAll(pieces => pieces.Rows.Count == 0);
        _pieces.ForEach(pieces => pieces.Table.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(pieces.Rows))));
        Place();

        // Where something of that failed, they are cut anew.
        foreach (ref readonly var tensor in CollectionsMarshal.AsSpan(_tensors))
        {
            _cut.Add((tensor.Type, tensor.Length, tensor.IsOfRows));
        }
    }

    private bool IsCut()
    {
        var isCut = _cut.Count == _tensors.Count;
        for (var index = 0; isCut && index < _cut.Count; index++)
        {
            isCut = _cut[index] == (_tensors[index].Type, _tensors[index].Length, IsOfRows: false) && !_tensors[index].IsOfRows;
        }

        return isCut;
    }

    private List<uint> RowsOf(Type type)
    {
        foreach (var known in _pieces)
        {
            if (known.Type == type)
            {
                return known.Rows;
            }
        }

        Pieces added = new(type, device);
        _pieces.Add(added);
        return added.Rows;
    }

    /// <summary>Makes room for the terms of the chunks, behind them for those of the tensors, and for that of all.</summary>
    private void Place()
    {
        var room = _chunks + _tensors.Count + 1;
        if (_terms is null || room > _room)
        {
            DeviceAllocation.Replace(ref _terms, device, (long)room * BytesOfTerm);
            _room = room;
        }

        _tasks.Clear();
        var first = _terms!.Address;
        var destination = first + ((ulong)_chunks * BytesOfTerm);
        foreach (ref readonly var tensor in CollectionsMarshal.AsSpan(_tensors))
        {
            var chunks = (ulong)Reduction.CountChunks(tensor.Length);
            _tasks.AddRange((ReadOnlySpan<ulong>)[first, destination, BytesOfTerm | (chunks << 32), 0]);
            first += chunks * BytesOfTerm;
            destination += BytesOfTerm;
        }

        _tasks.AddRange((ReadOnlySpan<ulong>)[first, destination, BytesOfTerm | ((ulong)_tensors.Count << 32), 0]);

        _tableOfTasks.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_tasks)));
    }

    /// <summary>
    /// Gradients of a tensor: whose, the entry of the plan, as what they are stored, where the first chunk begins and how far they go from there, and where they lie; those of some rows where they are spread.
    /// </summary>
    private readonly record struct Tensor(Parameter Parameter, int Entry, Type Type, int First, int Length, ulong Address, bool IsOfRows = false);

    /// <summary>The chunks of gradients that are stored alike.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "Memory of a device goes back when nobody knows of it any more.")]
    private sealed class Pieces(Type type, IKernelDevice device)
    {
        public Type Type => type;

        public DeviceTable Table { get; } = new(device);

        public List<uint> Rows { get; } = [];

        public int Count => Rows.Count / 4;
    }
}
