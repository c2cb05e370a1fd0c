using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>Two chunks of memory of each thread, which stay in its cache: gradients times a factor, and weights before the step.</summary>
internal static class ChunkMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static T[]? s_scaled;

    [ThreadStatic]
    private static T[]? s_copied;

    /// <summary>Gradients times a factor that is rounded to <typeparamref name="T"/>; the gradients themselves if it is 1.</summary>
    public static ReadOnlySpan<T> Scaled(ReadOnlySpan<T> gradients, double factor)
    {
        if (factor == 1)
        {
            return gradients;
        }

        var scaled = (s_scaled ??= new T[Reduction.ChunkLength]).AsSpan(0, gradients.Length);
        var rounded = T.CreateTruncating(factor);
        var whole = MemoryMarshal.Cast<T, Vector<T>>(gradients);
        var wholeScaled = MemoryMarshal.Cast<T, Vector<T>>(scaled);
        for (var index = 0; index < whole.Length; index++)
        {
            wholeScaled[index] = whole[index] * rounded;
        }

        for (var index = whole.Length * Vector<T>.Count; index < gradients.Length; index++)
        {
            scaled[index] = gradients[index] * rounded;
        }

        return scaled;
    }

    /// <summary>A copy of weights.</summary>
    public static Span<T> Copied(ReadOnlySpan<T> weights)
    {
        var copied = (s_copied ??= new T[Reduction.ChunkLength]).AsSpan(0, weights.Length);
        weights.CopyTo(copied);
        return copied;
    }
}
