using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Weights of 16 bits on a device, whose loops read and write them and what is kept beside them there.</summary>
internal sealed class TensorOnDevice<TFormat, TStored, T> : StoredTensor<TFormat, TStored, T>
    where TFormat : struct, INarrowFormat
    where TStored : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly (string Name, Type Type, DeviceAllocation Memory)? _rest;

    public TensorOnDevice(ReadOnlyMemory<TStored> memory, WeightPrecision precision)
        : base(memory)
    {
        Precision = precision;
        _rest = precision switch
        {
            WeightPrecision.Compensated => Allocate<TStored>(StoredTensor<T>.Compensation),
            WeightPrecision.Master => Allocate<T>(StoredTensor<T>.Master),
            WeightPrecision.SplitMaster => Allocate<short>(StoredTensor<T>.LowHalves),
            _ => null,
        };
        Refresh();
    }

    public override WeightPrecision Precision { get; }

    public override bool IsRandom => Precision == WeightPrecision.Stochastic;

    public override bool IsPlain => Precision == WeightPrecision.Nearest;

    public override (string Name, Type Type, DevicePlace Place)? RemainderOnDevice => _rest is var (name, type, memory) ? (name, type, memory.Place) : null;

    public override void Refresh()
    {
        if (_rest is not var (_, _, memory))
        {
            return;
        }

        if (Precision != WeightPrecision.Master)
        {
            memory.Place.Device.Clear(memory.Address, (long)Length * sizeof(ushort));
            return;
        }

        var values = new T[Length];
        Decode(0, values);
        memory.Place.Device.Write(memory.Address, MemoryMarshal.AsBytes(values.AsSpan()));
    }

    public override void RefreshChanged()
    {
        if (_rest is not var (_, type, memory))
        {
            return;
        }

        var stored = new ushort[Length];
        Place!.Value.Read<ushort>(0, stored);
        var rest = memory.Place.ReadBytes(Length * (type == typeof(T) ? Unsafe.SizeOf<T>() : sizeof(ushort)));
        switch (Precision)
        {
            case WeightPrecision.Master:
                ChangedWeights<TFormat>.MeetMaster(stored, MemoryMarshal.Cast<byte, T>(rest.AsSpan()));
                break;
            case WeightPrecision.Compensated:
                ChangedWeights<TFormat>.MeetCompensation<T>(stored, MemoryMarshal.Cast<byte, ushort>(rest.AsSpan()));
                break;
            default:
                ChangedWeights<TFormat>.MeetLowHalves(stored, MemoryMarshal.Cast<byte, short>(rest.AsSpan()));
                break;
        }

        memory.Place.Device.Write(memory.Address, rest);
    }

    private (string Name, Type Type, DeviceAllocation Memory) Allocate<TRest>(string name)
        where TRest : unmanaged => (name, typeof(TRest), new(Place!.Value.Device, (long)Length * Unsafe.SizeOf<TRest>()));
}
