using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Cuda;

/// <summary>Values in the memory of a <see cref="CudaDevice"/>.</summary>
/// <typeparam name="T">Their type.</typeparam>
public sealed class CudaBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly IDevice _device;
    private readonly ulong _address;
    private readonly DeviceAllocation? _allocation;
    [SuppressMessage("Usage", "CA2213", Justification = "It has nothing of its own to let go of.")]
    private readonly DeviceMemory<T> _memory;

    internal CudaBuffer(IDevice device, ulong address, int length, DeviceAllocation? allocation)
    {
        (_device, _address, Length, _allocation) = (device, address, length, allocation);
        _memory = new(device, address, length, allocation);
    }

    /// <summary>How many there are.</summary>
    public int Length { get; }

    /// <summary>Where the first one lies on the device, a <c>CUdeviceptr</c>.</summary>
    public nint Address => (nint)_address;

    /// <summary>
    /// What optimizers are given: <c>optimizer.Add("weights", buffer.Memory)</c>, <c>parameter.BindGradients(buffer.Memory)</c>. It has a place and a length, and slices; its span,
    /// which this processor could not reach, throws <see cref="InvalidOperationException"/>.
    /// </summary>
    public Memory<T> Memory => _memory.Memory;

    /// <summary>Copies values to the device, after all that was queued.</summary>
    /// <param name="source">As many values.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public void CopyFrom(ReadOnlySpan<T> source)
    {
        if (source.Length != Length)
        {
            throw new ArgumentException($"The buffer has {Length} values, and {source.Length} were given.", nameof(source));
        }

        _device.Write(_address, MemoryMarshal.AsBytes(source));
    }

    /// <summary>Copies the values from the device, once all that was queued is done.</summary>
    /// <param name="destination">Where to, at least as long.</param>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    /// <exception cref="CudaException">The driver refuses, or something that was queued failed.</exception>
    public void CopyTo(Span<T> destination)
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException($"The buffer has {Length} values, and there is room for {destination.Length}.", nameof(destination));
        }

        _device.Read(_address, MemoryMarshal.AsBytes(destination[..Length]));
    }

    /// <summary>Copies the values on the device, after all that was queued. They do not come here, and nothing waits.</summary>
    /// <param name="destination">As many values, on the same device; not these themselves, nor a part of them.</param>
    /// <exception cref="ArgumentException">There are more or fewer, or they lie on another device.</exception>
    /// <exception cref="ArgumentNullException">The destination is <see langword="null"/>.</exception>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public void CopyTo(CudaBuffer<T> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.Length != Length)
        {
            throw new ArgumentException($"The buffer has {Length} values, and there is room for {destination.Length}.", nameof(destination));
        }

        var (bytes, distance) = ((ulong)Length * (ulong)Unsafe.SizeOf<T>(), Math.Max(_address, destination._address) - Math.Min(_address, destination._address));
        if (destination._device != _device || (distance < bytes && bytes > 0))
        {
            throw new ArgumentException(destination._device != _device ? $"The values lie on {_device.Name}, and the room is on another device." : "The room overlaps the values.", nameof(destination));
        }

        _device.Copy(_address, destination._address, (long)bytes);
    }

    /// <summary>A copy of the values, once all that was queued is done.</summary>
    /// <returns>The copy.</returns>
    /// <exception cref="CudaException">The driver refuses, or something that was queued failed.</exception>
    public T[] ToArray()
    {
        var values = new T[Length];
        CopyTo(values);
        return values;
    }

    /// <summary>Sets all values to zero, after all that was queued.</summary>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public void Clear() => _device.Clear(_address, (long)Length * Unsafe.SizeOf<T>());

    /// <summary>Lets go of the memory, unless somebody else owns it. No parameter may use it afterwards.</summary>
    public void Dispose() => _allocation?.Dispose();
}
