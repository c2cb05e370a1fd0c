using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>
/// Gradients of some rows. A device writes them among zeros, as the other rows have them, so that the loop over chunks finds them there: of each chunk the blocks in which any lies, one behind the other. Blocks of
/// zeros are left out, and chunks of them: they change no bit of a sum of squares, or of the largest magnitude.
/// </content>
internal sealed partial class DeviceScan
{
    /// <summary>How many bits the place of a block among those of its chunk has.</summary>
    private const int BitsOfPlace = 4;

    private readonly List<Spread> _spreads = [];
    private readonly List<int> _rows = [];
    private readonly DeviceTable _tableOfRows = new(device);
    private DeviceAllocation? _spread;
    private long _roomOfSpread;
    private long _bytesOfSpread;

    private void AddRows(Parameter parameter, int entry)
    {
        if (parameter.Memory.Length > 0)
        {
            _tensors.Add(new(parameter, entry, parameter.Memory.GradientType, First: 0, parameter.Memory.Length, Address: 0, IsOfRows: true));
        }
    }

    private void ClearRows()
    {
        _spreads.ForEach(spread => spread.Words.Clear());
        _rows.Clear();
        _bytesOfSpread = 0;
    }

    /// <summary>Cuts the gradients of a tensor where a chunk of its weights ends.</summary>
    private void CutRows(int index, List<uint> pieces)
    {
        var tensor = _tensors[index];
        var rows = tensor.Parameter.Memory.Rows!.Value.Span;
        var (columns, size) = (tensor.Parameter.RowLength, TensorView.SizeOf(tensor.Type));
        var (firstRow, firstByte, gradients) = (_rows.Count, _bytesOfSpread, tensor.Parameter.Memory.GradientPlace?.Address ?? 0);
        _tensors[index] = tensor with { Address = (ulong)firstByte };
        _rows.AddRange(rows);
        var words = SpreadOf(tensor.Type).Words;
        var (chunk, first, count, places, blocks, last) = (-1, 0, 0, 0UL, 0, -1);
        for (var runs = new RowRuns(rows, columns, gap: 0, share: 0, shares: 1); runs.MoveNext();)
        {
            for (var done = 0; done < runs.Length;)
            {
                var start = runs.Start + done;
                if (start / Reduction.ChunkLength != chunk)
                {
                    EndChunk();
                    (chunk, first, count, places, blocks, last) = (start / Reduction.ChunkLength, runs.FirstGradient + done, 0, 0, 0, -1);
                }

                start %= Reduction.ChunkLength;
                var length = Math.Min(runs.Length - done, Reduction.ChunkLength - start);
                for (var block = start / Reduction.BlockLength; block <= (start + length - 1) / Reduction.BlockLength; block++)
                {
                    if (block != last)
                    {
                        places |= (ulong)blocks++ << (BitsOfPlace * block);
                        last = block;
                    }
                }

                (count, done) = (count + length, done + length);
            }
        }

        EndChunk();
        _chunks += Reduction.CountChunks(tensor.Length);

        void EndChunk()
        {
            if (count > 0)
            {
                pieces.AddRange((ReadOnlySpan<uint>)[(uint)index, (uint)((_bytesOfSpread - firstByte) / size), (uint)(blocks * Reduction.BlockLength), (uint)(_chunks + chunk)]);
                words.AddRange((ReadOnlySpan<ulong>)[
                    gradients, (ulong)((long)firstRow * sizeof(int)), (ulong)_bytesOfSpread, places, (uint)first | ((ulong)count << 32), (uint)columns | ((ulong)blocks << 32),
                    (ulong)((long)chunk * Reduction.ChunkLength)]);
                _bytesOfSpread += (long)blocks * Reduction.BlockLength * size;
            }
        }
    }

    /// <summary>Queues what writes gradients of rows among zeros, and has the chunks give nothing in which there are none.</summary>
    private void SpreadRows()
    {
        if (!_tensors.Exists(static tensor => tensor.IsOfRows))
        {
            return;
        }

        if (_spread is null || _bytesOfSpread > _roomOfSpread)
        {
            _roomOfSpread = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(_bytesOfSpread, 1));
            DeviceAllocation.Replace(ref _spread, device, _roomOfSpread);
        }

        device.ClearTerms(_terms!.Address, _chunks);
        if (_rows.Count > 0)
        {
            _tableOfRows.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_rows)));
        }

        foreach (var spread in _spreads)
        {
            if (spread.Count > 0)
            {
                spread.Table.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(spread.Words)));
                device.Spread(spread.Type, spread.Table.Address, _tableOfRows.Address, _spread.Address, spread.Count);
            }
        }
    }

    private Spread SpreadOf(Type type)
    {
        foreach (var known in _spreads)
        {
            if (known.Type == type)
            {
                return known;
            }
        }

        Spread added = new(type, device);
        _spreads.Add(added);
        return added;
    }

    /// <summary>Gradients of rows that are stored alike, chunk by chunk, as <see cref="IKernelDevice.Spread"/> has them.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "Memory of a device goes back when nobody knows of it any more.")]
    private sealed class Spread(Type type, IKernelDevice device)
    {
        public Type Type => type;

        public DeviceTable Table { get; } = new(device);

        public List<ulong> Words { get; } = [];

        public int Count => Words.Count / IKernelDevice.WordsOfSpread;
    }
}
