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

        // The norm goes by the chunks of the whole tensor: those that begin here.
        var first = parameter.State.Shard is { } shard ? (shard.FirstChunk * Reduction.ChunkLength) - shard.Start : 0;
        var length = memory.GradientLength - first;
        if (length <= 0)
        {
            return;
        }

        var place = memory.GradientPlace!.Value.Plus((long)first * TensorView.SizeOf(memory.GradientType));
        var chunks = Reduction.CountChunks(length);
        var rented = ArrayPool<double>.Shared.Rent(2 * chunks);
        var sums = rented.AsSpan(0, chunks);
        var largest = rented.AsSpan(chunks, chunks);
        ((IKernelDevice)place.Device).Scan(place.Address, length, memory.GradientType, sums, largest);
        T[]? room = null;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var start = first + (chunk * Reduction.ChunkLength);
            parameter.RecordScan(start, NormTerm.OfSquares(sums[chunk], largest[chunk], order) ?? NormTerm.Of(Chunk(start), order));
        }

        ArrayPool<double>.Shared.Return(rented);

        ReadOnlySpan<T> Chunk(int start) => memory.GradientsOf(start, Math.Min(Reduction.ChunkLength, memory.GradientLength - start), room ??= new T[Reduction.ChunkLength]);
    }
}
