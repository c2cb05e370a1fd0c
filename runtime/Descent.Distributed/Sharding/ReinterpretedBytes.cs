using System.Buffers;
using System.Runtime.InteropServices;

namespace Descent.Distributed;

/// <summary>Memory of the caller, seen as bytes, so that it is sent from where it lies and received there.</summary>
internal sealed unsafe class ReinterpretedBytes<T>(Memory<T> memory) : MemoryManager<byte>
    where T : unmanaged
{
    private MemoryHandle _handle;

    public override Memory<byte> Memory => CreateMemory(checked(memory.Length * sizeof(T)));

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(memory.Span);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        var handle = memory.Pin();
        return new((byte*)handle.Pointer + elementIndex, default, new Unpinner(handle));
    }

    public override void Unpin() => _handle.Dispose();

    protected override void Dispose(bool disposing)
    {
    }

    /// <summary>Lets go of what was pinned.</summary>
    private sealed class Unpinner(MemoryHandle handle) : IPinnable
    {
        MemoryHandle IPinnable.Pin(int elementIndex) => throw new NotSupportedException();

        void IPinnable.Unpin() => handle.Dispose();
    }
}
