using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>What a parameter is made from, beside its state. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterSource
{
    internal ParameterSource(string name, TensorMemory memory, ReadOnlySpan<nint> shape)
        => (Name, Memory, Shape) = (name, memory, shape.IsEmpty ? [memory.Length] : shape.ToArray());

    internal string Name { get; }

    internal TensorMemory Memory { get; }

    internal nint[] Shape { get; }
}
