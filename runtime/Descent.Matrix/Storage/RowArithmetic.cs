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

    /// <summary>quotients = values ÷ divisor.</summary>
    public static void Divide<T>(ReadOnlySpan<T> values, T divisor, Span<T> quotients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        var results = MemoryMarshal.Cast<T, Vector<T>>(quotients);
        for (var index = 0; index < vectors.Length; index++)
        {
            results[index] = vectors[index] / divisor;
        }

        for (var index = vectors.Length * Vector<T>.Count; index < values.Length; index++)
        {
            quotients[index] = values[index] / divisor;
        }
    }

    /// <summary>values += factor × others, rounded once.</summary>
    public static void AddScaled(Span<double> values, double factor, ReadOnlySpan<double> others)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        var otherVectors = MemoryMarshal.Cast<double, Vector<double>>(others);
        var factors = new Vector<double>(factor);
        for (var index = 0; index < vectors.Length; index++)
        {
            vectors[index] = Vector.FusedMultiplyAdd(factors, otherVectors[index], vectors[index]);
        }

        for (var index = vectors.Length * Vector<double>.Count; index < values.Length; index++)
        {
            values[index] = Math.FusedMultiplyAdd(factor, others[index], values[index]);
        }
    }

    /// <summary>Exchanges two rows.</summary>
    public static void Swap(Span<double> first, Span<double> second)
    {
        for (var index = 0; index < first.Length; index++)
        {
            (first[index], second[index]) = (second[index], first[index]);
        }
    }

    /// <summary>Rotates two rows: (first, second) = (cosine × first − sine × second, sine × first + cosine × second).</summary>
    public static void Rotate(Span<double> first, Span<double> second, double cosine, double sine)
    {
        var firsts = MemoryMarshal.Cast<double, Vector<double>>(first);
        var seconds = MemoryMarshal.Cast<double, Vector<double>>(second);
        var (cosines, sines, negated) = (new Vector<double>(cosine), new Vector<double>(sine), new Vector<double>(-sine));
        for (var index = 0; index < firsts.Length; index++)
        {
            var (x, y) = (firsts[index], seconds[index]);
            firsts[index] = Vector.FusedMultiplyAdd(negated, y, cosines * x);
            seconds[index] = Vector.FusedMultiplyAdd(sines, x, cosines * y);
        }

        for (var index = firsts.Length * Vector<double>.Count; index < first.Length; index++)
        {
            var (x, y) = (first[index], second[index]);
            first[index] = Math.FusedMultiplyAdd(-sine, y, cosine * x);
            second[index] = Math.FusedMultiplyAdd(sine, x, cosine * y);
        }
    }
}
