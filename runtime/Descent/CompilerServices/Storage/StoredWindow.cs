using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// A range of a tensor as loops read and write it, on the thread that works on it: weights, gradients and states, decoded. Each has memory of its own,
/// which stays in the cache from range to range.
/// </summary>
internal sealed class StoredWindow
{
    /// <summary>Gradients and weights have the first places, states those after them.</summary>
    private const int FirstState = 2;

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
    private CacheLine[][] _memory = [[], []];
    private int _start;
    private int _length;

    /// <summary>What loops of the thread read and write where it lies, though it is not native.</summary>
    public static FusedStorage Fused
    {
        get => s_fused;
        set => s_fused = value;
    }

    /// <summary>Takes the thread's memory for a range. What is opened while it is open has memory of its own.</summary>
    public static StoredWindow Open(int start, int length)
    {
        var window = s_free ?? new();
        s_free = null;
        (window._start, window._length, window._around) = (start, length, s_open);
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
        return ref Unsafe.Add(ref First<T>(window._memory[FirstState + slot]), place - window._start);
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
        where T : unmanaged
    {
        if (place >= _memory.Length)
        {
            var before = _memory.Length;
            Array.Resize(ref _memory, place + 1);
            Array.Fill(_memory, [], before, _memory.Length - before);
        }

        // The last vector of a range reaches beyond it, and the first whole page is not where the array begins.
        var bytes = ((long)_length * Unsafe.SizeOf<T>()) + CacheLine.Size;
        var lines = checked((int)(((bytes + Page - 1) / Page) + 1) * (Page / CacheLine.Size));
        if (_memory[place].Length < lines)
        {
            _memory[place] = GC.AllocateArray<CacheLine>(lines, pinned: true);
        }

        return MemoryMarshal.CreateSpan(ref First<T>(_memory[place]), _length);
    }

    private static unsafe ref T First<T>(CacheLine[] memory)
        where T : unmanaged
    {
        ref var first = ref Unsafe.As<CacheLine, byte>(ref MemoryMarshal.GetArrayDataReference(memory));
        var offset = -(nint)Unsafe.AsPointer(ref first) & (Page - 1);
        return ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref first, offset));
    }
}
