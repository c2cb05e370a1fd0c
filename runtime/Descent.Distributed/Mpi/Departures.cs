using System.Diagnostics;

namespace Descent.Distributed;

/// <summary>
/// Which ranks have left: one that disposes its end tells all others, so that those which wait for it fail at once. MPI itself would have them wait, and the one that leaves for them.
/// </summary>
/// <param name="library">The library.</param>
/// <param name="rank">This rank.</param>
/// <param name="size">How many there are.</param>
/// <param name="tag">The tag of what is told.</param>
internal sealed unsafe class Departures(MpiLibrary library, int rank, int size, int tag)
{
    private const byte InPeace = 0, Failed = 1;

    /// <summary>How often one that waits looks, and how long what was sent before may take to come.</summary>
    private static readonly long s_pause = Stopwatch.Frequency / 2;

    private readonly long[] _noticed = new long[size];
    private readonly byte[] _notices = GC.AllocateArray<byte>(size + 1, pinned: true);
    private readonly byte[] _requests = GC.AllocateArray<byte>(Math.Max(1, size) * library.RequestSize, pinned: true);
    private long _last = Stopwatch.GetTimestamp();
    private bool _hasAnyLeft;

    /// <summary>Whether all ranks that have left did so in peace.</summary>
    public bool AreInPeace => Array.TrueForAll(_notices, notice => notice == InPeace);

    /// <summary>Looks who has left, if nobody has looked for a while.</summary>
    /// <returns>Whether some rank has.</returns>
    public bool Look()
    {
        var now = Stopwatch.GetTimestamp();
        if (now - _last >= s_pause)
        {
            _last = now;
            Take(now);
        }

        return _hasAnyLeft;
    }

    /// <summary>Whether a rank has left, so long ago that nothing of it is under way any more.</summary>
    public bool HasLeft(int other) => _noticed[other] != 0 && Stopwatch.GetTimestamp() - _noticed[other] >= s_pause;

    /// <summary>Tells all others that this rank leaves, and waits until they have left as well.</summary>
    /// <param name="hasFailed">Whether it does since something failed: then it does not wait for ever.</param>
    /// <param name="limit">How long it waits then.</param>
    public void Leave(bool hasFailed, TimeSpan limit)
    {
        _notices[size] = hasFailed ? Failed : InPeace;
        var sent = 0;
        for (var other = 0; other < size; other++)
        {
            if (other != rank)
            {
                library.Send(PlaceOf(_notices, size), 1, other, tag, PlaceOf(_requests, sent++ * library.RequestSize));
            }
        }

        var start = Stopwatch.GetTimestamp();
        _noticed[rank] = start;
        for (var areSent = sent == 0; !areSent || Array.Exists(_noticed, noticed => noticed == 0);)
        {
            areSent = areSent || library.AreDone(sent, PlaceOf(_requests, 0));
            Take(Stopwatch.GetTimestamp());
            if (hasFailed && Stopwatch.GetElapsedTime(start) > limit)
            {
                return;
            }

            Thread.Sleep(Stopwatch.GetElapsedTime(start).TotalMilliseconds > 20 ? 1 : 0);
        }
    }

    private void Take(long now)
    {
        for (var other = 0; other < size; other++)
        {
            if (other != rank && _noticed[other] == 0 && library.HasCome(other, tag))
            {
                library.Take(PlaceOf(_notices, other), 1, other, tag);
                (_noticed[other], _hasAnyLeft) = (now, true);
            }
        }
    }

    private static void* PlaceOf(byte[] pinned, int index) => (void*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(pinned, index);
}
