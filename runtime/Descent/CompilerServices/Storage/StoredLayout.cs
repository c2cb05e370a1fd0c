using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// How the values of a state are kept where loops do not read and write them in place: their format, where each lies, and in which place of the
/// <see cref="StoredWindow"/> they are decoded.
/// </summary>
internal sealed class StoredLayout
{
    private const string Signed = "signed", Unsigned = "unsigned";

    private readonly int _rangeLength;
    private readonly BlockCode _code;

    /// <summary>A layout.</summary>
    /// <param name="storage">The storage, not native.</param>
    /// <param name="slot">The number of the state among those that are not native.</param>
    /// <param name="rangeLength">How many weights are walked at a time: blocks begin anew with each range.</param>
    /// <param name="isSigned">Whether the state can be negative.</param>
    /// <param name="isRandom">Whether values are rounded by chance.</param>
    public StoredLayout(StateStorage storage, int slot, int rangeLength, bool isSigned, bool isRandom = false)
        => (Storage, Slot, _rangeLength, _code, IsRandom) = (storage, slot, rangeLength, isSigned ? BlockCode.Signed : BlockCode.Unsigned, isRandom);

    /// <summary>Whether a step rounds values by chance.</summary>
    public bool IsRandom { get; }

    /// <summary>The storage.</summary>
    public StateStorage Storage { get; }

    /// <summary>The number of the state among those that are not native.</summary>
    public int Slot { get; }

    /// <summary>Whether values are kept in blocks, of which a part cannot be written without the rest.</summary>
    public bool IsInBlocks => Storage == StateStorage.Blocks8;

    /// <summary>Whether codes have signs.</summary>
    public bool IsSigned => _code.IsSigned;

    /// <summary>How many bytes a value takes, but for the scales of blocks.</summary>
    public int ValueSize => IsInBlocks ? sizeof(byte) : sizeof(ushort);

    /// <summary>The type of what is kept.</summary>
    public Type ElementType => TypeOf(Storage, typeof(byte));

    /// <summary>The type of what is kept in a storage of 16 bits, or that of another.</summary>
    public static Type TypeOf(StateStorage storage, Type otherwise) => storage switch
    {
        StateStorage.BFloat16 => typeof(BFloat16),
        StateStorage.Half => typeof(Half),
        _ => otherwise,
    };

    /// <summary>How many bytes values take: codes, then the scales of their blocks.</summary>
    public long CountBytes(int length) => IsInBlocks ? ScalesAt(length) + (CountBlocks(length) * sizeof(float)) : (long)length * sizeof(ushort);

    /// <summary>The number of blocks.</summary>
    public long CountBlocks(int length)
        => ((long)(length / _rangeLength) * BlocksOf(_rangeLength)) + BlocksOf(length % _rangeLength);

    /// <summary>Where the scales of the blocks lie.</summary>
    public static long ScalesAt(int length) => ((long)length + CacheLine.Size - 1) / CacheLine.Size * CacheLine.Size;

    /// <summary>Where blocks begin and whether their codes have signs, as a text.</summary>
    public string Describe() => FormattableString.Invariant($"{(IsSigned ? Signed : Unsigned)},{_rangeLength}");

