using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// Memory that a step reads or writes, counted in bytes without a limit of 2 GiB. The garbage collector may move it; two regions can be
/// compared all the same. Not meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct MemoryRegion
{
    private readonly ref byte _first;
    private readonly nuint _bytes;

    private MemoryRegion(ref byte first, nuint bytes, string? name, bool isWritten, StateBuffer buffer = default)
    {
        Buffer = buffer;
        _first = ref first;
        _bytes = bytes;
        Name = name;
        IsWritten = isWritten;
    }

    /// <summary>The name of the state or input; <see langword="null"/> for weights, gradients and no region at all.</summary>
    public string? Name { get; }

    /// <summary>Whether a step writes it.</summary>
    public bool IsWritten { get; }

    /// <summary>The memory of a state, up to the end of its last cache line.</summary>
    /// <param name="state">The state.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The region.</returns>
    public static MemoryRegion OfState(StateBuffer state, string name) => new(ref state.First, state.PaddedBytes, name, isWritten: true, state);

    internal static MemoryRegion Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
        => new(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values)), (nuint)values.Length * (nuint)Unsafe.SizeOf<T>(), null, isWritten: false);

    /// <summary>Memory that may lie on a device: then it can be compared with other regions alone.</summary>
    internal static MemoryRegion Of<T>(ReadOnlyMemory<T> memory)
        where T : unmanaged
        => DevicePlace.Of(memory) is { } place ? Of(place, (nuint)memory.Length * (nuint)Unsafe.SizeOf<T>()) : Of(memory.Span);

    /// <summary>Memory of a device, which can be compared with other regions alone.</summary>
    internal static unsafe MemoryRegion Of(DevicePlace place, nuint bytes) => new(ref Unsafe.AsRef<byte>((void*)place.Address), bytes, null, isWritten: false);

    /// <summary>The same memory, under a name.</summary>
    internal MemoryRegion As(string name) => new(ref _first, _bytes, name, IsWritten);

    internal bool IsEmpty => _bytes == 0;

    /// <summary>The state whose memory it is; the default value for other memory.</summary>
    internal StateBuffer Buffer { get; }

    /// <summary>So many bytes from a place on.</summary>
    internal Span<byte> Bytes(nuint start, int length) => MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref _first, start), length);

    /// <summary>So many values from its beginning.</summary>
    internal Span<T> Values<T>(int length)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref _first), length);

    /// <summary>Where it begins and ends: true until the garbage collector moves it.</summary>
    internal unsafe (long Start, long End) Address
    {
        get
        {
            var start = (long)Unsafe.AsPointer(ref _first);
            return (start, start + (long)_bytes);
        }
    }

    internal bool Overlaps(MemoryRegion other)
    {
        var distance = (nuint)Unsafe.ByteOffset(ref _first, ref other._first);
        return !IsEmpty && !other.IsEmpty && (distance < _bytes || unchecked(0 - distance) < other._bytes);
    }
}
