using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.Engine;

/// <summary>
/// Something that the ranges of tensors leave, gathered from all ranks in one message: a rank writes that of its ranges one tensor after the other; what comes back
/// is read tensor by tensor, the ranges of each in their order. The room is kept from step to step.
/// </summary>
internal sealed class ShardGathering(IShardTotals totals)
{
    private readonly int[] _counts = new int[totals.Ranks];
    private readonly int[] _read = new int[totals.Ranks];
    private byte[] _mine = [];
    private byte[] _all = [];
    private byte[] _whole = [];
    private int _written;

    /// <summary>How many ranks there are.</summary>
    public int Ranks => _counts.Length;

    /// <summary>Begins a message.</summary>
    public void Begin()
    {
        Array.Clear(_counts);
        _written = 0;
    }

    /// <summary>Room for what this rank gives, after what it gave before.</summary>
    public Span<T> Give<T>(int count)
        where T : unmanaged
    {
        var bytes = checked(count * Unsafe.SizeOf<T>());
        Grow(ref _mine, _written + bytes);
        var room = _mine.AsSpan(_written, bytes);
        _written += bytes;
        return MemoryMarshal.Cast<byte, T>(room);
    }

    /// <summary>Says how much a rank gives, after what it gave before.</summary>
    public void Expect<T>(int rank, int count)
        where T : unmanaged => _counts[rank] = checked(_counts[rank] + (count * Unsafe.SizeOf<T>()));

    /// <summary>Sends the message, and has those of the others.</summary>
    public void Gather(string what)
    {
        var (sum, place) = (0, 0);
        foreach (var count in _counts)
        {
            sum = checked(sum + count);
        }

        Grow(ref _all, sum);
        totals.Gather(what, _mine.AsMemory(0, _written), _counts, _all.AsMemory(0, sum));
        for (var rank = 0; rank < _counts.Length; rank++)
        {
            _read[rank] = place;
            place += _counts[rank];
        }
    }

    /// <summary>The next of what a rank gave.</summary>
    public ReadOnlySpan<T> Take<T>(int rank, int count)
        where T : unmanaged
    {
        var bytes = count * Unsafe.SizeOf<T>();
        var taken = _all.AsSpan(_read[rank], bytes);
        _read[rank] += bytes;
        return MemoryMarshal.Cast<byte, T>(taken);
    }

    /// <summary>The next of what all ranks gave of a tensor, in the order of their ranges.</summary>
    /// <param name="countOf">How many values a rank gave.</param>
    public ReadOnlySpan<T> TakeAll<T>(Func<int, int> countOf)
        where T : unmanaged
    {
        var count = 0;
        for (var rank = 0; rank < Ranks; rank++)
        {
            count += countOf(rank);
        }

        Grow(ref _whole, count * Unsafe.SizeOf<T>());
        var whole = MemoryMarshal.Cast<byte, T>(_whole.AsSpan(0, count * Unsafe.SizeOf<T>()));
        var place = 0;
        for (var rank = 0; rank < Ranks; rank++)
        {
            var taken = Take<T>(rank, countOf(rank));
            taken.CopyTo(whole[place..]);
            place += taken.Length;
        }

        return whole;
    }

    private static void Grow(ref byte[] room, int length)
    {
        if (room.Length < length)
        {
            Array.Resize(ref room, Math.Max(length, 2 * room.Length));
        }
    }
}
