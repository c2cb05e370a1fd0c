using System.Buffers;
using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Reads the gradients of a parameter that lies on a device, for their norm and for those that are not finite. The device sums squares; a chunk whose sum says too little, because
/// it overflowed or vanished, or the norm is of another order, is copied here.
/// </summary>
internal static class DeviceScan
{
    public static void Run(Parameter parameter, double order)
    {
        if (parameter.Memory.ArithmeticType == typeof(float))
        {
            Run<float>(parameter, order);
        }
        else
        {
            Run<double>(parameter, order);
        }
    }

    private static void Run<T>(Parameter parameter, double order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var memory = (TensorMemory<T>)parameter.Memory;
        if (memory.GradientLength == 0)
        {
            return;
        }

        var place = memory.GradientPlace!.Value;
        var chunks = Reduction.CountChunks(memory.GradientLength);
        var rented = ArrayPool<double>.Shared.Rent(2 * chunks);
        var sums = rented.AsSpan(0, chunks);
        var largest = rented.AsSpan(chunks, chunks);
        ((IKernelDevice)place.Device).Scan(place.Address, memory.GradientLength, memory.GradientType, sums, largest);
        T[]? room = null;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var start = chunk * Reduction.ChunkLength;
            parameter.RecordScan(start, NormTerm.OfSquares(sums[chunk], largest[chunk], order) ?? NormTerm.Of(Chunk(start), order));
        }

        ArrayPool<double>.Shared.Return(rented);

        ReadOnlySpan<T> Chunk(int start) => memory.GradientsOf(start, Math.Min(Reduction.ChunkLength, memory.GradientLength - start), room ??= new T[Reduction.ChunkLength]);
    }
}
