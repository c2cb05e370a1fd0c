using System.Buffers;

namespace Descent.Distributed;

/// <summary>
/// The ranks that <c>mpirun</c> started, over OpenMPI 4 or MPICH, whichever is on the machine: it is found at run time, and needs nothing built.
/// <code>
/// using var communicator = MpiCommunicator.Create();
/// </code>
/// </summary>
/// <remarks>A process that <c>mpirun</c> did not start is the one rank of its own. There is one of it in a process.</remarks>
public sealed class MpiCommunicator : ICommunicator
{
    /// <summary>The longest message; a longer one goes in several.</summary>
    private const int LongestMessage = 1 << 30;

    private readonly MpiLibrary _library;
    private readonly bool _endsHere;
    private bool _hasFailed;
    private bool _isDisposed;

    private MpiCommunicator(MpiLibrary library)
    {
        _library = library;
        _endsHere = library.Begin();
        (Rank, Size) = (library.FindRank(), library.CountRanks());
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>The library's name and version, as it says them.</summary>
    public string Library => _library.Version;

    /// <summary>Whether there is an MPI on this machine.</summary>
    /// <param name="reason">Why not, as a sentence; empty where there is one.</param>
    /// <returns>Whether there is.</returns>
    public static bool IsAvailable(out string reason) => MpiLibrary.Find(null, out reason) is not null;

    /// <summary>Begins with MPI.</summary>
    /// <param name="library">The file of the library; looked for unless given.</param>
    /// <returns>The end of this rank.</returns>
    /// <exception cref="CommunicationException">MPI could not begin.</exception>
    /// <exception cref="DllNotFoundException">There is none on this machine.</exception>
    public static MpiCommunicator Create(string? library = null)
        => new(MpiLibrary.Find(library, out var reason) ?? throw new DllNotFoundException(reason));

    /// <inheritdoc/>
    public IExchange Start(ReadOnlySpan<Message> sends, ReadOnlySpan<Message> receives)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var exchange = new Exchange(this, CountOf(sends) + CountOf(receives));
        try
        {
            // What is awaited comes first, so that it is not kept elsewhere when it arrives.
            exchange.Add(receives, isSent: false);
            exchange.Add(sends, isSent: true);
        }
        catch
        {
            _hasFailed = true;
            exchange.Abandon();
            throw;
        }

        return exchange;
    }

    /// <summary>Ends with MPI, once all ranks do; after a failure without a word to the others, whose launcher ends them.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (_endsHere && !_hasFailed)
            {
                _library.End();
            }
        }
    }

    private static int CountOf(ReadOnlySpan<Message> messages)
    {
        var count = 0;
        foreach (var message in messages)
        {
            count += (message.Bytes.Length + LongestMessage - 1) / LongestMessage;
        }

        return count;
    }

    private sealed unsafe class Exchange(MpiCommunicator communicator, int count) : IExchange
    {
        private readonly byte[] _requests = GC.AllocateArray<byte>(Math.Max(1, count) * communicator._library.RequestSize, pinned: true);
        private readonly List<MemoryHandle> _pinned = [];
        private int _started;

        public void Add(ReadOnlySpan<Message> messages, bool isSent)
        {
            foreach (var message in messages)
            {
                var handle = message.Bytes.Pin();
                _pinned.Add(handle);
                for (long start = 0; start < message.Bytes.Length; start += LongestMessage)
                {
                    var length = (int)Math.Min(LongestMessage, message.Bytes.Length - start);
                    if (isSent)
                    {
                        communicator._library.Send((byte*)handle.Pointer + start, length, message.Rank, RequestAt(_started));
                    }
                    else
                    {
                        communicator._library.Receive((byte*)handle.Pointer + start, length, message.Rank, RequestAt(_started));
                    }

                    _started++;
                }
            }
        }

        public bool Advance()
        {
            try
            {
                if (_started > 0 && !communicator._library.AreDone(_started, RequestAt(0)))
                {
                    return false;
                }
            }
            catch
            {
                communicator._hasFailed = true;
                throw;
            }

            _started = 0;
            LetGo();
            return true;
        }

        public void Abandon()
        {
            // The memory stays pinned: MPI may still write to it until the process ends.
            communicator._hasFailed = true;
            for (var index = 0; index < _started; index++)
            {
                communicator._library.Cancel(RequestAt(index));
            }
        }

        private void* RequestAt(int index)
            => (void*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_requests, index * communicator._library.RequestSize);

        private void LetGo()
        {
            foreach (var handle in _pinned)
            {
                handle.Dispose();
            }

            _pinned.Clear();
        }
    }
}
