using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent;

/// <summary>The values of a dense tensor as memory. The tensor holds them, and the collector may move them.</summary>
internal sealed class TensorBlock<T>(Tensor<T> tensor) : MemoryManager<T>
    where T : unmanaged
{
    private readonly int _length = (int)tensor.FlattenedLength;

    public override Span<T> GetSpan() => MemoryMarshal.CreateSpan(ref Unsafe.AsRef(in tensor.GetPinnableReference()), _length);

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        var handle = tensor.GetPinnedHandle();
        return new((T*)handle.Pointer + elementIndex, default, new Unpinner(handle));
    }

    public override void Unpin()
    {
    }

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
