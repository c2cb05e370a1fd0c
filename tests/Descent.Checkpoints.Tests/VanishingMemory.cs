using System.Buffers;

namespace Descent.Checkpoints.Tests;

/// <summary>Memory that is there so many times more, and then gone.</summary>
internal sealed class VanishingMemory(int length) : MemoryManager<float>
{
    private readonly float[] _values = new float[length];

    /// <summary>How often it can be reached for.</summary>
    public int Reaches { get; set; } = int.MaxValue;

    public override Span<float> GetSpan()
        => Reaches == int.MaxValue || Reaches-- > 0 ? _values : throw new ObjectDisposedException(nameof(VanishingMemory));

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
