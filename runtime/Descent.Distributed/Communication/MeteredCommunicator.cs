namespace Descent.Distributed;

/// <summary>Counts what goes over the wire of another communicator: what a step costs, beside what the theory says.</summary>
/// <param name="inner">What carries the messages. It is disposed with this.</param>
/// <exception cref="ArgumentNullException"><paramref name="inner"/> is <see langword="null"/>.</exception>
public sealed class MeteredCommunicator(ICommunicator inner) : ICommunicator
{
    private readonly ICommunicator _inner = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public int Rank => _inner.Rank;

    /// <inheritdoc/>
    public int Size => _inner.Size;

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

        return _inner.Start(sends, receives);
    }

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();
}
