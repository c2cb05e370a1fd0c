using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Descent.CompilerServices;
using Descent.Cuda.Driver;

namespace Descent.Cuda;

/// <summary>
/// An NVIDIA GPU. Parameters whose weights lie there are added to an optimizer as others are, with the memory of a <see cref="CudaBuffer{T}"/>; <see cref="Optimizer.Step"/> then
/// queues one loop for all of them. Its rule must have opted in (<see cref="ComputeTargets.Cuda"/>), as the built-in rules do.
/// </summary>
/// <remarks>
/// All work goes to one stream of the primary context, which other libraries in the process share; the default stream, unless said, in which theirs is in order with it. A step
/// returns when it is queued; what reads weights, gradients or states afterwards waits for it. As an optimizer, a device is for one thread at a time.
/// </remarks>
public sealed class CudaDevice : IDisposable
{
    private readonly KernelDevice _device;

    /// <summary>Opens a GPU.</summary>
    /// <param name="ordinal">Which, from 0.</param>
    /// <param name="stream">The stream for all work, a <c>CUstream</c> of the primary context; 0 for the default stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such device.</exception>
    /// <exception cref="CudaException">The driver refuses.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no driver or no device, which the message tells (<see cref="WhyUnavailable"/>).</exception>
    public CudaDevice(int ordinal = 0, nint stream = 0)
        : this(NativeDriver.Instance, ordinal, stream)
    {
    }

    internal CudaDevice(ICudaDriver driver, int ordinal, nint stream)
    {
        if (driver.WhyUnavailable is { } why)
        {
            throw new PlatformNotSupportedException(why);
        }

        var count = driver.CountDevices();
        if (ordinal < 0 || ordinal >= count)
        {
            throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, $"There {(count == 1 ? "is 1 device" : $"are {count} devices")}, numbered from 0.");
        }

        _device = new(driver, ordinal, stream);
    }

    /// <summary>Whether there is a driver and a device; <see cref="WhyUnavailable"/> says why not.</summary>
    public static bool IsAvailable => WhyUnavailable is null;

    /// <summary>Why there is no device to open; <see langword="null"/> if there is one.</summary>
    public static string? WhyUnavailable => NativeDriver.Instance.WhyUnavailable;

    /// <summary>How many devices there are; 0 where there is no driver.</summary>
    public static int Count => IsAvailable ? NativeDriver.Instance.CountDevices() : 0;

    /// <summary>Its name, such as <c>NVIDIA H100 80GB HBM3</c>.</summary>
    public string Name => _device.Name;

    /// <summary>Allocates memory; what is in it is anything.</summary>
    /// <typeparam name="T">The type of the values: <see cref="float"/>, <see cref="double"/>, <see cref="BFloat16"/> or <see cref="Half"/>.</typeparam>
    /// <param name="length">How many, at least 0.</param>
    /// <returns>The memory, which goes back when it is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="CudaException">There is not so much.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of these types.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The buffer disposes of it.")]
    public CudaBuffer<T> Allocate<T>(int length)
        where T : unmanaged
    {
        Guard.WeightType<T>();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var allocation = new DeviceAllocation(_device, (long)length * Unsafe.SizeOf<T>());
        return new(_device, allocation.Address, length, allocation);
    }

    /// <summary>Allocates memory and copies values to it.</summary>
    /// <typeparam name="T">The type of the values: <see cref="float"/>, <see cref="double"/>, <see cref="BFloat16"/> or <see cref="Half"/>.</typeparam>
    /// <param name="values">The values.</param>
    /// <returns>The memory, which goes back when it is disposed.</returns>
    /// <exception cref="CudaException">There is not so much.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of these types.</exception>
    public CudaBuffer<T> Allocate<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var buffer = Allocate<T>(values.Length);
        buffer.CopyFrom(values);
        return buffer;
    }

    /// <summary>Memory that somebody else owns, such as a tensor of another library. It must stay where it is as long as it is used here.</summary>
    /// <typeparam name="T">The type of the values: <see cref="float"/>, <see cref="double"/>, <see cref="BFloat16"/> or <see cref="Half"/>.</typeparam>
    /// <param name="address">Its address on the device, a multiple of the size of a value.</param>
    /// <param name="length">How many values there are, at least 0.</param>
    /// <returns>The memory, which disposing leaves alone.</returns>
    /// <exception cref="ArgumentException">The address is 0 or not such a multiple.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of these types.</exception>
    public CudaBuffer<T> Wrap<T>(nint address, int length)
        where T : unmanaged
    {
        Guard.WeightType<T>();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (address == 0 || address % Unsafe.SizeOf<T>() != 0)
        {
            throw new ArgumentException($"The address 0x{address:x} is not a multiple of {Unsafe.SizeOf<T>()}, the size of a value, greater than 0.", nameof(address));
        }

        return new(_device, (ulong)address, length, null);
    }

    /// <summary>A stream that somebody else made, on which a step can be queued (<see cref="CudaSteps.Step"/>). It must stay as long as it is used here.</summary>
    /// <param name="stream">The stream, a <c>CUstream</c> of the primary context; 0 for the default stream.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="ObjectDisposedException">The device is disposed.</exception>
    public CudaStream WrapStream(nint stream)
    {
        _device.RefuseIfDisposed();
        return new(_device, stream);
    }

    /// <summary>Waits for all that was queued.</summary>
    /// <exception cref="CudaException">Something that was queued failed.</exception>
    public void Synchronize() => _device.Synchronize();

    /// <summary>Waits for all that was queued, and lets go of what lies there and of the context. Buffers, graphs, and optimizers with parameters there, are of no use any more.</summary>
    public void Dispose() => _device.Dispose();
}
