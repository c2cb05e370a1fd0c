using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// The memory of one state: one value per weight, starting on a cache line (64 bytes) and padded to whole cache lines, so that the last
/// weights of a tensor go through the same vector code as the others. A struct, and read without a look at the array's header: what is not
/// an object of its own cannot be a cache miss of its own.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "Nobody compares buffers.")]
public readonly struct StateBuffer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int LineBytes = 64;
    private readonly T[] _memory;
    private readonly int _offset;

    /// <summary>Allocates a state that starts with one value for every weight.</summary>
    /// <param name="length">The number of weights.</param>
    /// <param name="initial">The value, rounded to <typeparamref name="T"/>.</param>
    public StateBuffer(int length, double initial = 0)
    {
        Length = length;
        _memory = GC.AllocateArray<T>(checked(WholeLines(length) + WholeLines(1) - 1), pinned: true);
        _offset = OffsetToLine(_memory);
        if (BitConverter.DoubleToInt64Bits(initial) != 0)
        {
            Span.Fill(T.CreateTruncating(initial));
        }
    }

    /// <summary>Allocates a state that starts with the value of each weight.</summary>
    /// <param name="values">The weights.</param>
    public StateBuffer(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    /// <summary>The number of values.</summary>
    public int Length { get; }

    /// <summary>The values.</summary>
    public Span<T> Span => MemoryMarshal.CreateSpan(ref First, Length);

    /// <summary>The values and the padding after them, to the end of the last cache line.</summary>
    public Span<T> Padded => MemoryMarshal.CreateSpan(ref First, WholeLines(Length));

    /// <summary>Where a range begins: whole vectors may be read and written from there on, to the end of the padding.</summary>
    /// <param name="start">The place of its first value.</param>
    /// <returns>The first value.</returns>
    public ref T At(int start) => ref Unsafe.Add(ref First, start);

    /// <summary>Asks for a range of the values before it is needed, so that it is in the cache by then.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is.</param>
    public void FetchAhead(int start, int length) => CacheHints.Elements(_memory, _offset, start, length);

    private ref T First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_memory), _offset);

    /// <summary>The length of the cache lines that hold so many values.</summary>
    private static int WholeLines(int length)
    {
        var line = LineBytes / Unsafe.SizeOf<T>();
        return checked((length + line - 1) / line * line);
    }

    /// <summary>How many elements lie before the first cache line. A pinned array never moves, so it stays.</summary>
    private static int OffsetToLine(T[] memory)
    {
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        return (int)((LineBytes - (address & (LineBytes - 1))) & (LineBytes - 1)) / Unsafe.SizeOf<T>();
    }
}
