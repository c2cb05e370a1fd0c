using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Where memory of a device begins.</summary>
/// <param name="Device">The device.</param>
/// <param name="Address">The address there.</param>
internal readonly record struct DevicePlace(IDevice Device, ulong Address)
{
    /// <summary>The place of some memory; <see langword="null"/> if this processor reaches it.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The memory is somebody else's.")]
    public static DevicePlace? Of<T>(ReadOnlyMemory<T> memory)
        where T : unmanaged
        => MemoryMarshal.TryGetMemoryManager<T, DeviceMemory<T>>(memory, out var manager, out var start, out _)
            ? new(manager.Device, manager.Address + ((ulong)start * (ulong)Unsafe.SizeOf<T>()))
            : null;

    /// <summary>So many bytes further.</summary>
    public DevicePlace Plus(long bytes) => this with { Address = Address + (ulong)bytes };

    /// <summary>Copies bytes from there.</summary>
    public byte[] ReadBytes(int length)
    {
        var bytes = new byte[length];
        Device.Read(Address, bytes);
        return bytes;
    }

    /// <summary>Reads values as they are stored, from a place on.</summary>
    public void Read<T>(int start, Span<T> values)
        where T : unmanaged => Device.Read(Plus((long)start * Unsafe.SizeOf<T>()).Address, MemoryMarshal.AsBytes(values));

    /// <summary>Sets the bytes of so many values to 0, from a place on.</summary>
    public void Clear<T>(int start, int length)
        where T : unmanaged => Device.Clear(Plus((long)start * Unsafe.SizeOf<T>()).Address, (long)length * Unsafe.SizeOf<T>());
}

/// <summary>
/// Memory of a device as <see cref="Memory{T}"/>, by which parameters are told of it. It has a length and a place; whoever asks for its span is told that this processor does
/// not reach it.
/// </summary>
/// <typeparam name="T">The type of its values.</typeparam>
internal sealed class DeviceMemory<T>(IDevice device, ulong address, int length, DeviceAllocation? allocation) : MemoryManager<T>
    where T : unmanaged
{
    public IDevice Device => device;

    public ulong Address => address;

    /// <summary>What keeps the memory as long as somebody knows of it; nothing for what others own.</summary>
    public DeviceAllocation? Allocation => allocation;

    public override Memory<T> Memory => CreateMemory(length);

    public override Span<T> GetSpan() => throw new InvalidOperationException($"The memory lies on {device.Name}, where this processor does not reach: copy it.");

    public override MemoryHandle Pin(int elementIndex = 0) => throw new InvalidOperationException($"The memory lies on {device.Name}, where this processor does not reach: copy it.");

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
