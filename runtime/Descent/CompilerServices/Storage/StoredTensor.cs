using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Weights or gradients of 16 bits in memory of the caller, as an arithmetic in <typeparamref name="T"/> reads and writes them.</summary>
internal abstract class StoredTensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What lacks to weights is called so where it is a number of their own format, a copy of them, or the lower halves of their bits.</summary>
    public const string Compensation = nameof(Compensation), Master = nameof(Master), LowHalves = nameof(LowHalves);

    /// <summary>The type of what is stored.</summary>
    public abstract Type ElementType { get; }

    /// <summary>How many values there are.</summary>
    public abstract int Length { get; }

    /// <summary>Where they lie.</summary>
    public abstract MemoryRegion Region { get; }

    /// <summary>Where they lie if they are on a device.</summary>
    public abstract DevicePlace? Place { get; }

    /// <summary>What is kept beside them, if anything is: its name and memory.</summary>
    public virtual (string Name, Type Type, StateBuffer Memory)? Remainder => null;

    /// <summary>The same where it lies on a device.</summary>
    public virtual (string Name, Type Type, DevicePlace Place)? RemainderOnDevice => null;

    /// <summary>On a device, what becomes of the part of a value that is not stored.</summary>
    public virtual WeightPrecision Precision => WeightPrecision.Nearest;

    /// <summary>Whether storing takes random numbers.</summary>
    public virtual bool IsRandom => false;

    /// <summary>Whether storing is rounding to the nearest and nothing more, so that loops may do it.</summary>
    public virtual bool IsPlain => true;

    /// <summary>Where a range begins, for loops that read and write it where it lies: as many elements as there are values.</summary>
    public abstract Span<T> At(int start, int length);

    /// <summary>The values of a range, to work on: decoded into room that is given, or where they lie, if they are stored as they are computed.</summary>
    public virtual Span<T> Open(int start, Span<T> room)
    {
        Decode(start, room);
        return room;
    }

    /// <summary>Decodes a range.</summary>
    public abstract void Decode(int start, Span<T> values);

    /// <summary>Encodes a range, each value once.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="values">The values that were opened.</param>
    /// <param name="draws">The chance of the range.</param>
    public abstract void Encode(int start, ReadOnlySpan<T> values, in Draws draws);

    /// <summary>How many values have moved, and will be stored as they are stored now, with nothing kept of the rest.</summary>
    /// <param name="before">The values that were decoded.</param>
    /// <param name="after">The values that will be encoded.</param>
    public abstract int CountLost(ReadOnlySpan<T> before, ReadOnlySpan<T> after);

    /// <summary>Sets a range to zero.</summary>
    public abstract void Clear(int start, int length);

    /// <summary>Takes the stored values as they are for the weights: nothing lacks to them.</summary>
    public virtual void Refresh()
    {
    }

    /// <summary>The same for those alone that are not what would be stored: other code has set them.</summary>
    public virtual void RefreshChanged()
    {
    }

    /// <summary>Gradients.</summary>
    public static StoredTensor<T> Of<TStored>(ReadOnlyMemory<TStored> memory)
        where TStored : unmanaged => typeof(TStored) == typeof(BFloat16)
        ? new StoredTensor<BFloat16Format, TStored, T>(memory)
        : new StoredTensor<HalfFormat, TStored, T>(memory);

    /// <summary>Weights.</summary>
    public static StoredTensor<T> Of<TStored>(ReadOnlyMemory<TStored> memory, WeightPrecision precision)
        where TStored : unmanaged => typeof(TStored) == typeof(BFloat16)
        ? Of<BFloat16Format, TStored>(memory, precision)
        : Of<HalfFormat, TStored>(memory, precision);

    private static StoredTensor<T> Of<TFormat, TStored>(ReadOnlyMemory<TStored> memory, WeightPrecision precision)
        where TFormat : struct, INarrowFormat
        where TStored : unmanaged => precision switch
        {
            _ when DevicePlace.Of(memory) is not null => new TensorOnDevice<TFormat, TStored, T>(memory, precision),
            WeightPrecision.Stochastic => new StochasticTensor<TFormat, TStored, T>(memory),
            WeightPrecision.Compensated => new CompensatedTensor<TFormat, TStored, T>(memory),
            WeightPrecision.Master => new MasterTensor<TFormat, TStored, T>(memory),
            WeightPrecision.SplitMaster => new SplitTensor<TFormat, TStored, T>(memory),
            _ => new StoredTensor<TFormat, TStored, T>(memory),
        };
}

/// <summary>What is stored as <typeparamref name="TStored"/>.</summary>
internal interface IStored<TStored>
    where TStored : unmanaged
{
    /// <summary>Where the values lie.</summary>
    ReadOnlyMemory<TStored> Memory { get; set; }
}

/// <summary>The same, of one format.</summary>
internal class StoredTensor<TFormat, TStored, T>(ReadOnlyMemory<TStored> memory) : StoredTensor<T>, IStored<TStored>
    where TFormat : struct, INarrowFormat
    where TStored : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Where the values lie; gradients are bound anew.</summary>
    public ReadOnlyMemory<TStored> Memory { get; set; } = memory;

    public override Type ElementType => typeof(TStored);

    public override int Length => Memory.Length;

    public override MemoryRegion Region => MemoryRegion.Of(Memory);

    public override DevicePlace? Place => DevicePlace.Of(Memory);

    public override Span<T> At(int start, int length)
        => MemoryMarshal.CreateSpan(ref Unsafe.As<ushort, T>(ref MemoryMarshal.GetReference(Stored(start, length))), length);

    public override void Decode(int start, Span<T> values)
    {
        if (Place is not { } place)
        {
            NarrowConverter<TFormat>.Decode(Stored(start, values.Length), values);
            return;
        }

        var stored = new ushort[values.Length];
        place.Read<ushort>(start, stored);
        NarrowConverter<TFormat>.Decode(stored, values);
    }

    public override void Encode(int start, ReadOnlySpan<T> values, in Draws draws) => NarrowConverter<TFormat>.Encode(values, Stored(start, values.Length));

    public override int CountLost(ReadOnlySpan<T> before, ReadOnlySpan<T> after)
    {
        if (!IsPlain)
        {
            return 0;
        }

        var lost = 0;
        Span<ushort> encoded = stackalloc ushort[Reduction.BlockLength];
        Span<T> rounded = stackalloc T[Reduction.BlockLength];
        for (var first = 0; first < after.Length; first += encoded.Length)
        {
            var count = Math.Min(encoded.Length, after.Length - first);
            NarrowConverter<TFormat>.Encode(after.Slice(first, count), encoded[..count]);
            NarrowConverter<TFormat>.Decode(encoded[..count], rounded[..count]);
            lost += LostUpdates.Count(before.Slice(first, count), after.Slice(first, count), rounded[..count]);
        }

        return lost;
    }

    public override void Clear(int start, int length)
    {
        if (Place is { } place)
        {
            place.Clear<ushort>(start, length);
        }
        else
        {
            Stored(start, length).Clear();
        }
    }

    /// <summary>A range of what is stored.</summary>
    protected Span<ushort> Stored(int start, int length)
        => MemoryMarshal.Cast<TStored, ushort>(MemoryMarshal.AsMemory(Memory).Span.Slice(start, length));
}
