using System.Runtime.InteropServices;
using Descent.CompilerServices;
using Descent.Cuda.Driver;
using Descent.Engine;
using Table = Descent.Engine.DeviceTable;

namespace Descent.Cuda.Kernels;

/// <summary>
/// The tables of one loop, on the device: pieces of one chunk each, or of some rows or columns, tensors, values. Most steps differ from the last in the values alone; a table that is as it was stays there.
/// </summary>
internal sealed class LaunchTables(IDevice device) : IDisposable
{
    /// <summary>Of so many rows or columns a block computes what follows from totals, a thread of each.</summary>
    public const int LinesOfPiece = 128;

    private readonly Table _pieces = new(device);
    private readonly Table _tensors = new(device);
    private readonly Table _chances = new(device);
    private readonly Table _values = new(device);
    private readonly Table _scaled = new(device);
    private readonly Table _rowsOfScalars = new(device);
    private readonly Table _inputs = new(device);
    private readonly Table _ofLines = new(device);
    private readonly List<ulong> _states = [];
    private readonly List<int> _lengths = [];
    private readonly List<(int Rows, int Columns, int RowsOfBand)> _shapes = [];
    private readonly List<uint> _rows = [];
    private readonly List<float> _floats = [];

    private DeviceAllocation? _totals;
    private long _bytesOfTotals;
    private int _places;

    /// <summary>The entries of the loop, once they are found.</summary>
    public LaunchEntries? Entries { get; set; }

    /// <summary>Where a loop that reduces leaves its totals.</summary>
    public DeviceAllocation? Totals => _totals;

    /// <summary>How many pieces there are.</summary>
    public int Pieces { get; private set; }

