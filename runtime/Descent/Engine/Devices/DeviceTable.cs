using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>A table on a device, with the bytes that it has there: one that is as it was is not copied again.</summary>
internal sealed class DeviceTable(IDevice device) : IDisposable
{
    private byte[] _bytes = [];
    private int _length;
    private DeviceAllocation? _allocation;

    /// <summary>Where it begins, once it was set.</summary>
    public ulong Address => _allocation!.Address;

    /// <summary>Brings it to the device.</summary>
    public void Set(ReadOnlySpan<byte> bytes)
    {
        if (_allocation is not null && bytes.SequenceEqual(_bytes.AsSpan(0, _length)))
        {
            return;
        }

        if (_allocation is null || bytes.Length > _bytes.Length)
        {
            // One that grows may grow again: there are as many rows of an embedding as a batch has words.
            _bytes = new byte[_bytes.Length == 0 ? bytes.Length : (int)Math.Min(Array.MaxLength, 2L * bytes.Length)];
            DeviceAllocation.Replace(ref _allocation, device, _bytes.Length);
        }

        // What is there is no longer known if the copy fails.
        _length = 0;
        device.Write(_allocation.Address, bytes);
        bytes.CopyTo(_bytes);
        _length = bytes.Length;
    }

    public void Dispose() => _allocation?.Dispose();
}
