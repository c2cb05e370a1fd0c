namespace Descent.Checkpoints;

/// <summary>A tensor as the header of a file has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Shape">Its dimensions; none for a single number.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record TensorEntry(string Name, StoredType Type, long[] Shape, long Begin, long End)
{
    public long Bytes => End - Begin;

    /// <summary>The shape as text, as in <c>[784, 128]</c>.</summary>
    public static string Text(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
