using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Collects the statistics of the parameters that lie on devices: their gradients are measured before the rules run, which may zero them, their weights and what the step added to them
/// afterwards. Weights of 16 bits are decoded before, and encoded afterwards, so that the loops leave them as they compute them.
/// </summary>
internal sealed class DeviceStatistics(StepPlan plan, RuleMethod method)
{
    private readonly List<Measured> _measured = [];

    /// <summary>Measures the gradients as the rules are given them, and keeps the weights.</summary>
    public void Begin(in Neighbours neighbours)
    {
        for (var index = 0; index < plan.Entries.Length; index++)
        {
            ref readonly var entry = ref plan.Entries[index];
            if (!entry.IsOnDevice || entry.Length == 0)
            {
                continue;
            }

            var place = entry.Memory.Place!.Value;
            var bytes = (long)entry.Length * TensorView.SizeOf(entry.Memory.ArithmeticType);
            var measured = new Measured(index, entry.Memory, new ChunkStatistic[entry.Parameter.ChunkStatistics!.CountChunks(entry.Length)], bytes);
            _measured.Add(measured);
            if (entry.Memory.ElementType == entry.Memory.ArithmeticType)
            {
                place.Device.Copy(place.Address, measured.Before.Address, bytes);
            }
            else
            {
                measured.Unrounded = new(place.Device, bytes);
                measured.Table = TableOf(entry.Parameter);
                Decode(in entry, measured, measured.Before.Address);
                place.Device.Copy(measured.Before.Address, measured.Unrounded.Address, bytes);
                entry.Memory.Unrounded = measured.Unrounded.Place;
            }

            var factor = entry.Participant.Maximizes ? -neighbours.GradientFactor : neighbours.GradientFactor;
            Measure(in entry, entry.Memory.GradientPlace!.Value.Address, entry.Memory.GradientType, factor, 0, measured.Chunks, (statistic, term, largest, bad)
                => statistic with { Gradients = term, Largest = largest, Bad = bad });
        }
    }

    /// <summary>Measures the weights, and what was added to them.</summary>
    public void End()
    {
        foreach (var measured in _measured)
        {
            ref readonly var entry = ref plan.Entries[measured.Entry];
            var (chunks, address, lost) = (measured.Chunks, (entry.Memory.Unrounded ?? entry.Memory.Place!.Value).Address, new int[measured.Chunks.Length]);
            Measure(in entry, address, entry.Memory.ArithmeticType, 1, measured.Before.Address, chunks, (statistic, term, _, _) => statistic with { Updates = term });
            if (measured.Unrounded is not null)
            {
                Encode(in entry, measured, lost);
            }

            Measure(in entry, address, entry.Memory.ArithmeticType, 1, 0, chunks, (statistic, term, _, _) => statistic with { Weights = term });
            for (var chunk = 0; chunk < chunks.Length; chunk++)
            {
                entry.Parameter.ChunkStatistics!.Record(chunk, in chunks[chunk], lost[chunk]);
            }
        }

        Release();
    }

    /// <summary>Lets go of what was kept, also of a step that did not end.</summary>
    public void Release()
    {
        foreach (var measured in _measured)
        {
            measured.Memory.Unrounded = null;
            measured.Dispose();
        }

        _measured.Clear();
    }

    /// <summary>Encodes the weights, if the step wrote them, and counts those that are stored as they were.</summary>
    private void Encode(in StepPlan.Entry entry, Measured measured, int[] lost)
    {
        plan.Prepare(in entry);
        var (place, unrounded, stored) = (entry.Memory.Place!.Value, measured.Unrounded!.Address, DeviceLaunch.Stored(entry.Parameter));
        var (device, writes) = ((IKernelDevice)place.Device, false);
        for (var sweep = 0; sweep < entry.Sweeps; sweep++)
        {
            writes |= entry.Participant.Rule.Touches(method, entry.State, entry.Step, sweep).WritesWeights;
        }

        if (writes)
        {
            device.Convert(new(unrounded, entry.Memory.ArithmeticType, place.Address, stored, entry.Length, measured.Table!.Address));
        }

        if (writes && stored.Precision == WeightPrecision.Nearest)
        {
            device.CountLost(new(place.Address, entry.Memory.ElementType, false, 1, 1, 0, entry.Length, entry.State.RangeLength), measured.Before.Address, unrounded, lost);
        }

        // Then a sweep behind the one that writes weights reads them as they are stored.
        if (!entry.Participant.Rule.Touches(method, entry.State, entry.Step, entry.Sweeps - 1).WritesWeights)
        {
            Decode(in entry, measured, unrounded);
        }
    }

    private static void Decode(in StepPlan.Entry entry, Measured measured, ulong destination)
    {
        var place = entry.Memory.Place!.Value;
        ((IKernelDevice)place.Device).Convert(new(place.Address, DeviceLaunch.Stored(entry.Parameter), destination, entry.Memory.ArithmeticType, entry.Length, measured.Table!.Address));
    }

    /// <summary>What a device needs to know of weights that it decodes and encodes: where the key of chance lies, the step, what is kept beside them; then the key, and where the weights begin in the whole tensor.</summary>
    private static DeviceAllocation TableOf(Parameter parameter)
    {
        const int WordsBeforeKey = 3;
        var draws = parameter.State.DrawsOf(use: 0, start: 0);
        var device = parameter.Memory.Place!.Value.Device;
        var table = new DeviceAllocation(device, (WordsBeforeKey + 2) * sizeof(ulong));
        device.Write(table.Address, MemoryMarshal.AsBytes<ulong>(
            [table.Address + (WordsBeforeKey * sizeof(ulong)), draws.Step, parameter.Memory.RemainderOnDevice?.Place.Address ?? 0, draws.Key, (ulong)draws.Start]));
        return table;
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

    /// <summary>A tensor that is measured: its entry in the plan, and what its weights were.</summary>
    private sealed class Measured(int entry, TensorMemory memory, ChunkStatistic[] chunks, long bytes) : IDisposable
    {
        public int Entry => entry;

        public TensorMemory Memory => memory;

        public ChunkStatistic[] Chunks => chunks;

        public DeviceAllocation Before { get; } = new(memory.Place!.Value.Device, bytes);

        /// <summary>The weights of 16 bits as they are computed.</summary>
        public DeviceAllocation? Unrounded { get; set; }

        /// <summary>What decodes and encodes them follows from.</summary>
        public DeviceAllocation? Table { get; set; }

        public void Dispose()
        {
            Before.Dispose();
            Unrounded?.Dispose();
            Table?.Dispose();
        }
    }
}
