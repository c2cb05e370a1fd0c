using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// The memory of one state: one value per weight, starting on a cache line (64 bytes) and padded to whole cache lines, so that the last
/// weights of a tensor go through the same vector code as the others. A struct, and read without a look at the array's header: what is not
/// an object of its own cannot be a cache miss of its own. Not meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "Nobody compares buffers.")]
public readonly struct StateBuffer
{
    /// <summary>How many values there may be, so that padded lengths are ints.</summary>
    internal const int MaxLength = int.MaxValue - ushort.MaxValue;

    private readonly CacheLine[] _memory;
    private readonly byte _offset;
    private readonly byte _size;
    private readonly StoredLayout? _layout;

    private StateBuffer(int length, int size, StoredLayout? layout = null)
    {
        Length = length;
        _size = (byte)size;
        _layout = layout;

        // One line more for where the first whole one begins, and one for the last vector of a row, which may begin in the midst of the last line.
        _memory = GC.AllocateArray<CacheLine>(CountLines(layout?.CountBytes(length) ?? (long)length * size) + 2, pinned: true);
        LargePages.Ask(_memory);

        // A pinned array never moves, so where its first whole cache line begins stays true.
        _offset = (byte)(-Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0) & (CacheLine.Size - 1));
    }

    /// <summary>The number of values.</summary>
    public int Length { get; }

    /// <summary>The type in which loops read and write the values.</summary>
    public Type ElementType => _size == sizeof(float) ? typeof(float) : typeof(double);

    /// <summary>How the values are kept where they are not as loops read and write them.</summary>
    internal StoredLayout? Layout => _layout;

    /// <summary>The number of bytes that the values take.</summary>
    internal long Bytes => _layout?.CountBytes(Length) ?? (long)Length * _size;

    /// <summary>The number of bytes to the end of the last cache line.</summary>
    internal nuint PaddedBytes => (nuint)CountLines(Bytes) * CacheLine.Size;

    /// <summary>The first byte, on a cache line.</summary>
    internal ref byte First => ref Unsafe.AddByteOffset(ref Unsafe.As<CacheLine, byte>(ref MemoryMarshal.GetArrayDataReference(_memory)), (nint)_offset);

    /// <summary>Allocates a state that starts with one value for every weight.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="length">The number of weights.</param>
    /// <param name="initial">The value, rounded to <typeparamref name="T"/>.</param>
    /// <returns>The memory.</returns>
    public static StateBuffer Create<T>(int length, double initial = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var buffer = new StateBuffer(length, Unsafe.SizeOf<T>());
        if (BitConverter.DoubleToInt64Bits(initial) != 0)
        {
            buffer.Values<T>().Fill(T.CreateTruncating(initial));
        }

        return buffer;
    }

    /// <summary>Allocates a state that starts with the value of each weight.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="values">The weights.</param>
    /// <returns>The memory.</returns>
    public static StateBuffer Create<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var buffer = new StateBuffer(values.Length, Unsafe.SizeOf<T>());
        values.CopyTo(buffer.Values<T>());
        return buffer;
    }

    /// <summary>Allocates a state that is kept otherwise than loops read and write it.</summary>
    internal static StateBuffer Create<T>(int length, StoredLayout layout)
        where T : unmanaged => new(length, Unsafe.SizeOf<T>(), layout);

    /// <summary>Allocates a square matrix that starts with one value on its diagonal.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="size">The number of rows, and of columns.</param>
    /// <param name="diagonal">The value, rounded to <typeparamref name="T"/>.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The matrix would have more than 2³¹ − 2¹⁶ values.</exception>
    public static StateBuffer CreateSquare<T>(int size, double diagonal = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if ((long)size * size > MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A square state of {size} rows has more than {MaxLength} values; the rule is not for tensors of this shape.");
        }

        var buffer = new StateBuffer(size * size, Unsafe.SizeOf<T>());
        for (var row = 0; row < size; row++)
        {
            buffer.At<T>(row * (size + 1)) = T.CreateTruncating(diagonal);
        }

        return buffer;
    }

    /// <summary>The values.</summary>
    /// <typeparam name="T">Their type; nothing looks whether it is <see cref="ElementType"/>.</typeparam>
    /// <returns>The values.</returns>
    public Span<T> Values<T>()
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref First), Length);

    /// <summary>Where a range begins: whole vectors may be read and written from there on, to the end of the padding.</summary>
    /// <typeparam name="T">The type of the values; nothing looks whether it is <see cref="ElementType"/>.</typeparam>
    /// <param name="start">The place of its first value.</param>
    /// <returns>The first value; of a state that is kept otherwise, where the thread has it decoded.</returns>
    public ref T At<T>(int start)
        where T : unmanaged => ref _layout is null ? ref Unsafe.Add(ref Unsafe.As<byte, T>(ref First), start) : ref AtStored<T>(start);

    /// <summary>Asks for a range of the values before it is needed, so that it is in the cache by then.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is.</param>
    public void FetchAhead(int start, int length)
    {
        var size = _layout?.ValueSize ?? _size;
        CacheHints.Range(ref Unsafe.AddByteOffset(ref First, (nint)start * size), (nint)length * size);
    }

    /// <summary>Decodes a range of a state that is kept otherwise than loops read and write it.</summary>
    internal void Decode<T>(int start, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => _layout!.Decode(ref First, Length, start, values);

    /// <summary>Encodes a range of such a state.</summary>
    internal void Encode<T>(int start, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => _layout!.Encode(ref First, Length, start, values);

    /// <summary>Encodes a range of such a state by chance.</summary>
    internal void EncodeByChance<T>(int start, ReadOnlySpan<T> values, in Draws draws)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => _layout!.EncodeByChance(ref First, start, values, in draws);

    /// <summary>Encodes the same block again and again, to the end.</summary>
    internal void EncodeAll<T>(ReadOnlySpan<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var start = 0; start < Length;)
        {
            var count = Math.Min(_layout!.CountToBorder(start), Math.Min(block.Length, Length - start));
            Encode(start, block[..count]);
            start += count;
        }
    }

    private ref T AtStored<T>(int start)
        where T : unmanaged
    {
        if (StoredWindow.Fused == FusedStorage.None)
        {
            return ref StoredWindow.At<T>(_layout!.Slot, start);
        }

        return ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref First, (nint)start * _layout!.ValueSize));
    }

    private static int CountLines(long bytes) => (int)((bytes + CacheLine.Size - 1) / CacheLine.Size);
}
