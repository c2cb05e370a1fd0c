using System.Buffers;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Memory of one type, seen as another, of which it has whole values.</summary>
internal sealed class ReinterpretedMemory<TFrom, TTo>(Memory<TFrom> memory) : MemoryManager<TTo>
    where TFrom : unmanaged
    where TTo : unmanaged
{
    public override Span<TTo> GetSpan() => MemoryMarshal.Cast<TFrom, TTo>(memory.Span);

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        var handle = memory.Pin();
        return new((TTo*)handle.Pointer + elementIndex, default, new Unpinner(handle));
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }

    protected override bool TryGetArray(out ArraySegment<TTo> segment)
    {
        segment = default;
        return false;
    }

    /// <summary>Lets go of what was pinned.</summary>
    private sealed class Unpinner(MemoryHandle handle) : IPinnable
    {
        MemoryHandle IPinnable.Pin(int elementIndex) => throw new NotSupportedException();

        void IPinnable.Unpin() => handle.Dispose();
    }
}
