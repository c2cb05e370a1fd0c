namespace Descent.Distributed;

/// <summary>Ranks that are threads of one process: for tests, and for trying out what a training does on several ranks.</summary>
public sealed class InProcessCommunicator : ICommunicator
{
    private readonly Mailboxes _mailboxes;
    private bool _isDisposed;

    private InProcessCommunicator(Mailboxes mailboxes, int rank) => (_mailboxes, Rank) = (mailboxes, rank);

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size => _mailboxes.Size;

    /// <summary>Makes the ends of all ranks.</summary>
    /// <param name="size">How many ranks there are, at least 1.</param>
    /// <returns>One for each rank, in their order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is not one rank.</exception>
    public static IReadOnlyList<InProcessCommunicator> Create(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var mailboxes = new Mailboxes(size);
        return [.. Enumerable.Range(0, size).Select(rank => new InProcessCommunicator(mailboxes, rank))];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    /// <exception cref="ObjectDisposedException">This rank has left.</exception>
    public IExchange Start(ReadOnlySpan<Message> sends, ReadOnlySpan<Message> receives)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        RefuseOtherRanks(sends, nameof(sends));
        RefuseOtherRanks(receives, nameof(receives));
        foreach (var message in sends)
        {
            _mailboxes.Post(Rank, message.Rank, message.Bytes.ToArray());
        }

        return new Exchange(_mailboxes, Rank, receives);
    }

    /// <summary>Leaves: ranks that wait for a message of this one fail.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _mailboxes.Leave(Rank);
    }

    private void RefuseOtherRanks(ReadOnlySpan<Message> messages, string argument)
    {
        foreach (var message in messages)
        {
            if ((uint)message.Rank >= (uint)Size)
            {
                throw new ArgumentOutOfRangeException(argument, message.Rank, $"There are ranks from 0 to {Size - 1}, and no other.");
            }
        }
    }

    private sealed class Mailboxes(int size)
    {
        private readonly Queue<byte[]>[] _boxes = [.. Enumerable.Range(0, size * size).Select(_ => new Queue<byte[]>())];
        private readonly bool[] _hasLeft = new bool[size];

        // How many messages of a rank for another have been asked for, and taken: they are taken in the order in which they were asked for.
        private readonly long[] _asked = new long[size * size];
        private readonly long[] _taken = new long[size * size];

        public int Size => size;

        public void Post(int from, int to, byte[] bytes)
        {
            var box = _boxes[(from * size) + to];
            lock (box)
            {
                box.Enqueue(bytes);
            }
        }

        public long Ask(int from, int to) => _asked[(from * size) + to]++;

        public bool TryTake(int from, int to, long turn, Memory<byte> room)
        {
            var box = _boxes[(from * size) + to];
            lock (box)
            {
                if (_taken[(from * size) + to] != turn)
                {
                    return false;
                }

                if (!box.TryDequeue(out var bytes))
                {
                    return Volatile.Read(ref _hasLeft[from]) ? throw new CommunicationException($"Rank {to} waits for rank {from}, which has left.") : false;
                }

                if (bytes.Length != room.Length)
                {
                    throw new CommunicationException($"Rank {from} sent {bytes.Length} bytes where rank {to} expects {room.Length}: the ranks do not do the same.");
                }

                _taken[(from * size) + to]++;
                bytes.CopyTo(room);
                return true;
            }
        }

        public void Leave(int rank) => Volatile.Write(ref _hasLeft[rank], true);
    }

    private sealed class Exchange : IExchange
    {
        private readonly Mailboxes _mailboxes;
        private readonly int _rank;
        private readonly List<(Message Message, long Turn)> _awaited = [];

        public Exchange(Mailboxes mailboxes, int rank, ReadOnlySpan<Message> receives)
        {
            (_mailboxes, _rank) = (mailboxes, rank);
            foreach (var message in receives)
            {
                _awaited.Add((message, mailboxes.Ask(message.Rank, rank)));
            }
        }

        public bool Advance()
        {
            _awaited.RemoveAll(awaited => _mailboxes.TryTake(awaited.Message.Rank, _rank, awaited.Turn, awaited.Message.Bytes));
            return _awaited.Count == 0;
        }

        public void Abandon() => _awaited.Clear();
    }
}
