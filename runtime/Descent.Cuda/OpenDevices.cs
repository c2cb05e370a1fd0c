using System.Collections.Concurrent;
using Descent.CompilerServices;
using Descent.Cuda.Driver;

namespace Descent.Cuda;

/// <summary>
/// The devices on which tensors of other libraries lie, by their numbers: each is opened once, and as long as the process runs. All work there goes to the default stream, in which it is in
/// order with theirs. <c>Descent.TorchSharp</c> finds this class by its name.
/// </summary>
internal static class OpenDevices
{
    private static readonly ConcurrentDictionary<int, Lazy<KernelDevice>> s_devices = new();

    /// <param name="ordinal">The number of the device, from 0.</param>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public static IDevice Open(int ordinal) => s_devices.GetOrAdd(ordinal, static number => new(() => new(NativeDriver.Instance, number, stream: 0))).Value;
}
