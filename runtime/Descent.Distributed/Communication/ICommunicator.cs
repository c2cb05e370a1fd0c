namespace Descent.Distributed;

/// <summary>
/// What carries messages between the ranks of a training: that of MPI (<see cref="MpiCommunicator"/>), that of threads of one process
/// (<see cref="InProcessCommunicator"/>), or one of your own. One thread at a time may use it.
/// </summary>
/// <remarks>Messages from one rank to another arrive in the order in which they were started.</remarks>
public interface ICommunicator : IDisposable
{
    /// <summary>The number of this rank, from 0 on.</summary>
    int Rank { get; }

    /// <summary>How many ranks there are, at least 1.</summary>
    int Size { get; }

    /// <summary>Starts to send and to receive. Nobody may write what is sent, or touch what is received, until the exchange is done.</summary>
    /// <param name="sends">What is sent, and to whom. The memory is only read.</param>
    /// <param name="receives">Where what comes is written, and from whom: as long as what that rank sends.</param>
    /// <returns>The exchange.</returns>
    /// <exception cref="CommunicationException">A message could not be started.</exception>
    IExchange Start(ReadOnlySpan<Message> sends, ReadOnlySpan<Message> receives);
}
