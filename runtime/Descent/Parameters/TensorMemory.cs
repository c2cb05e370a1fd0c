using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>The weights of a parameter and the gradients that are bound, whatever their type.</summary>
internal abstract class TensorMemory
{
    public abstract Type ElementType { get; }

    public abstract int Length { get; }

    /// <summary>How many gradients are bound.</summary>
    public abstract int GradientLength { get; }

    /// <summary>The rows whose gradients are bound, one row after the other; <see langword="null"/> if gradients are of all weights.</summary>
    public ReadOnlyMemory<int>? Rows { get; set; }

    public abstract MemoryRegion WeightRegion { get; }

    public abstract MemoryRegion GradientRegion { get; }

    /// <summary>Notes whose weights these are.</summary>
    public abstract void Claim(MemoryClaims claims, Parameter owner);

    /// <summary>Asks for a range before it is needed.</summary>
    public abstract void FetchAhead(int start, int length, bool gradients, bool weights);

    /// <summary>Sets the gradients of a range to zero.</summary>
    public abstract void ClearGradients(int start, int length);

    /// <summary>The index of the first gradient that is not finite; −1 if there is none.</summary>
    public abstract int FirstNonFiniteGradient();

    /// <summary>A gradient, as a number of twice the precision where it is one of single.</summary>
    public abstract double GradientAt(int index);
}

/// <summary>Weights and gradients of type <typeparamref name="T"/>.</summary>
internal sealed class TensorMemory<T> : TensorMemory
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ArraySegment<T> _weightArray;
    private ArraySegment<T> _gradientArray;

    public TensorMemory(Memory<T> weights)
    {
        Weights = weights;
        _ = MemoryMarshal.TryGetArray(weights, out _weightArray);
    }

    public Memory<T> Weights { get; }

    public ReadOnlyMemory<T> Gradients
    {
        get;
        set
        {
            field = value;
            _ = MemoryMarshal.TryGetArray(value, out _gradientArray);
        }
    }

    public override Type ElementType => typeof(T);

    public override int Length => Weights.Length;

    public override int GradientLength => Gradients.Length;

    public override MemoryRegion WeightRegion => MemoryRegion.Of<T>(Weights.Span);

    public override MemoryRegion GradientRegion => MemoryRegion.Of(Gradients.Span);

    public override void Claim(MemoryClaims claims, Parameter owner) => claims.Add<T>(owner, Weights);

    public override void FetchAhead(int start, int length, bool gradients, bool weights)
    {
        if (gradients && _gradientArray.Array is { } gradientArray)
        {
            CacheHints.Elements(gradientArray, _gradientArray.Offset, start, length);
        }

        if (weights && _weightArray.Array is { } weightArray)
        {
            CacheHints.Elements(weightArray, _weightArray.Offset, start, length);
        }
    }

    public override void ClearGradients(int start, int length) => MemoryMarshal.AsMemory(Gradients).Span.Slice(start, length).Clear();

    public override int FirstNonFiniteGradient()
    {
        var gradients = Gradients.Span;
        for (var index = 0; index < gradients.Length; index++)
        {
            if (!T.IsFinite(gradients[index]))
            {
                return index;
            }
        }

        return -1;
    }

    public override double GradientAt(int index) => double.CreateTruncating(Gradients.Span[index]);
}
