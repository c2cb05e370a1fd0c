using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent.Distributed;

/// <summary>The weights of the rows that are stepped, one row after the other, as the bytes that are sent and received.</summary>
/// <param name="weights">All weights.</param>
/// <param name="columns">How many a row has.</param>
/// <param name="rows">Which rows are stepped.</param>
internal sealed class RowsOnWire<T>(Memory<T> weights, int columns, RowsOfStep rows)
    where T : unmanaged
{
    private readonly DevicePlace? _place = DevicePlace.Of<T>(weights);
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
        var values = MemoryMarshal.Cast<byte, T>(Of(owner).Span);
        for (var runs = RunsOf(owner); runs.MoveNext();)
        {
            var ofRun = values.Slice(runs.FirstGradient, runs.Length);
            if (_place is { } place)
            {
                place.Read(runs.Start, ofRun);
            }
            else
            {
                weights.Span.Slice(runs.Start, runs.Length).CopyTo(ofRun);
            }
        }
    }

    /// <summary>Takes a rank's rows, which have come.</summary>
    public void Store(int owner)
    {
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(Of(owner).Span);
        for (var runs = RunsOf(owner); runs.MoveNext();)
        {
            var ofRun = values.Slice(runs.FirstGradient, runs.Length);
            if (_place is { } place)
            {
                place.Device.Write(place.Plus((long)runs.Start * Unsafe.SizeOf<T>()).Address, MemoryMarshal.AsBytes(ofRun));
            }
            else
            {
                ofRun.CopyTo(weights.Span[runs.Start..]);
            }
        }
    }

    /// <summary>The rows of a rank that follow one another are copied at once.</summary>
    private RowRuns RunsOf(int owner) => new(rows.SteppedOn(owner), columns, gap: 0, share: 0, shares: 1);
}
