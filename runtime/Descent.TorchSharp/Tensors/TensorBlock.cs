using System.Buffers;

namespace Descent.Torch.Tensors;

/// <summary>
/// The values of a tensor as memory that is bound once. Where they lie is told at the begin of each step; at other times the tensor is asked, which throws if it is no
/// longer there.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="length">How many there are.</param>
/// <param name="ask">Asks the tensor for their address.</param>
internal sealed unsafe class TensorBlock<T>(int length, Func<nint> ask) : MemoryManager<T>
    where T : unmanaged
{
    /// <summary>Where they lie; 0 for whoever asks to ask the tensor.</summary>
    public nint Address { get; set; }

    public override Span<T> GetSpan() => new((void*)Resolved, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((T*)Resolved + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }

    private nint Resolved => Address != 0 ? Address : ask();
}
