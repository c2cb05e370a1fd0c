using System.Diagnostics;

namespace Descent.Distributed;

/// <summary>
/// A stand-in for a wire, in front of another communicator: an exchange takes at least as long as one of its latency and bandwidth would. It shows on one machine how
/// much of that a step hides behind its work.
/// </summary>
/// <remarks>Each rank has a wire of its own, which carries what it receives one exchange after the other.</remarks>
public sealed class WireModel : ICommunicator
{
    private readonly ICommunicator _inner;
    private readonly TimeSpan _latency;
    private long _freeAt;

    /// <summary>Puts a wire in front of a communicator.</summary>
    /// <param name="inner">What carries the messages. It is disposed with this.</param>
    /// <param name="bytesPerSecond">How many bytes a rank receives in a second, greater than 0.</param>
    /// <param name="latency">What an exchange takes at least, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public WireModel(ICommunicator inner, double bytesPerSecond, TimeSpan latency)
    {
        ArgumentNullException.ThrowIfNull(inner);
        RefuseRate(bytesPerSecond, nameof(bytesPerSecond));
        ArgumentOutOfRangeException.ThrowIfLessThan(latency, TimeSpan.Zero);
        (_inner, BytesPerSecond, _latency) = (inner, bytesPerSecond, latency);
    }

    /// <inheritdoc/>
    public int Rank => _inner.Rank;

    /// <inheritdoc/>
    public int Size => _inner.Size;

    /// <summary>How many bytes a rank receives in a second, of what is started from now on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not greater than 0.</exception>
    public double BytesPerSecond
    {
        get;
        set
        {
            RefuseRate(value, nameof(value));
            field = value;
        }
    }

    /// <summary>How long the wire was busy.</summary>
    public TimeSpan Busy { get; private set; }

    /// <inheritdoc/>
    public IExchange Start(ReadOnlySpan<Message> sends, ReadOnlySpan<Message> receives)
    {
        var bytes = 0L;
        foreach (var message in receives)
        {
            bytes += message.Bytes.Length;
        }

        var time = TimeSpan.FromSeconds(bytes / BytesPerSecond);
        var now = Stopwatch.GetTimestamp();
        _freeAt = Math.Max(_freeAt, now) + (long)(time.TotalSeconds * Stopwatch.Frequency);
        Busy += time;
        return new Exchange(_inner.Start(sends, receives), _freeAt + (long)(_latency.TotalSeconds * Stopwatch.Frequency));
    }

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();

    private static void RefuseRate(double bytesPerSecond, string name)
    {
        if (!(bytesPerSecond > 0))
        {
            throw new ArgumentOutOfRangeException(name, bytesPerSecond, "A wire carries more than 0 bytes in a second.");
        }
    }

    private sealed class Exchange(IExchange inner, long arrival) : IExchange
    {
        private bool _isDone;

        public TimeSpan LeastWait => TimeSpan.FromSeconds(Math.Max(0, arrival - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency);

        public bool Advance()
        {
            _isDone = _isDone || inner.Advance();
            return _isDone && Stopwatch.GetTimestamp() >= arrival;
        }

        public void Abandon() => inner.Abandon();
    }
}
