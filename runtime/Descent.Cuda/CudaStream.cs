using System.Diagnostics.CodeAnalysis;

namespace Descent.Cuda;

/// <summary>A stream of a <see cref="CudaDevice"/> that another library made, such as the one on which a host program computes gradients; made by <see cref="CudaDevice.WrapStream"/>.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is what the field calls it.")]
public readonly record struct CudaStream
{
    private readonly KernelDevice? _device;

    internal CudaStream(KernelDevice device, nint handle) => (_device, Handle) = (device, handle);

    /// <summary>The stream, a <c>CUstream</c>; 0 for the default stream.</summary>
    public nint Handle { get; }

    internal KernelDevice Device => _device ?? throw new InvalidOperationException($"The stream is of no device: make it by {nameof(CudaDevice)}.{nameof(CudaDevice.WrapStream)}.");
}
