using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

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

    public override (string Name, Type Type, StateBuffer Memory)? Remainder => (Compensation, typeof(TStored), _rest);

    [SkipLocalsInit]
    public override void Decode(int start, Span<T> values)
    {
        base.Decode(start, values);
        Span<T> rest = stackalloc T[Math.Min(values.Length, Reduction.BlockLength)];
        for (var done = 0; done < values.Length; done += rest.Length)
        {
            var part = values.Slice(done, Math.Min(rest.Length, values.Length - done));
            NarrowConverter<TFormat>.Decode(Rest(start + done, part.Length), rest[..part.Length]);
            AddTo(part, rest);
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
            TakeFrom(part, rest);

            NarrowConverter<TFormat>.Encode<T>(rest[..part.Length], Rest(start + done, part.Length));
        }
    }

    public override void Refresh() => Rest(0, Length).Clear();

    public override void RefreshChanged() => ChangedWeights<TFormat>.MeetCompensation<T>(Stored(0, Length), Rest(0, Length));

    /// <summary>Adds what lacks. Where nothing does, a weight of −0 stays what it is: −0 + 0 would be 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddTo(Span<T> values, ReadOnlySpan<T> rest)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        ref var firstOfRest = ref MemoryMarshal.GetReference(rest);
        var index = 0;
        for (; index <= values.Length - Vector<T>.Count; index += Vector<T>.Count)
        {
            var (stored, lacking) = (Vector.LoadUnsafe(in first, (nuint)index), Vector.LoadUnsafe(in firstOfRest, (nuint)index));
            Vector.ConditionalSelect(Vector.Equals(lacking, Vector<T>.Zero), stored, stored + lacking).StoreUnsafe(ref first, (nuint)index);
        }

        for (; index < values.Length; index++)
        {
            values[index] = T.IsZero(rest[index]) ? values[index] : values[index] + rest[index];
        }
    }

    /// <summary>What lacks to values of which this much is stored. What is infinite lacks nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void TakeFrom(ReadOnlySpan<T> values, Span<T> stored)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        ref var firstStored = ref MemoryMarshal.GetReference(stored);
        var index = 0;
        for (; index <= values.Length - Vector<T>.Count; index += Vector<T>.Count)
        {
            var kept = Vector.LoadUnsafe(in firstStored, (nuint)index);
            var isFinite = Vector.Equals(kept - kept, Vector<T>.Zero);
            Vector.ConditionalSelect(isFinite, Vector.LoadUnsafe(in first, (nuint)index) - kept, Vector<T>.Zero).StoreUnsafe(ref firstStored, (nuint)index);
        }

        for (; index < values.Length; index++)
        {
            stored[index] = T.IsFinite(stored[index]) ? values[index] - stored[index] : T.Zero;
        }
    }

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

    public override (string Name, Type Type, StateBuffer Memory)? Remainder => (Master, typeof(T), _master);

    public override Span<T> Open(int start, Span<T> room) => _master.Values<T>().Slice(start, room.Length);

    public override void Decode(int start, Span<T> values) => _master.Values<T>().Slice(start, values.Length).CopyTo(values);

    public override void Refresh() => base.Decode(0, _master.Values<T>());

    public override void RefreshChanged() => ChangedWeights<TFormat>.MeetMaster(Stored(0, Length), _master.Values<T>());
}

/// <summary>Weights that are the upper halves of <see cref="float"/>, rounded, beside which the difference to its bits is kept.</summary>
internal sealed class SplitTensor<TFormat, TStored, T>(ReadOnlyMemory<TStored> memory) : StoredTensor<TFormat, TStored, T>(memory)
    where TFormat : struct, INarrowFormat
    where TStored : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const uint NaN = 0x7FC00000;
    private const uint Half = 0x8000;

    private readonly StateBuffer _rest = StateBuffer.Create<T>(memory.Length, new StoredLayout(StateStorage.BFloat16, 0, int.MaxValue, isSigned: true));

    public override bool IsPlain => false;

    public override (string Name, Type Type, StateBuffer Memory)? Remainder => (LowHalves, typeof(short), _rest);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public override void Decode(int start, Span<T> values)
    {
        ref var stored = ref MemoryMarshal.GetReference(Stored(start, values.Length));
        ref var rest = ref MemoryMarshal.GetReference(Rest(start, values.Length));
        var whole = MemoryMarshal.Cast<T, uint>(values);
        ref var to = ref MemoryMarshal.GetReference(whole);
        var index = 0;
        for (; index <= whole.Length - Vector512<uint>.Count; index += Vector512<uint>.Count)
        {
            CacheHints.Ahead(in stored, (nuint)index);
            CacheHints.Ahead(in rest, (nuint)index);
            var upper = BFloat16Format.Decode(Vector256.LoadUnsafe(in stored, (nuint)index)).AsInt32();
            var lower = BFloat16Format.Decode(Vector256.LoadUnsafe(in rest, (nuint)index).AsUInt16()).AsInt32() >> 16;
            (upper + lower).AsUInt32().StoreUnsafe(ref to, (nuint)index);
        }

        for (; index < whole.Length; index++)
        {
            whole[index] = unchecked(((uint)Unsafe.Add(ref stored, index) << 16) + (uint)Unsafe.Add(ref rest, index));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public override void Encode(int start, ReadOnlySpan<T> values, in Draws draws)
    {
        ref var stored = ref MemoryMarshal.GetReference(Stored(start, values.Length));
        ref var rest = ref MemoryMarshal.GetReference(Rest(start, values.Length));
        var whole = MemoryMarshal.Cast<T, uint>(values);
        ref var from = ref MemoryMarshal.GetReference(whole);
        var index = 0;
        for (; index <= whole.Length - Vector512<uint>.Count; index += Vector512<uint>.Count)
        {
            var bits = Vector512.LoadUnsafe(in from, (nuint)index);
            bits = Vector512.ConditionalSelect(Vector512.IsNaN(bits.AsSingle()).AsUInt32(), Vector512.Create(NaN), bits);
            NarrowLanes.LowerHalves((bits + Vector512.Create(Half)) >> 16).StoreUnsafe(ref stored, (nuint)index);
            NarrowLanes.LowerHalves(bits).AsInt16().StoreUnsafe(ref rest, (nuint)index);
        }

        for (; index < whole.Length; index++)
        {
            var bits = (whole[index] & 0x7FFFFFFF) > 0x7F800000 ? NaN : whole[index];
            Unsafe.Add(ref stored, index) = (ushort)((bits + Half) >> 16);
            Unsafe.Add(ref rest, index) = unchecked((short)bits);
        }
    }

    public override void Refresh() => Rest(0, Length).Clear();

    public override void RefreshChanged() => ChangedWeights<TFormat>.MeetLowHalves(Stored(0, Length), Rest(0, Length));

    private Span<short> Rest(int start, int length) => _rest.Values<short>().Slice(start, length);
}
