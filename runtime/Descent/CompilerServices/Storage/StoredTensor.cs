using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Weights or gradients of 16 bits in memory of the caller, as an arithmetic in <typeparamref name="T"/> reads and writes them.</summary>
internal abstract class StoredTensor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The type of what is stored.</summary>
    public abstract Type ElementType { get; }

    /// <summary>How many values there are.</summary>
    public abstract int Length { get; }

    /// <summary>Where they lie.</summary>
    public abstract MemoryRegion Region { get; }

    /// <summary>What is kept beside them, if anything is: its name and memory.</summary>
    public virtual (string Name, Type Type, StateBuffer Memory)? Remainder => null;

    /// <summary>Whether storing takes random numbers.</summary>
    public virtual bool IsRandom => false;

    /// <summary>Whether storing is rounding to the nearest and nothing more, so that loops may do it.</summary>
    public virtual bool IsPlain => true;

    /// <summary>Where a range begins, for loops that read and write it where it lies: as many elements as there are values.</summary>
    public abstract Span<T> At(int start, int length);

    /// <summary>Decodes a range.</summary>
    public abstract void Decode(int start, Span<T> values);

    /// <summary>Encodes a range, each value once.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="values">The values.</param>
    /// <param name="draws">The chance of the range.</param>
    public abstract void Encode(int start, ReadOnlySpan<T> values, in Draws draws);

    /// <summary>How many values have moved, and will be stored as they are stored now, with nothing kept of the rest.</summary>
    /// <param name="start">Where the range begins.</param>
    /// <param name="before">The values that were decoded.</param>
    /// <param name="after">The values that will be encoded.</param>
    public abstract int CountLost(int start, ReadOnlySpan<T> before, ReadOnlySpan<T> after);

    /// <summary>Sets a range to zero.</summary>
    public abstract void Clear(int start, int length);

    /// <summary>Takes the stored values as they are for the weights: nothing lacks to them.</summary>
    public virtual void Refresh()
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

    public override MemoryRegion Region => MemoryRegion.Of(Memory.Span);

    public override Span<T> At(int start, int length)
        => MemoryMarshal.CreateSpan(ref Unsafe.As<ushort, T>(ref MemoryMarshal.GetReference(Stored(start, length))), length);

    public override void Decode(int start, Span<T> values) => NarrowConverter<TFormat>.Decode(Stored(start, values.Length), values);

    public override void Encode(int start, ReadOnlySpan<T> values, in Draws draws) => NarrowConverter<TFormat>.Encode(values, Stored(start, values.Length));

    public override int CountLost(int start, ReadOnlySpan<T> before, ReadOnlySpan<T> after)
    {
        if (!IsPlain)
        {
            return 0;
        }

        var lost = 0;
        var stored = Stored(start, after.Length);
        Span<ushort> encoded = stackalloc ushort[Reduction.BlockLength];
        for (var first = 0; first < after.Length; first += encoded.Length)
        {
            var count = Math.Min(encoded.Length, after.Length - first);
            NarrowConverter<TFormat>.Encode(after.Slice(first, count), encoded[..count]);
            for (var index = 0; index < count; index++)
            {
                var (old, value) = (before[first + index], after[first + index]);
                lost += encoded[index] == stored[first + index] && old != value && !T.IsNaN(value) ? 1 : 0;
            }
        }

        return lost;
    }

    public override void Clear(int start, int length) => Stored(start, length).Clear();

    /// <summary>A range of what is stored.</summary>
    protected Span<ushort> Stored(int start, int length)
        => MemoryMarshal.Cast<TStored, ushort>(MemoryMarshal.AsMemory(Memory).Span.Slice(start, length));
}

/// <summary>Weights that are rounded by chance.</summary>
internal sealed class StochasticTensor<TFormat, TStored, T>(ReadOnlyMemory<TStored> memory) : StoredTensor<TFormat, TStored, T>(memory)
    where TFormat : struct, INarrowFormat
    where TStored : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override bool IsRandom => true;

    public override bool IsPlain => false;

    public override void Encode(int start, ReadOnlySpan<T> values, in Draws draws)
        => NarrowConverter<TFormat>.EncodeByChance(values, Stored(start, values.Length), in draws);
}

/// <summary>Weights beside which a second number of the same format is kept, which is added to them.</summary>
internal sealed class CompensatedTensor<TFormat, TStored, T>(ReadOnlyMemory<TStored> memory) : StoredTensor<TFormat, TStored, T>(memory)
    where TFormat : struct, INarrowFormat
    where TStored : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateBuffer _rest = StateBuffer.Create<T>(memory.Length, new StoredLayout(TFormat.Storage, 0, int.MaxValue, isSigned: true));

    public override bool IsPlain => false;

    public override (string Name, Type Type, StateBuffer Memory)? Remainder => ("Compensation", typeof(TStored), _rest);

    [SkipLocalsInit]
    public override void Decode(int start, Span<T> values)
    {
        base.Decode(start, values);
        Span<T> rest = stackalloc T[Math.Min(values.Length, Reduction.BlockLength)];
        for (var done = 0; done < values.Length; done += rest.Length)
        {
            var part = values.Slice(done, Math.Min(rest.Length, values.Length - done));
            NarrowConverter<TFormat>.Decode(Rest(start + done, part.Length), rest[..part.Length]);
            for (var index = 0; index < part.Length; index++)
            {
                part[index] += rest[index];
            }
        }
    }

    [SkipLocalsInit]
    public override void Encode(int start, ReadOnlySpan<T> values, in Draws draws)
    {
        base.Encode(start, values, in draws);
        Span<T> rest = stackalloc T[Math.Min(values.Length, Reduction.BlockLength)];
        for (var done = 0; done < values.Length; done += rest.Length)
        {
            var part = values.Slice(done, Math.Min(rest.Length, values.Length - done));
            NarrowConverter<TFormat>.Decode(Stored(start + done, part.Length), rest[..part.Length]);
            for (var index = 0; index < part.Length; index++)
            {
                // What is infinite lacks nothing.
                rest[index] = T.IsFinite(rest[index]) ? part[index] - rest[index] : T.Zero;
            }

            NarrowConverter<TFormat>.Encode<T>(rest[..part.Length], Rest(start + done, part.Length));
        }
    }

    public override void Refresh() => Rest(0, Length).Clear();

    private Span<ushort> Rest(int start, int length) => _rest.Values<ushort>().Slice(start, length);
}

