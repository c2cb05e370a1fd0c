using System.ComponentModel;
using Descent.CompilerServices;

namespace Descent;

/// <summary>What a parameter is made from, beside its state. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterSource
{
    internal ParameterSource(string name, TensorMemory memory, ReadOnlySpan<nint> shape, StorageOptions storage)
        => (Name, Memory, Shape, Storage) = (name, memory, shape.IsEmpty ? [memory.Length] : shape.ToArray(), storage);

    /// <summary>A range of a whole tensor, whose dimensions these are.</summary>
    internal ParameterSource(string name, TensorMemory memory, ReadOnlySpan<nint> shape, StorageOptions storage, Shard shard)
        : this(name, memory, shape.IsEmpty ? [shard.WholeLength] : shape, storage.ForShardOf(shard.WholeLength)) => _shard = shard;

    private readonly Shard? _shard;

    /// <summary>How its states are kept.</summary>
    public StorageOptions Storage { get; }

    /// <summary>The tensor as a matrix: its first axis against the rest; a vector, or a single number, as one row.</summary>
    public MatrixShape Matrix
    {
        get
        {
            var rows = Shape.Length < 2 ? 1 : (int)Shape[0];
            var length = _shard?.WholeLength ?? Memory.Length;
            var whole = new MatrixShape(rows, rows == 0 ? 0 : length / rows, length);
            return _shard is null ? whole
                : _shard.IsUndivided && _shard.Length < length ? MatrixShape.NothingOf(whole)
                : new(whole.Columns == 0 ? rows : _shard.Length / whole.Columns, whole);
        }
    }

    internal string Name { get; }

    internal TensorMemory Memory { get; }

    internal nint[] Shape { get; }
}
