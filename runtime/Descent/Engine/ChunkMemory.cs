using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Two chunks of memory of each thread, which stay in its cache: gradients times a factor, and weights before the step. A row that is longer
/// than a chunk takes more. A thread takes them while it works on a chunk, so that a step which is started meanwhile, by memory that is reached for, has its own.
/// </summary>
internal sealed class ChunkMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static ChunkMemory<T>? s_free;

    private T[] _scaled = new T[Reduction.ChunkLength];
    private T[] _copied = new T[Reduction.ChunkLength];

    /// <summary>Takes the thread's memory, which is allocated unless the thread has had it before.</summary>
    public static ChunkMemory<T> Take()
    {
        var taken = s_free ?? new();
        s_free = null;
        return taken;
    }

    /// <summary>Room for a chunk, with anything in it.</summary>
    public Span<T> Room => _copied.AsSpan(0, Reduction.ChunkLength);

    /// <summary>Gives it back.</summary>
    public void Return() => s_free = this;

    /// <summary>
    /// Gradients times a factor that is rounded to <typeparamref name="T"/>; the gradients themselves if it is 1. A factor that
    /// <typeparamref name="T"/> has no normal number for is split in two.
    /// </summary>
    public ReadOnlySpan<T> Scaled(ReadOnlySpan<T> gradients, double factor)
    {
        if (factor == 1)
        {
            return gradients;
        }

        var scaled = RoomFor(ref _scaled, gradients.Length);
        var (first, second) = FactorsOf(factor);
        Multiply(gradients, first, scaled);
        if (second != T.One)
        {
            Multiply(scaled, second, scaled);
        }

        return scaled;
    }

    /// <summary>A factor of gradients, as two where <typeparamref name="T"/> has no normal number for it; else the second is 1.</summary>
    public static (T First, T Second) FactorsOf(double factor)
    {
        var rounded = T.CreateTruncating(factor);
        if (T.IsNormal(rounded) || factor == 0 || !double.IsFinite(factor))
        {
            return (rounded, T.One);
        }

        var half = Math.ILogB(factor) / 2;
        return (T.ScaleB(T.One, half), T.CreateTruncating(Math.ScaleB(factor, -half)));
    }

    /// <summary>Gradients that are decoded, where <see cref="Scaled"/> multiplies them in place.</summary>
    public Span<T> Decoded(StoredTensor<T> gradients, int start, int length)
    {
        var decoded = RoomFor(ref _scaled, length);
        gradients.Decode(start, decoded);
        return decoded;
    }

    /// <summary>A copy of weights.</summary>
    public Span<T> Copied(ReadOnlySpan<T> weights)
    {
        var copied = RoomFor(ref _copied, weights.Length);
        weights.CopyTo(copied);
        return copied;
    }

    private static Span<T> RoomFor(ref T[] memory, int length)
    {
        if (memory.Length < length)
        {
            memory = new T[length];
        }

        return memory.AsSpan(0, length);
    }

    private static void Multiply(ReadOnlySpan<T> values, T factor, Span<T> products)
    {
        var whole = MemoryMarshal.Cast<T, Vector<T>>(values);
        var wholeProducts = MemoryMarshal.Cast<T, Vector<T>>(products);
        for (var index = 0; index < whole.Length; index++)
        {
            wholeProducts[index] = whole[index] * factor;
        }

        for (var index = whole.Length * Vector<T>.Count; index < values.Length; index++)
        {
            products[index] = values[index] * factor;
        }
    }
}
