using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>The weights of a parameter and the gradients that are bound, whatever their type.</summary>
internal abstract class TensorMemory
{
    /// <summary>The type of the weights.</summary>
    public abstract Type ElementType { get; }

    /// <summary>The type in which the rule computes: <see cref="float"/> for narrower weights, else that of the weights.</summary>
    public abstract Type ArithmeticType { get; }

    /// <summary>The type of the gradients.</summary>
    public abstract Type GradientType { get; }

    public abstract int Length { get; }

    /// <summary>How many gradients are bound.</summary>
    public abstract int GradientLength { get; }

    /// <summary>The rows whose gradients are bound, one row after the other; <see langword="null"/> if gradients are of all weights.</summary>
    public ReadOnlyMemory<int>? Rows { get; set; }

    public abstract MemoryRegion WeightRegion { get; }

    /// <summary>Where the weights lie if they are on a device.</summary>
    public DevicePlace? Place { get; protected init; }

    /// <summary>
    /// Where a step on a device has the weights as it computes them, if they are of 16 bits and its statistics are collected; else, and between steps, nowhere.
    /// </summary>
    public DevicePlace? Unrounded { get; set; }

    /// <summary>Where the gradients lie if they are on a device.</summary>
    public DevicePlace? GradientPlace { get; protected set; }

    public abstract MemoryRegion GradientRegion { get; }

    /// <summary>What is kept beside weights of 16 bits, if anything is: its name and memory.</summary>
    public abstract (string Name, Type Type, StateBuffer Memory)? Remainder { get; }

    /// <summary>The same where it lies on a device.</summary>
    public abstract (string Name, Type Type, DevicePlace Place)? RemainderOnDevice { get; }

    /// <summary>On a device, what becomes of the part of a weight that is not stored.</summary>
    public abstract WeightPrecision Precision { get; }

    /// <summary>Notes whose weights these are.</summary>
    public abstract void Claim(MemoryClaims claims, Parameter owner);

    /// <summary>Whether these gradients are bound.</summary>
    public abstract bool Holds<TGradient>(ReadOnlyMemory<TGradient> gradients)
        where TGradient : unmanaged;

    /// <summary>Binds gradients of a type that the arithmetic has room for.</summary>
    public abstract void Bind<TGradient>(ReadOnlyMemory<TGradient> gradients)
        where TGradient : unmanaged;

    /// <summary>Takes the weights as they are stored: nothing lacks to them.</summary>
    public abstract void Refresh();

    /// <summary>The same for those alone that other code has set.</summary>
    public abstract void RefreshChanged();

    /// <summary>Asks for a range before it is needed.</summary>
    public abstract void FetchAhead(int start, int length, bool gradients, bool weights);

    /// <summary>Sets the gradients of a range to zero.</summary>
    public abstract void ClearGradients(int start, int length);

    /// <summary>The index of the first gradient that is not finite; −1 if there is none.</summary>
    public abstract int FirstNonFiniteGradient();

    /// <summary>A gradient, as a number of twice the precision where it is one of single.</summary>
    public abstract double GradientAt(int index);
}

