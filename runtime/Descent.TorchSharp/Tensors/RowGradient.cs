using TorchSharp;
using static TorchSharp.torch;

namespace Descent.Torch.Tensors;

/// <summary>
/// A gradient of some rows, as that of an embedding that was made with <c>sparse: true</c>: each row once, ascending, and what autograd gave for it several times added up
/// in order, as <c>coalesce</c> does. It is a copy, which the step may write.
/// </summary>
internal sealed class RowGradient : IDisposable
{
    private readonly Tensor _values;

    /// <param name="gradient">A gradient for which <see cref="IsOfRows"/> holds.</param>
    public RowGradient(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();

        // TorchSharp's API has no coalesce, but a power begins with one; an index_add adds 16 bits in 32, and would round otherwise than the gradient of all rows was.
        var coalesced = gradient.pow(1);
        var values = coalesced.SparseValues;
        Rows = Array.ConvertAll(coalesced.SparseIndices.select(0, 0).data<long>().ToArray(), static row => checked((int)row));
        _values = zeros(values.shape, values.dtype).add_(values).DetachFromDisposeScope();
    }

    /// <summary>The rows that have gradients.</summary>
    public int[] Rows { get; }

    /// <summary>How many values they have together.</summary>
    public int Length => checked((int)_values.numel());

    /// <summary>Where they lie, one row after the other.</summary>
    public nint Address => PublicTensor.AddressOf(_values);

    /// <summary>Whether a tensor is sparse and has no values, as after <c>zero_grad</c>, when it may have forgotten that its rows were what it had.</summary>
    public static bool IsEmpty(Tensor gradient)
    {
        if (!gradient.is_sparse)
        {
            return false;
        }

        using var indices = gradient.SparseIndices;
        return indices.shape[1] == 0;
    }

    /// <summary>Whether a tensor is sparse in its rows alone, in the processor's memory, and otherwise as a layout is, whose rows lie one after the other.</summary>
    public static bool IsOfRows(Tensor gradient, TensorLayout layout)
    {
        if (!gradient.is_sparse || gradient.dtype != layout.Type || gradient.device_type != DeviceType.CPU || layout.DeviceType != DeviceType.CPU
            || !layout.IsContiguous || layout.Shape.Length < 2 || !gradient.shape.AsSpan().SequenceEqual(layout.Shape))
        {
            return false;
        }

        using var indices = gradient.SparseIndices;
        return indices.shape[0] == 1;
    }

    public void Dispose() => _values.Dispose();
}
