namespace Descent.Distributed;

/// <summary>Counts what goes over the wire of another communicator: what a step costs, beside what the theory says.</summary>
/// <param name="inner">What carries the messages. It is disposed with this.</param>
public sealed class MeteredCommunicator(ICommunicator inner) : ICommunicator
{
    /// <inheritdoc/>
    public int Rank => inner.Rank;

    /// <inheritdoc/>
    public int Size => inner.Size;

    /// <summary>How many bytes this rank has sent.</summary>
    public long BytesSent { get; private set; }

    /// <summary>How many bytes this rank has asked for.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>How many messages this rank has sent.</summary>
    public long MessagesSent { get; private set; }

    /// <inheritdoc/>
    public IExchange Start(ReadOnlySpan<Message> sends, ReadOnlySpan<Message> receives)
    {
        foreach (var message in sends)
        {
            BytesSent += message.Bytes.Length;
            MessagesSent++;
        }

        foreach (var message in receives)
        {
            BytesReceived += message.Bytes.Length;
        }

        return inner.Start(sends, receives);
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
