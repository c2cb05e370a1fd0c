using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// A range of a tensor as loops read and write it, on the thread that works on it: weights, gradients and states, decoded. Each has a room of its own,
/// and they lie side by side in memory that stays in the nearest cache from range to range.
/// </summary>
internal sealed class StoredWindow
{
    /// <summary>Gradients and weights have the first rooms, states those after them.</summary>
    public const int FirstState = 2;

    /// <summary>
    /// Bytes up to whose next multiple a processor reads ahead. Memory of two threads within one page is taken from each other by it, though no line of it
    /// is shared.
    /// </summary>
    private const int Page = 4096;

    [ThreadStatic]
    private static StoredWindow? s_open;

    [ThreadStatic]
    private static StoredWindow? s_free;

    [ThreadStatic]
    private static FusedStorage s_fused;

    private StoredWindow? _around;
    private CacheLine[] _memory = [];
    private nint _offset;
    private nint _stride;
    private int _start;
    private int _length;

    /// <summary>What loops of the thread read and write where it lies, though it is not native.</summary>
    public static FusedStorage Fused
    {
        get => s_fused;
        set => s_fused = value;
    }

    /// <summary>Takes the thread's memory for a range. What is opened while it is open has memory of its own.</summary>
    /// <typeparam name="T">The type of the arithmetic.</typeparam>
    /// <param name="start">Where the range begins.</param>
    /// <param name="length">How many weights it has.</param>
    /// <param name="states">How many states are decoded.</param>
    public static StoredWindow Open<T>(int start, int length, int states)
        where T : unmanaged
    {
        var window = s_free ?? new();
        s_free = null;
        (window._start, window._length, window._around) = (start, length, s_open);

        // The last vector of a range reaches beyond it.
        window._stride = ((((nint)length * Unsafe.SizeOf<T>()) + CacheLine.Size - 1) / CacheLine.Size * CacheLine.Size) + CacheLine.Size;
        window.Reserve((FirstState + states) * window._stride);
        s_open = window;
        return window;
    }

    /// <summary>Gives it back.</summary>
    public void Close()
    {
        s_open = _around;
        s_free = this;
    }

    /// <summary>Where the decoded values of a state begin.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ref T At<T>(int slot, int place)
        where T : unmanaged
    {
        var window = s_open ?? throw new InvalidOperationException("A state that is not native is read outside a step.");
        return ref Unsafe.Add(ref window.First<T>(FirstState + slot), place - window._start);
    }

    /// <summary>Room for gradients.</summary>
    public Span<T> Gradients<T>()
        where T : unmanaged => Room<T>(0);

    /// <summary>Room for weights.</summary>
    public Span<T> Weights<T>()
        where T : unmanaged => Room<T>(1);

    /// <summary>Room for the values of a state.</summary>
    public Span<T> State<T>(int slot)
        where T : unmanaged => Room<T>(FirstState + slot);

    private Span<T> Room<T>(int place)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref First<T>(place), _length);

    private ref T First<T>(int place)
        where T : unmanaged
        => ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(_memory.AsSpan())), _offset + (place * _stride)));

    /// <summary>Makes sure that there is so much memory, from the first whole page on.</summary>
    private unsafe void Reserve(nint bytes)
    {
        var lines = checked((int)((bytes + Page + CacheHints.FartherBytes) / CacheLine.Size) + 1);
        if (_memory.Length < lines)
        {
            _memory = GC.AllocateArray<CacheLine>(lines, pinned: true);
            _offset = -(nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory)) & (Page - 1);

            // Loops ask for what lies behind the last room as well. Where the system has not given a page yet, to ask for it takes longer than to read it.
            Array.Clear(_memory);
        }
    }
}
