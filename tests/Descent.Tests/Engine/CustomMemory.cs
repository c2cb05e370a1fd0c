using System.Buffers;

namespace Descent.Tests.Engine;

/// <summary>Memory of the caller's own making: a part of an array, and something that is done whenever it is reached for.</summary>
internal sealed class CustomMemory<T>(T[] array, Action? reached = null) : MemoryManager<T>
    where T : unmanaged
{
    /// <summary>Whether it can no longer be reached.</summary>
    public bool IsGone { get; set; }

    public override Span<T> GetSpan()
    {
        reached?.Invoke();
        return IsGone ? throw new ObjectDisposedException("memory") : array;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