    /// <summary>Brings the tables of a loop to the device.</summary>
    public LaunchParameters Fill(DeviceLaunch launch)
    {
        if (!CollectionsMarshal.AsSpan(_lengths).SequenceEqual(CollectionsMarshal.AsSpan(launch.Lengths))
            || !CollectionsMarshal.AsSpan(_shapes).SequenceEqual(CollectionsMarshal.AsSpan(launch.Shapes)))
        {
            Cut(launch);
        }

        _pieces.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_rows)));
        SetChances(launch);
        SetLines(launch);
        _tensors.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(launch.Tensors)));
        SetNumbers(_values, launch.Values, launch.OfDoubles);
        var totals = launch.CountTotals();
        if ((long)launch.CountPlaces() * totals * sizeof(double) is var bytes && bytes > _bytesOfTotals)
        {
            _bytesOfTotals = 0;
            DeviceAllocation.Replace(ref _totals, device, bytes);
            _bytesOfTotals = bytes;
        }

        return new(_pieces.Address, _tensors.Address, _values.Address, totals > 0 ? Totals!.Address : 0, launch.ClearsGradients ? 1u : 0);
    }

    /// <summary>Brings to the device what the scalars of a loop follow from, and gives the parameters of the entry that computes them.</summary>
    public LaunchParameters FillScalars(DeviceLaunch launch)
    {
        _rowsOfScalars.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(launch.RowsOfScalars)));
        _inputs.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(launch.Inputs)));
        return new(_rowsOfScalars.Address, _inputs.Address, launch.TotalsOfStep, _values.Address, (uint)launch.Lengths.Count);
    }

    /// <summary>Brings to the device what is computed of rows or columns, and from what.</summary>
    public LaunchParameters FillLines(DeviceLaunch launch)
    {
        if (!CollectionsMarshal.AsSpan(_lengths).SequenceEqual(CollectionsMarshal.AsSpan(launch.Lengths)))
        {
            Cut(launch);
        }

        _pieces.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_rows)));
        _tensors.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(launch.Tensors)));
        _inputs.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(launch.Inputs)));
        return new(_pieces.Address, _tensors.Address, _inputs.Address, 0, 0);
    }

    /// <summary>Brings the addresses of states of 8 bits to the device, and gives where they are and how many.</summary>
    public (ulong Address, int Count) FillStates(DeviceLaunch launch, int[] memories)
    {
        _states.Clear();
        var words = launch.WordsBeforeAddresses + launch.Elements.Count;
        for (var tensor = 0; tensor < launch.Lengths.Count; tensor++)
        {
            foreach (var memory in memories)
            {
                _states.Add(launch.Tensors[(tensor * words) + launch.WordsBeforeAddresses + memory]);
            }
        }

        _scaled.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_states)));
        return (_scaled.Address, _states.Count);
    }

    public void Dispose()
    {
        _rowsOfScalars.Dispose();
        _inputs.Dispose();
        _ofLines.Dispose();
        _scaled.Dispose();
        _pieces.Dispose();
        _tensors.Dispose();
        _chances.Dispose();
        _values.Dispose();
        Totals?.Dispose();
    }

    /// <summary>Brings what chance follows from to the device, and tells the tensors where it is.</summary>
    private void SetChances(DeviceLaunch launch)
    {
        if (launch.Chances.Count == 0)
        {
            return;
        }

        _chances.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(launch.Chances)));
        var tensors = CollectionsMarshal.AsSpan(launch.Tensors);
        for (var tensor = 0; tensor < launch.Lengths.Count; tensor++)
        {
            ref var chance = ref tensors[(tensor * (launch.WordsBeforeAddresses + launch.Elements.Count)) + 1];
            chance = _chances.Address + (chance * sizeof(ulong));
        }
    }

    /// <summary>Brings to the device what this processor computed of rows and columns, and tells the tensors where it is.</summary>
    private void SetLines(DeviceLaunch launch)
    {
        if (launch.WordsOfLines.Count == 0)
        {
            return;
        }

        SetNumbers(_ofLines, launch.OfLines, launch.OfDoubles);
        var tensors = CollectionsMarshal.AsSpan(launch.Tensors);
        foreach (var word in launch.WordsOfLines)
        {
            tensors[word] = _ofLines.Address + (tensors[word] * (ulong)(launch.OfDoubles ? sizeof(double) : sizeof(float)));
        }
    }

    /// <summary>Brings numbers to the device in the type of the arithmetic.</summary>
    private void SetNumbers(Table table, List<double> numbers, bool ofDoubles)
    {
        if (ofDoubles)
        {
            table.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers)));
            return;
        }

        _floats.Clear();
        foreach (var number in numbers)
        {
            _floats.Add((float)number);
        }

        table.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_floats)));
    }

    private void Cut(DeviceLaunch launch)
    {
        _lengths.Clear();
        _shapes.Clear();
        _rows.Clear();
        _places = 0;
        for (var tensor = 0; tensor < launch.Lengths.Count; tensor++)
        {
            var length = launch.Lengths[tensor];
            _lengths.Add(length);
            if (launch.Walk == DeviceWalk.Weights)
            {
                CutRow(tensor, 0, length);
                continue;
            }

            if (launch.IsOfEach)
            {
                CutLines(tensor, length);
                continue;
            }

            _shapes.Add(launch.Shapes[tensor]);
            var (rows, columns, rowsOfBand) = launch.Shapes[tensor];
            if (launch.Walk == DeviceWalk.Rows)
            {
                CutRows(tensor, rows, columns);
            }
            else
            {
                CutColumns(tensor, rows, columns, rowsOfBand);
            }
        }

        Pieces = _rows.Count / 4;
    }

    /// <summary>Adds a piece.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="count">How many weights it has.</param>
    /// <param name="places">How many places of totals.</param>
    private void AddPiece(int tensor, long start, long count, int places)
    {
        _rows.AddRange((ReadOnlySpan<uint>)[(uint)tensor, (uint)start, (uint)count, (uint)_places]);
        _places += places;
    }

    /// <summary>A row, or a whole tensor: a piece for each chunk.</summary>
    private void CutRow(int tensor, long first, int length)
    {
        for (long start = 0; start < length; start += Reduction.ChunkLength)
        {
            AddPiece(tensor, first + start, Math.Min(Reduction.ChunkLength, length - start), 1);
        }
    }

    /// <summary>As many whole rows as the warps of a block of threads have blocks; the chunks of a longer row.</summary>
    private void CutRows(int tensor, int rows, int columns)
    {
        var atOnce = columns > Reduction.ChunkLength ? 1 : Reduction.ChunkLength / Reduction.BlockLength / ((columns + Reduction.BlockLength - 1) / Reduction.BlockLength);
        for (var row = 0; row < rows; row += atOnce)
        {
            if (columns > Reduction.ChunkLength)
            {
                CutRow(tensor, (long)row * columns, columns);
                continue;
            }

            var count = Math.Min(atOnce, rows - row);
            AddPiece(tensor, (long)row * columns, (long)count * columns, count);
        }
    }

    /// <summary>As many rows, or columns, as a block has threads, and how many the tensor has.</summary>
    private void CutLines(int tensor, int count)
    {
        for (var first = 0; first < count; first += LinesOfPiece)
        {
            _rows.AddRange((ReadOnlySpan<uint>)[(uint)tensor, (uint)first, (uint)Math.Min(LinesOfPiece, count - first), (uint)count]);
        }
    }

    /// <summary>Of each band of rows as many columns as a block has threads.</summary>
    private void CutColumns(int tensor, int rows, int columns, int rowsOfBand)
    {
        for (var row = 0; row < rows; row += rowsOfBand)
        {
            for (var column = 0; column < columns; column += Reduction.BlockLength)
            {
                var count = Math.Min(Reduction.BlockLength, columns - column);
                AddPiece(tensor, ((long)row * columns) + column, count, count);
            }
        }
    }
}

/// <summary>The entries that a loop takes.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Scalars">What computes what it takes from totals; 0 if it takes nothing.</param>
/// <param name="InBlocks">The states of 8 bits that it stores in two passes.</param>
/// <param name="Measuring">Where there are any, the loop that finds their largest magnitudes,</param>
/// <param name="Taking">and what takes their scales over; else 0.</param>
internal sealed record LaunchEntries(nint Loop, nint Scalars, int[] InBlocks, nint Measuring, nint Taking);