/// <summary>Weights and gradients for an arithmetic in <typeparamref name="T"/>.</summary>
internal sealed class TensorMemory<T> : TensorMemory
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ArraySegment<T> _weightArray;
    private readonly Action<MemoryClaims, Parameter> _claim;
    private ArraySegment<T> _gradientArray;

    /// <summary>Weights that are stored as they are computed.</summary>
    public TensorMemory(Memory<T> weights)
    {
        Weights = weights;
        Place = DevicePlace.Of<T>(weights);
        Length = weights.Length;
        _claim = (claims, owner) => claims.Add<T>(owner, Weights);
        _ = MemoryMarshal.TryGetArray(weights, out _weightArray);
    }

    /// <summary>Weights of 16 bits.</summary>
    /// <param name="weights">How they are read and written.</param>
    /// <param name="claim">What notes whose they are.</param>
    public TensorMemory(StoredTensor<T> weights, Action<MemoryClaims, Parameter> claim)
    {
        StoredWeights = weights;
        Place = weights.Place;
        Length = weights.Length;
        _claim = claim;
    }

    /// <summary>The weights, if they are stored as they are computed.</summary>
    public Memory<T> Weights { get; }

    /// <summary>The weights, if they are not.</summary>
    public StoredTensor<T>? StoredWeights { get; }

    /// <summary>The gradients, if they are stored as the rule takes them.</summary>
    public ReadOnlyMemory<T> Gradients { get; private set; }

    /// <summary>The gradients, if they are not.</summary>
    public StoredTensor<T>? StoredGradients { get; private set; }

    /// <summary>Whether weights or gradients are decoded before they are used.</summary>
    public bool IsStored => StoredWeights is not null || StoredGradients is not null;

    public override Type ElementType => StoredWeights?.ElementType ?? typeof(T);

    public override Type ArithmeticType => typeof(T);

    public override Type GradientType => StoredGradients?.ElementType ?? typeof(T);

    public override int Length { get; }

    public override int GradientLength => StoredGradients?.Length ?? Gradients.Length;

    public override MemoryRegion WeightRegion => StoredWeights is { } stored ? stored.Region : MemoryRegion.Of<T>(Weights);

    public override MemoryRegion GradientRegion => StoredGradients is { } stored ? stored.Region : MemoryRegion.Of(Gradients);

    public override (string Name, Type Type, StateBuffer Memory)? Remainder => StoredWeights?.Remainder;

    public override (string Name, Type Type, DevicePlace Place)? RemainderOnDevice => StoredWeights?.RemainderOnDevice;

    public override WeightPrecision Precision => StoredWeights?.Precision ?? WeightPrecision.Nearest;

    public override void Claim(MemoryClaims claims, Parameter owner) => _claim(claims, owner);

    public override bool Holds<TGradient>(ReadOnlyMemory<TGradient> gradients) => typeof(TGradient) == typeof(T)
        ? StoredGradients is null && Unsafe.As<ReadOnlyMemory<TGradient>, ReadOnlyMemory<T>>(ref gradients).Equals(Gradients)
        : StoredGradients is IStored<TGradient> stored && stored.Memory.Equals(gradients);

    public override void Bind<TGradient>(ReadOnlyMemory<TGradient> gradients)
    {
        if (typeof(TGradient) == typeof(T))
        {
            (Gradients, StoredGradients) = (Unsafe.As<ReadOnlyMemory<TGradient>, ReadOnlyMemory<T>>(ref gradients), null);
            GradientPlace = DevicePlace.Of(Gradients);
            _ = MemoryMarshal.TryGetArray(Gradients, out _gradientArray);
            return;
        }

        (Gradients, _gradientArray) = (default, default);
        if (StoredGradients is IStored<TGradient> stored)
        {
            stored.Memory = gradients;
        }
        else
        {
            StoredGradients = StoredTensor<T>.Of(gradients);
        }

        GradientPlace = StoredGradients.Place;
    }

    public override void Refresh() => StoredWeights?.Refresh();

    public override void RefreshChanged() => StoredWeights?.RefreshChanged();

    /// <summary>The gradients of a range: themselves, or decoded into room that is given.</summary>
    public ReadOnlySpan<T> GradientsOf(int start, int length, Span<T> room)
    {
        if (StoredGradients is null && GradientPlace is null)
        {
            return Gradients.Span.Slice(start, length);
        }

        var copied = room[..length];
        ReadGradients(start, copied);
        return copied;
    }

    /// <summary>Copies a range of the gradients.</summary>
    public void ReadGradients(int start, Span<T> destination)
    {
        if (StoredGradients is { } stored)
        {
            stored.Decode(start, destination);
        }
        else if (GradientPlace is { } place)
        {
            place.Read(start, destination);
        }
        else
        {
            Gradients.Span.Slice(start, destination.Length).CopyTo(destination);
        }
    }

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

    public override void ClearGradients(int start, int length)
    {
        if (StoredGradients is { } stored)
        {
            stored.Clear(start, length);
        }
        else if (GradientPlace is { } place)
        {
            place.Clear<T>(start, length);
        }
        else
        {
            MemoryMarshal.AsMemory(Gradients).Span.Slice(start, length).Clear();
        }
    }

    public override int FirstNonFiniteGradient()
    {
        var length = GradientLength;
        var room = new T[Math.Min(length, Reduction.ChunkLength)];
        for (var start = 0; start < length; start += room.Length)
        {
            var chunk = GradientsOf(start, Math.Min(room.Length, length - start), room);
            for (var index = 0; index < chunk.Length; index++)
            {
                if (!T.IsFinite(chunk[index]))
                {
                    return start + index;
                }
            }
        }

        return -1;
    }

    public override double GradientAt(int index)
    {
        Span<T> room = stackalloc T[1];
        return double.CreateTruncating(GradientsOf(index, 1, room)[0]);
    }
}
