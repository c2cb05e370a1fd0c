using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.Matrices;

/// <summary>Arithmetic on rows of numbers, element by element: no lane knows of another.</summary>
internal static class RowArithmetic
{
    /// <summary>values = scale × values.</summary>
    public static void Scale<T>(Span<T> values, T scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        for (var index = 0; index < vectors.Length; index++)
        {
            vectors[index] *= scale;
        }

        for (var index = vectors.Length * Vector<T>.Count; index < values.Length; index++)
        {
            values[index] *= scale;
        }
    }

    /// <summary>values = scale × values + addend's scale × addend: two products and a sum, each rounded.</summary>
    public static void ScaleAndAdd<T>(Span<T> values, T scale, ReadOnlySpan<T> addend, T addendScale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        var addends = MemoryMarshal.Cast<T, Vector<T>>(addend);
        for (var index = 0; index < vectors.Length; index++)
        {
            vectors[index] = (vectors[index] * scale) + (addends[index] * addendScale);
        }

        for (var index = vectors.Length * Vector<T>.Count; index < values.Length; index++)
        {
            values[index] = (values[index] * scale) + (addend[index] * addendScale);
        }
    }
}
