using System.Diagnostics.CodeAnalysis;

namespace Descent.CompilerServices;

/// <summary>Memory of a device that goes back when nobody knows of it any more.</summary>
[SuppressMessage("Design", "CA1063", Justification = "Nothing is derived from it.")]
internal sealed class DeviceAllocation : IDisposable
{
    private readonly IDevice _device;
    private bool _isFree;

    public DeviceAllocation(IDevice device, long bytes)
    {
        GC.SuppressFinalize(this);
        _device = device;
        Address = device.Allocate(Math.Max(1, bytes));
        GC.ReRegisterForFinalize(this);
    }

    ~DeviceAllocation() => Free();

    /// <summary>Where it begins.</summary>
    public ulong Address { get; }

    /// <summary>Its place.</summary>
    public DevicePlace Place => new(_device, Address);

    /// <summary>Allocates memory in place of other, which goes back first; where the device refuses, there is none.</summary>
    public static void Replace([NotNull] ref DeviceAllocation? memory, IDevice device, long bytes)
    {
        memory?.Dispose();
        memory = null;
        memory = new(device, bytes);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (!Interlocked.Exchange(ref _isFree, true))
        {
            _device.Free(Address);
        }
    }
}
