using Descent.Cuda.Driver;

namespace Descent.Cuda;

/// <summary>
/// The way to a device: bytes are copied to memory of this processor that is locked, and from there by the driver, while this processor goes on. A copy from other memory may wait for all that was queued before, and one
/// from memory that its owner has locked may be done after the call has returned; so the source may change at once, and this processor waits where all of the memory is under way, for the first copies of it.
/// </summary>
/// <param name="driver">The driver.</param>
internal sealed unsafe class LockedMemory(ICudaDriver driver)
{
    /// <summary>How many bytes it has.</summary>
    public const int Bytes = 1 << 22;

    /// <summary>How many copies may be under way.</summary>
    private const int Copies = 1 << 10;

    private const int LongestCopy = Bytes / 4;

    /// <summary>What stands behind each copy that is under way, and where its bytes end, counted from the first byte ever.</summary>
    private readonly (nint Mark, long End)[] _copies = new (nint, long)[Copies];

    private nint _first;
    private long _end;
    private long _done;
    private long _copiesQueued;
    private long _copiesDone;

    /// <summary>Queues a copy to the device.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> source, nint stream)
    {
        if (_first == 0)
        {
            _first = driver.AllocateLocked(Bytes);
        }

        while (!source.IsEmpty)
        {
            var piece = source[..Math.Min(source.Length, LongestCopy)];
            var place = _first + Take(piece.Length);
            piece.CopyTo(new((void*)place, piece.Length));
            driver.Write(address, place, (nuint)piece.Length, stream);
            SetMark(stream);
            address += (ulong)piece.Length;
            source = source[piece.Length..];
        }
    }

    /// <summary>Lets go of it, once all copies are done.</summary>
    public void Free()
    {
        foreach (var (mark, _) in _copies.Where(copy => copy.Mark != 0))
        {
            driver.FreeMark(mark);
        }

        if (_first != 0)
        {
            driver.FreeLocked(_first);
        }
    }

    /// <summary>Gives where so many bytes begin that no copy needs any more. They lie one behind the other; what is left at the end is passed over.</summary>
    private int Take(int bytes)
    {
        var start = (int)(_end % Bytes);
        if (start + bytes > Bytes)
        {
            (_end, start) = (_end + Bytes - start, 0);
        }

        _end += bytes;
        while (_end - _done > Bytes || _copiesQueued - _copiesDone == Copies)
        {
            var (mark, end) = _copies[_copiesDone++ % Copies];
            driver.Await(mark);
            _done = end;
        }

        return start;
    }

    private void SetMark(nint stream)
    {
        ref var copy = ref _copies[_copiesQueued % Copies];
        if (copy.Mark == 0)
        {
            copy.Mark = driver.CreateMark();
        }

        driver.SetMark(copy.Mark, stream);
        copy.End = _end;
        _copiesQueued++;
    }
}