/// <summary>Weights of which there is a copy in <typeparamref name="T"/>.</summary>
internal sealed class MasterTensor<TFormat, TStored, T> : StoredTensor<TFormat, TStored, T>
    where TFormat : struct, INarrowFormat
    where TStored : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateBuffer _master;

    public MasterTensor(ReadOnlyMemory<TStored> memory)
        : base(memory)
    {
        _master = StateBuffer.Create<T>(memory.Length);
        Refresh();
    }

    public override bool IsPlain => false;

    public override (string Name, Type Type, StateBuffer Memory)? Remainder => ("Master", typeof(T), _master);

    public override void Decode(int start, Span<T> values) => _master.Values<T>().Slice(start, values.Length).CopyTo(values);

    public override void Encode(int start, ReadOnlySpan<T> values, in Draws draws)
    {
        base.Encode(start, values, in draws);
        values.CopyTo(_master.Values<T>()[start..]);
    }

    public override void Refresh() => base.Decode(0, _master.Values<T>());
}

/// <summary>Weights that are the upper halves of <see cref="float"/>, rounded, beside which the difference to its bits is kept.</summary>
internal sealed class SplitTensor<TFormat, TStored, T>(ReadOnlyMemory<TStored> memory) : StoredTensor<TFormat, TStored, T>(memory)
    where TFormat : struct, INarrowFormat
    where TStored : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateBuffer _rest = StateBuffer.Create<T>(memory.Length, new StoredLayout(StateStorage.BFloat16, 0, int.MaxValue, isSigned: true));

    public override bool IsPlain => false;

    public override (string Name, Type Type, StateBuffer Memory)? Remainder => ("LowHalves", typeof(short), _rest);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Decode(int start, Span<T> values)
    {
        var stored = Stored(start, values.Length);
        var rest = Rest(start, values.Length);
        var whole = MemoryMarshal.Cast<T, uint>(values);
        var index = 0;
        for (; index <= whole.Length - Vector<ushort>.Count; index += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(stored[index..]), out var low, out var high);
            Vector.Widen(new Vector<short>(rest[index..]), out var lowRest, out var highRest);
            ((low << 16) + Vector.AsVectorUInt32(lowRest)).CopyTo(whole[index..]);
            ((high << 16) + Vector.AsVectorUInt32(highRest)).CopyTo(whole[(index + Vector<uint>.Count)..]);
        }

        for (; index < whole.Length; index++)
        {
            whole[index] = unchecked(((uint)stored[index] << 16) + (uint)rest[index]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Encode(int start, ReadOnlySpan<T> values, in Draws draws)
    {
        var stored = Stored(start, values.Length);
        var rest = Rest(start, values.Length);
        var whole = MemoryMarshal.Cast<T, uint>(values);
        var index = 0;
        for (; index <= whole.Length - Vector<ushort>.Count; index += Vector<ushort>.Count)
        {
            var low = WithOneNaN(new Vector<uint>(whole[index..]));
            var high = WithOneNaN(new Vector<uint>(whole[(index + Vector<uint>.Count)..]));
            Vector.Narrow(Upper(low), Upper(high)).CopyTo(stored[index..]);
            Vector.AsVectorInt16(Vector.Narrow(low & new Vector<uint>(0xFFFF), high & new Vector<uint>(0xFFFF))).CopyTo(rest[index..]);
        }

        for (; index < whole.Length; index++)
        {
            var bits = (whole[index] & 0x7FFFFFFF) > 0x7F800000 ? 0x7FC00000 : whole[index];
            stored[index] = (ushort)((bits + 0x8000) >> 16);
            rest[index] = unchecked((short)bits);
        }
    }

    public override void Refresh() => Rest(0, Length).Clear();

    private static Vector<uint> Upper(Vector<uint> bits) => (bits + new Vector<uint>(0x8000)) >> 16;

    private static Vector<uint> WithOneNaN(Vector<uint> bits)
        => Vector.ConditionalSelect(Vector.GreaterThan(bits & new Vector<uint>(0x7FFFFFFF), new Vector<uint>(0x7F800000)), new Vector<uint>(0x7FC00000), bits);

    private Span<short> Rest(int start, int length) => _rest.Values<short>().Slice(start, length);
}
