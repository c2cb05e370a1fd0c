using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.Distributed;

/// <summary>The weights of the rows that are stepped, one row after the other, as the bytes that are sent and received.</summary>
/// <param name="weights">All weights.</param>
/// <param name="columns">How many a row has.</param>
/// <param name="rows">Which rows are stepped.</param>
internal sealed class RowsOnWire<T>(Memory<T> weights, int columns, RowsOfStep rows)
    where T : unmanaged
{
    private readonly Dictionary<int, byte[]> _room = [];

    /// <summary>The bytes of a rank's rows, or room for them.</summary>
    public Memory<byte> Of(int owner)
    {
        var bytes = checked(rows.SteppedOn(owner).Length * columns * Unsafe.SizeOf<T>());
        if (!_room.TryGetValue(owner, out var room) || room.Length < bytes)
        {
            _room[owner] = room = new byte[bytes];
        }

        return room.AsMemory(0, bytes);
    }

    /// <summary>Writes a rank's rows to be sent.</summary>
    public void Fetch(int owner)
    {
        var bytes = Of(owner).Span;
        foreach (var row in rows.SteppedOn(owner))
        {
            var values = MemoryMarshal.AsBytes(weights.Span.Slice(row * columns, columns));
            values.CopyTo(bytes);
            bytes = bytes[values.Length..];
        }
    }

    /// <summary>Takes a rank's rows, which have come.</summary>
    public void Store(int owner)
    {
        ReadOnlySpan<byte> bytes = Of(owner).Span;
        foreach (var row in rows.SteppedOn(owner))
        {
            var values = MemoryMarshal.AsBytes(weights.Span.Slice(row * columns, columns));
            bytes[..values.Length].CopyTo(values);
            bytes = bytes[values.Length..];
        }
    }
}
