namespace Descent.CompilerServices;

/// <content>How large a tensor is, and which rows of it are meant.</content>
public static partial class Guard
{
    /// <summary>Throws if a tensor does not have the rows of another, but more or fewer of them.</summary>
    internal static void SameRows(ReadOnlySpan<nint> before, ReadOnlySpan<nint> shape, string name)
    {
        if (before.Length != shape.Length || !before[1..].SequenceEqual(shape[1..]))
        {
            throw new ArgumentException(
                $"Parameter '{name}' has the shape [{string.Join(", ", before.ToArray())}]: its first dimension can change, and [{string.Join(", ", shape.ToArray())}] differs otherwise.",
                nameof(shape));
        }
    }

    /// <summary>What is wrong with a list of rows, as a sentence; <see langword="null"/> if they ascend and the matrix has them.</summary>
    internal static string? FaultOf(ReadOnlySpan<int> rows, nint count, string name)
    {
        var before = -1;
        for (var index = 0; index < rows.Length; index++)
        {
            var row = rows[index];
            if (row <= before || row >= count)
            {
                return row < 0 || row >= count
                    ? $"Parameter '{name}' has {count} rows, and no row {row}."
                    : $"The rows whose gradients are given for parameter '{name}' do not ascend, each once: row {row} follows row {before}.";
            }

            before = row;
        }

        return null;
    }

    internal static void Length(int length, string name)
    {
        if (length > MaxLength)
        {
            throw new ArgumentException($"Parameter '{name}' has {length} weights; a tensor has at most {MaxLength}.", nameof(length));
        }
    }

    internal static void Shape(ReadOnlySpan<nint> shape, int length, string name)
    {
        if (shape.IsEmpty)
        {
            return;
        }

        nint product = 1;
        foreach (var dimension in shape)
        {
            if (dimension < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(shape), dimension, $"The shape of parameter '{name}' has a negative dimension.");
            }

            if (dimension > MaxLength)
            {
                throw new ArgumentOutOfRangeException(nameof(shape), dimension, $"The shape of parameter '{name}' has a dimension of more than {MaxLength}, which no tensor has.");
            }

            product = (nint)Int128.Min((Int128)product * dimension, 1L << 40);
        }

        if (product != length)
        {
            throw new ArgumentException(
                $"The shape [{string.Join(", ", shape.ToArray())}] of parameter '{name}' does not hold its {length} weights.", nameof(shape));
        }
    }
}
