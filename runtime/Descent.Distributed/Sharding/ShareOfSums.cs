using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Distributed;

/// <summary>Room for the sums of gradients that a rank steps, where its weights lie: here, or on a device.</summary>
/// <param name="device">The device, if it is one.</param>
internal sealed class ShareOfSums<T>(IDevice? device)
    where T : unmanaged
{
    private Memory<T> _memory;
    private DeviceAllocation? _there;

    /// <summary>How many bytes it takes.</summary>
    public long Bytes => (long)_memory.Length * Unsafe.SizeOf<T>();

    /// <summary>The room for so many, as parameters are told of it. What was there is lost where there were fewer.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The memory has nothing of its own to let go of.")]
    public Memory<T> Of(int length)
    {
        if (_memory.Length < length)
        {
            _there?.Dispose();
            _there = device is null ? null : new(device, (long)length * Unsafe.SizeOf<T>());
            _memory = _there is null ? new T[length] : new DeviceMemory<T>(device!, _there.Address, length, _there).Memory;
        }

        return _memory[..length];
    }

    /// <summary>Writes some, by what writes values in memory of this processor.</summary>
    /// <param name="start">The first.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="write">What writes them.</param>
    public void Write(int start, int length, SpanAction<T, int> write)
    {
        if (_there is null)
        {
            write(_memory.Span.Slice(start, length), start);
            return;
        }

        var room = ArrayPool<T>.Shared.Rent(length);
        write(room.AsSpan(0, length), start);
        device!.Write(_there.Place.Plus((long)start * Unsafe.SizeOf<T>()).Address, MemoryMarshal.AsBytes(room.AsSpan(0, length)));
        ArrayPool<T>.Shared.Return(room);
    }
}