    /// <summary>The layout of blocks that a text says; nothing if it says none.</summary>
    public static StoredLayout? Parse(string text)
        => text.Split(',') is [Signed or Unsigned, var length] && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var range) && range > 0
            ? new(StateStorage.Blocks8, slot: 0, range, text.StartsWith(Signed, StringComparison.Ordinal))
            : null;

    /// <summary>Decodes a range, which begins with a block and ends with one or with the tensor.</summary>
    public void Decode<T>(ref byte memory, int length, int start, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (Storage)
        {
            case StateStorage.BFloat16:
                NarrowConverter<BFloat16Format>.Decode(Narrow(ref memory, start, values.Length), values);
                break;
            case StateStorage.Half:
                NarrowConverter<HalfFormat>.Decode(Narrow(ref memory, start, values.Length), values);
                break;
            default:
                for (var done = 0; done < values.Length;)
                {
                    var count = Math.Min(CountToBorder(start + done), values.Length - done);
                    BlockConverter.Decode(_code, Codes(ref memory, start + done, count), Scales(ref memory, length, start + done, count), values.Slice(done, count));
                    done += count;
                }

                break;
        }
    }

    /// <summary>Encodes a range, which begins with a block and ends with one or with the tensor.</summary>
    public void Encode<T>(ref byte memory, int length, int start, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (Storage)
        {
            case StateStorage.BFloat16:
                NarrowConverter<BFloat16Format>.Encode(values, Narrow(ref memory, start, values.Length));
                break;
            case StateStorage.Half:
                NarrowConverter<HalfFormat>.Encode(values, Narrow(ref memory, start, values.Length));
                break;
            default:
                for (var done = 0; done < values.Length;)
                {
                    var count = Math.Min(CountToBorder(start + done), values.Length - done);
                    BlockConverter.Encode(_code, values.Slice(done, count), Codes(ref memory, start + done, count), Scales(ref memory, length, start + done, count));
                    done += count;
                }

                break;
        }
    }

    /// <summary>Where the block begins in which a place lies, and how many values it has.</summary>
    public (int Start, int Length) BlockOf(int place, int length)
    {
        var start = place - (place % _rangeLength % BlockCode.BlockLength);
        return (start, BlockAt(start, length - start));
    }

    /// <summary>How many values there are from where blocks begin anew to where they do again.</summary>
    public int RangeLength => _rangeLength;

    /// <summary>How many blocks such a range has.</summary>
    public int BlocksOfRange => BlocksOf(_rangeLength);

    /// <summary>The number of the block in which a place lies.</summary>
    public long NumberOf(int place) => ((long)(place / _rangeLength) * BlocksOf(_rangeLength)) + (place % _rangeLength / BlockCode.BlockLength);

    /// <summary>Decodes the codes of a block.</summary>
    public void DecodeBlock<T>(ReadOnlySpan<byte> codes, float scale, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => BlockConverter.Decode(_code, codes, new(in scale), values);

    /// <summary>Encodes the values of a block, and gives their scale.</summary>
    public float EncodeBlock<T>(ReadOnlySpan<T> values, Span<byte> codes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var scale = 0f;
        BlockConverter.Encode(_code, values, codes, new(ref scale));
        return scale;
    }

    /// <summary>Encodes a range by chance.</summary>
    public void EncodeByChance<T>(ref byte memory, int start, ReadOnlySpan<T> values, in Draws draws)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var stored = Narrow(ref memory, start, values.Length);
        if (Storage == StateStorage.BFloat16)
        {
            NarrowConverter<BFloat16Format>.EncodeByChance(values, stored, in draws);
        }
        else
        {
            NarrowConverter<HalfFormat>.EncodeByChance(values, stored, in draws);
        }
    }

    /// <summary>How many values there are to the end of the range in which a place lies.</summary>
    public int CountToBorder(int start) => _rangeLength - (start % _rangeLength);

    /// <summary>How many values the block has that begins at a place, of so many that follow.</summary>
    private int BlockAt(int start, int rest) => Math.Min(Math.Min(BlockCode.BlockLength, CountToBorder(start)), rest);

    private static Span<byte> Codes(ref byte memory, int start, int count) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory, start), count);

    /// <summary>The scales of blocks that follow one another, of which the first begins at a place.</summary>
    private Span<float> Scales(ref byte memory, int length, int start, int count)
    {
        ref var scales = ref Unsafe.As<byte, float>(ref Unsafe.Add(ref memory, (nint)ScalesAt(length)));
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref scales, (nint)NumberOf(start)), BlocksOf(count));
    }

    private static int BlocksOf(int length) => (length + BlockCode.BlockLength - 1) / BlockCode.BlockLength;

    private static Span<ushort> Narrow(ref byte memory, int start, int length)
        => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref Unsafe.As<byte, ushort>(ref memory), start), length);
}
