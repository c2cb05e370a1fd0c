using System.Runtime.InteropServices;
using Descent.CompilerServices;
using Descent.Cuda.Driver;
using Descent.Engine;

namespace Descent.Cuda.Kernels;

/// <summary>
/// The tables of one loop, on the device: pieces of one chunk each, tensors, values. Most steps differ from the last in the values alone; a table that is as it was stays there.
/// </summary>
internal sealed class LaunchTables(IDevice device) : IDisposable
{
    private readonly Table _pieces = new(device);
    private readonly Table _tensors = new(device);
    private readonly Table _values = new(device);
    private readonly List<int> _lengths = [];
    private readonly List<uint> _rows = [];
    private readonly List<float> _floats = [];

    private long _bytesOfTotals;

    /// <summary>Where a loop that reduces leaves its totals.</summary>
    public DeviceAllocation? Totals { get; private set; }

    /// <summary>How many pieces there are.</summary>
    public int Pieces { get; private set; }

    /// <summary>Brings the tables of a loop to the device.</summary>
    public LaunchParameters Fill(DeviceLaunch launch)
    {
        if (!CollectionsMarshal.AsSpan(_lengths).SequenceEqual(CollectionsMarshal.AsSpan(launch.Lengths)))
        {
            Cut(launch);
        }

        _pieces.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_rows)));
        _tensors.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(launch.Tensors)));
        if (launch.OfDoubles)
        {
            _values.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(launch.Values)));
        }
        else
        {
            _floats.Clear();
            foreach (var value in launch.Values)
            {
                _floats.Add((float)value);
            }

            _values.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_floats)));
        }

        var totals = launch.CountTotals();
        if ((long)Pieces * totals * sizeof(double) is var bytes && bytes > _bytesOfTotals)
        {
            Totals?.Dispose();
            Totals = new(device, bytes);
            _bytesOfTotals = bytes;
        }

        return new(_pieces.Address, _tensors.Address, _values.Address, totals > 0 ? Totals!.Address : 0, launch.ClearsGradients ? 1u : 0);
    }

    public void Dispose()
    {
        _pieces.Dispose();
        _tensors.Dispose();
        _values.Dispose();
        Totals?.Dispose();
    }

    private void Cut(DeviceLaunch launch)
    {
        _lengths.Clear();
        _rows.Clear();
        for (var tensor = 0; tensor < launch.Lengths.Count; tensor++)
        {
            var length = launch.Lengths[tensor];
            _lengths.Add(length);
            for (long start = 0; start < length; start += Reduction.ChunkLength)
            {
                _rows.AddRange([(uint)tensor, (uint)start, (uint)Math.Min(Reduction.ChunkLength, length - start), 0]);
            }
        }

        Pieces = _rows.Count / 4;
    }

    /// <summary>A table, with the bytes that it has on the device.</summary>
    private sealed class Table(IDevice device) : IDisposable
    {
        private byte[] _bytes = [];
        private int _length;
        private DeviceAllocation? _allocation;

        public ulong Address => _allocation!.Address;

        public void Set(ReadOnlySpan<byte> bytes)
        {
            if (_allocation is not null && bytes.SequenceEqual(_bytes.AsSpan(0, _length)))
            {
                return;
            }

            if (_allocation is null || bytes.Length > _bytes.Length)
            {
                _allocation?.Dispose();
                _bytes = new byte[bytes.Length];
                _allocation = new(device, bytes.Length);
            }

            // What is there is no longer known if the copy fails.
            _length = 0;
            device.Write(_allocation.Address, bytes);
            bytes.CopyTo(_bytes);
            _length = bytes.Length;
        }

        public void Dispose() => _allocation?.Dispose();
    }
}
