using System.ComponentModel;
using Descent.CompilerServices;

namespace Descent;

/// <summary>What a parameter is made from, beside its state. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterSource
{
    internal ParameterSource(string name, TensorMemory memory, ReadOnlySpan<nint> shape, StorageOptions storage)
        => (Name, Memory, Shape, Storage) = (name, memory, shape.IsEmpty ? [memory.Length] : shape.ToArray(), storage);

    /// <summary>How its states are kept.</summary>
    public StorageOptions Storage { get; }

    /// <summary>The tensor as a matrix: its first axis against the rest; a vector, or a single number, as one row.</summary>
    public MatrixShape Matrix
    {
        get
        {
            var rows = Shape.Length < 2 ? 1 : (int)Shape[0];
            return new(rows, rows == 0 ? 0 : Memory.Length / rows, Memory.Length);
        }
    }

    internal string Name { get; }

    internal TensorMemory Memory { get; }

    internal nint[] Shape { get; }
}
