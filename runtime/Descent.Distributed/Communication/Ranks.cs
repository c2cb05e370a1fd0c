using System.Diagnostics;

namespace Descent.Distributed;

/// <summary>What ranks do together, each with a limit of time: a rank that waits too long says for whom and why, and none hangs.</summary>
internal sealed class Ranks(ICommunicator communicator, TimeSpan limit)
{
    private const int TurnsWithoutSleep = 1 << 10;

    private static readonly TimeSpan s_shortestSleep = TimeSpan.FromMilliseconds(1);

    private readonly List<IExchange> _underWay = [];
    private string? _failure;

    public int Rank => communicator.Rank;

    public int Size => communicator.Size;

    /// <summary>The numbers of all.</summary>
    public IEnumerable<int> Range => Enumerable.Range(0, Size);

    /// <summary>What the ranks are doing, for a message.</summary>
    public string Activity { get; set; } = "at the start";

    /// <summary>Whether some exchange was started that nobody has seen come to its end.</summary>
    public bool IsUnderWay => _underWay.Count > 0;

    /// <summary>Starts an exchange.</summary>
    public IExchange Start(ReadOnlySpan<Message> sends, ReadOnlySpan<Message> receives)
    {
        if (_failure is not null)
        {
            throw new CommunicationException($"The ranks have lost one another before: {_failure}");
        }

        try
        {
            var exchange = communicator.Start(sends, receives);
            _underWay.Add(exchange);
            return exchange;
        }
        catch (Exception exception)
        {
            // Some messages may be under way: what this rank would send next would be taken for those that are not.
            Lose(exception.Message);
            throw;
        }
    }

    /// <summary>Carries on all that is under way, in the order in which it was started, in which it comes.</summary>
    public void Advance()
    {
        try
        {
            _underWay.RemoveAll(exchange => exchange.Advance());
        }
        catch (Exception exception)
        {
            Lose(exception.Message);
            throw;
        }
    }

    /// <summary>Gives up what is under way, and whatever would come after.</summary>
    /// <param name="why">Why, as a sentence.</param>
    public void Lose(string why)
    {
        _failure ??= why;
        _underWay.ForEach(exchange => exchange.Abandon());
        _underWay.Clear();
    }

    /// <summary>Waits for an exchange.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="what">What comes with it.</param>
    public void Wait(IExchange exchange, string what)
    {
        var start = Stopwatch.GetTimestamp();
        for (var turn = 0; IsComing(exchange); turn++)
        {
            var waited = Stopwatch.GetElapsedTime(start);
            if (waited > limit)
            {
                Lose(FormattableString.Invariant(
                    $"Rank {Rank} of {Size} waited {limit.TotalSeconds:0.###} s {Activity} for {what}: another rank has stopped, or does not make this call, which all ranks must make in the same order."));
                throw new CommunicationException(_failure!);
            }

            // What cannot come before long leaves the processor to those who compute.
            if (exchange.LeastWait >= s_shortestSleep)
            {
                Thread.Sleep(exchange.LeastWait < limit ? exchange.LeastWait : limit);
            }
            else if (turn >= TurnsWithoutSleep && waited.TotalMilliseconds > 20)
            {
                Thread.Sleep(waited.TotalSeconds > 1 ? 1 : 0);
            }

            Thread.Yield();
        }
    }

    private bool IsComing(IExchange exchange)
    {
        Advance();
        return _underWay.Contains(exchange);
    }

    /// <summary>Gathers what all ranks give, of any length each.</summary>
    public void Gather(string what, Memory<byte> mine, ReadOnlySpan<int> counts, Memory<byte> all)
    {
        var sends = new List<Message>(Size);
        var receives = new List<Message>(Size);
        var place = 0;
        for (var rank = 0; rank < Size; rank++)
        {
            var room = all.Slice(place, counts[rank]);
            place += counts[rank];
            if (rank == Rank)
            {
                mine.CopyTo(room);
                continue;
            }

            if (!mine.IsEmpty)
            {
                sends.Add(new(rank, mine));
            }

            if (!room.IsEmpty)
            {
                receives.Add(new(rank, room));
            }
        }

        Wait(Start([.. sends], [.. receives]), what);
    }

    /// <summary>Gathers as much from each rank.</summary>
    /// <returns>What all gave, one rank after the other.</returns>
    public byte[] Gather(string what, byte[] mine)
    {
        var all = new byte[checked(mine.Length * Size)];
        var counts = new int[Size];
        Array.Fill(counts, mine.Length);
        Gather(what, mine, counts, all);
        return all;
    }

    /// <summary>Gathers a text from each rank.</summary>
    public string[] GatherTexts(string what, string mine)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(mine);
        var lengths = Gather(what, BitConverter.GetBytes(bytes.Length));
        var counts = new int[Size];
        Buffer.BlockCopy(lengths, 0, counts, 0, lengths.Length);
        var all = new byte[counts.Sum()];
        Gather(what, bytes, counts, all);
        var texts = new string[Size];
        for (int rank = 0, place = 0; rank < Size; place += counts[rank++])
        {
            texts[rank] = System.Text.Encoding.UTF8.GetString(all, place, counts[rank]);
        }

        return texts;
    }
}
