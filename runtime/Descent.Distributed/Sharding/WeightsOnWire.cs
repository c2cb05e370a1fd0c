using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent.Distributed;

/// <summary>The weights of a tensor as the bytes that are sent and received: themselves; of those on a device a copy here, through which they go.</summary>
internal sealed class WeightsOnWire<T>(Memory<T> weights)
    where T : unmanaged
{
    private readonly DevicePlace? _place = DevicePlace.Of<T>(weights);
    private Memory<byte> _bytes = DevicePlace.Of<T>(weights) is null ? new ReinterpretedMemory<T, byte>(weights).Memory : default;

    /// <summary>Where they lie if they are on a device.</summary>
    public DevicePlace? Place => _place;

    /// <summary>The bytes of some, or room for them.</summary>
    public Memory<byte> Of(int start, int length)
    {
        if (_place is not null && _bytes.IsEmpty)
        {
            _bytes = new byte[weights.Length * Unsafe.SizeOf<T>()];
        }

        return _bytes.Slice(start * Unsafe.SizeOf<T>(), length * Unsafe.SizeOf<T>());
    }

    /// <summary>Copies some from their device, once all that was queued there is done.</summary>
    public void Fetch(int start, int length)
    {
        if (_place is { } place && length > 0)
        {
            place.Read(start * Unsafe.SizeOf<T>(), Of(start, length).Span);
        }
    }

    /// <summary>Copies some to their device.</summary>
    public void Store(int start, int length)
    {
        if (_place is { } place && length > 0)
        {
            place.Device.Write(place.Plus((long)start * Unsafe.SizeOf<T>()).Address, Of(start, length).Span);
        }
    }
}
