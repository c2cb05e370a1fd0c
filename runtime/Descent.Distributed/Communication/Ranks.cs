using System.Diagnostics;

namespace Descent.Distributed;

/// <summary>What ranks do together, each with a limit of time: a rank that waits too long says for whom and why, and none hangs.</summary>
internal sealed class Ranks(ICommunicator communicator, TimeSpan limit)
{
    private string? _failure;

    public int Rank => communicator.Rank;

    public int Size => communicator.Size;

    /// <summary>What the ranks are doing, for a message.</summary>
    public string Activity { get; set; } = "at the start";

    /// <summary>Starts an exchange.</summary>
    public IExchange Start(ReadOnlySpan<Message> sends, ReadOnlySpan<Message> receives)
        => _failure is null ? communicator.Start(sends, receives) : throw new CommunicationException($"The ranks have lost one another before: {_failure}");

    /// <summary>Waits for an exchange.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="what">What comes with it.</param>
    public void Wait(IExchange exchange, string what)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            for (var turn = 0; !exchange.Advance(); turn++)
            {
                if (turn < 1 << 10)
                {
                    Thread.Yield();
                    continue;
                }

                var waited = Stopwatch.GetElapsedTime(start);
                if (waited > limit)
                {
                    exchange.Abandon();
                    throw new CommunicationException(FormattableString.Invariant(
                        $"Rank {Rank} of {Size} waited {limit.TotalSeconds:0.###} s {Activity} for {what}: another rank has stopped, or does not make this call, which all ranks must make in the same order."));
                }

                if (waited.TotalMilliseconds > 20)
                {
                    Thread.Sleep(waited.TotalSeconds > 1 ? 1 : 0);
                }

                Thread.Yield();
            }
        }
        catch (CommunicationException exception)
        {
            _failure ??= exception.Message;
            throw;
        }
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
