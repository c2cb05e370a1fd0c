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

    /// <summary>How long a rank that failed waits for the others, so that each can tell why.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly MpiLibrary _library;
    private readonly Departures _departures;
    private readonly bool _endsHere;
    private bool _hasFailed;
    private bool _isBroken;
    private bool _isDisposed;

    private MpiCommunicator(MpiLibrary library)
    {
        _library = library;
        _endsHere = library.Begin();
        (Rank, Size) = (library.FindRank(), library.CountRanks());
        _departures = new(library, Rank, Size, MpiLibrary.TagOfDepartures);
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
            _isBroken = true;
            exchange.Abandon();
            throw;
        }

        return exchange;
    }

    /// <summary>
    /// Leaves, and ends with MPI once all ranks have left. Ranks that wait for a message of this one fail. After a failure here or there MPI is not ended, and the launcher ends the job.
    /// </summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (_isBroken)
            {
                return;
            }

            Leave(_departures, _hasFailed);
            if (!_departures.AreInPeace)
            {
                // Launchers end a job with its first process that goes without a word to MPI: none goes before all have told what they have to.
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Leave(new(_library, Rank, Size, MpiLibrary.TagOfExits), hasFailed: true);
            }
            else if (_endsHere)
            {
                _library.End();
            }
        }
    }

    private static void Leave(Departures departures, bool hasFailed)
    {
        try
        {
            departures.Leave(hasFailed, s_patience);
        }
        catch (CommunicationException) when (hasFailed)
        {
            // Who is told has gone.
        }
    }

    private bool HasAnyLeft()
    {
        try
        {
            return _departures.Look();
        }
        catch
        {
            _isBroken = true;
            throw;
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
        private readonly int[] _ranks = new int[count];
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
                        communicator._library.Send((byte*)handle.Pointer + start, length, message.Rank, MpiLibrary.TagOf(length), RequestAt(_started));
                    }
                    else
                    {
                        communicator._library.Receive((byte*)handle.Pointer + start, length, message.Rank, MpiLibrary.TagOf(length), RequestAt(_started));
                    }

                    _ranks[_started++] = message.Rank;
                }
            }
        }

        public bool Advance()
        {
            if (_started > 0 && !AreDone(0, _started))
            {
                var awaited = communicator.HasAnyLeft() ? _started : 0;
                for (var index = 0; index < awaited; index++)
                {
                    if (communicator._departures.HasLeft(_ranks[index]) && !AreDone(index, 1))
                    {
                        communicator._hasFailed = true;
                        throw new CommunicationException($"Rank {communicator.Rank} waits for rank {_ranks[index]}, which has left.");
                    }
                }

                return false;
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

        private bool AreDone(int first, int number)
        {
            try
            {
                return communicator._library.AreDone(number, RequestAt(first));
            }
            catch
            {
                communicator._isBroken = true;
                throw;
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
