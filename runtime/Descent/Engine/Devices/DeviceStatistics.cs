using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Collects the statistics of the parameters that lie on devices: their gradients are measured before the rules run, which may zero them, their weights and what the step added to them
/// afterwards. Weights of 16 bits are left out, since what they were before they were stored is nowhere.
/// </summary>
internal sealed class DeviceStatistics(StepPlan plan)
{
    private readonly List<DeviceAllocation?> _before = [];
    private readonly List<ChunkStatistic[]> _chunks = [];

    /// <summary>Why statistics of a parameter cannot be collected there, as a sentence; <see langword="null"/> if they can.</summary>
    public static string? RefusalOf(Parameter parameter)
        => parameter.Memory.Place is { } place && parameter.Memory.ElementType != parameter.Memory.ArithmeticType
            ? $"Parameter '{parameter.Name}' lies on {place.Device.Name} and has weights of {TensorView.NameOf(parameter.Memory.ElementType)}, of which no statistics are collected there: "
                + $"step without {nameof(OptimizerOptions.CollectStatistics)}."
            : null;

    /// <summary>Measures the gradients as the rules are given them, and keeps the weights.</summary>
    public void Begin(in Neighbours neighbours)
    {
        Release();
        foreach (ref readonly var entry in plan.Entries)
        {
            var parameter = entry.Parameter;
            _chunks.Add(entry.IsOnDevice ? new ChunkStatistic[parameter.ChunkStatistics!.CountChunks(entry.Length)] : []);
            if (!entry.IsOnDevice || entry.Length == 0)
            {
                _before.Add(null);
                continue;
            }

            var place = entry.Memory.Place!.Value;
            var bytes = (long)entry.Length * TensorView.SizeOf(entry.Memory.ArithmeticType);
            var before = new DeviceAllocation(place.Device, bytes);
            _before.Add(before);
            place.Device.Copy(place.Address, before.Address, bytes);
            var factor = entry.Participant.Maximizes ? -neighbours.GradientFactor : neighbours.GradientFactor;
            var chunks = _chunks[^1];
            Measure(in entry, entry.Memory.GradientPlace!.Value.Address, entry.Memory.GradientType, factor, 0, chunks, (statistic, term, largest, bad)
                => statistic with { Gradients = term, Largest = largest, Bad = bad });
        }
    }

    /// <summary>Measures the weights, and what was added to them.</summary>
    public void End()
    {
        for (var index = 0; index < _chunks.Count; index++)
        {
            ref readonly var entry = ref plan.Entries[index];
            if (_before[index] is not { } before)
            {
                continue;
            }

            var (address, type) = (entry.Memory.Place!.Value.Address, entry.Memory.ElementType);
            Measure(in entry, address, type, 1, 0, _chunks[index], (statistic, term, _, _) => statistic with { Weights = term });
            Measure(in entry, address, type, 1, before.Address, _chunks[index], (statistic, term, _, _) => statistic with { Updates = term });
            for (var chunk = 0; chunk < _chunks[index].Length; chunk++)
            {
                entry.Parameter.ChunkStatistics!.Record(chunk, in _chunks[index][chunk]);
            }
        }

        Release();
    }

    private void Release()
    {
        foreach (var before in _before)
        {
            before?.Dispose();
        }

        _before.Clear();
        _chunks.Clear();
    }

    private static void Measure(
        in StepPlan.Entry entry, ulong address, Type type, double factor, ulong subtracted, ChunkStatistic[] chunks, Func<ChunkStatistic, NormTerm, double, long, ChunkStatistic> record)
    {
        if (entry.Memory.ArithmeticType == typeof(double))
        {
            Measure<double>(in entry, address, type, factor, subtracted, chunks, record);
        }
        else
        {
            Measure<float>(in entry, address, type, factor, subtracted, chunks, record);
        }
    }

    private static void Measure<T>(
        in StepPlan.Entry entry, ulong address, Type type, double factor, ulong subtracted, ChunkStatistic[] chunks, Func<ChunkStatistic, NormTerm, double, long, ChunkStatistic> record)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const double Euclidean = 2;
        var device = (IKernelDevice)entry.Memory.Place!.Value.Device;
        var (first, second) = ChunkMemory<T>.FactorsOf(factor);
        var measured = new DeviceValues(
            address, type, typeof(T) == typeof(double), double.CreateTruncating(first), double.CreateTruncating(second), subtracted, entry.Length, entry.State.RangeLength);
        var (sums, largest, bad) = (new double[chunks.Length], new double[chunks.Length], new long[chunks.Length]);
        device.Measure(in measured, sums, largest, bad);
        for (var chunk = 0; chunk < chunks.Length; chunk++)
        {
            var term = NormTerm.OfSquares(sums[chunk], largest[chunk], Euclidean) ?? NormTerm.Of<T>(Copy(chunk * measured.ChunkLength, in entry), Euclidean);
            chunks[chunk] = record(chunks[chunk], term, largest[chunk], bad[chunk]);
        }

        T[] Copy(int start, in StepPlan.Entry entry)
        {
            var memory = (TensorMemory<T>)entry.Memory;
            var values = new T[Math.Min(measured.ChunkLength, entry.Length - start)];
            if (address == entry.Memory.GradientPlace!.Value.Address)
            {
                memory.GradientsOf(start, values.Length, values).CopyTo(values);
                foreach (ref var value in values.AsSpan())
                {
                    value = value * first * second;
                }

                return values;
            }

            var others = new T[values.Length];
            new DevicePlace(device, address).Read(start, values.AsSpan());
            if (subtracted != 0)
            {
                new DevicePlace(device, subtracted).Read(start, others.AsSpan());
            }

            for (var index = 0; index < values.Length; index++)
            {
                values[index] -= others[index];
            }

            return values;
        }
    }
}
