using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Queues the loops over the parameters that lie on devices: one for all that run the same loop, however many there are. The scalars of the step are computed here.
/// </summary>
internal sealed partial class DeviceSweep(StepPlan plan, RuleMethod method)
{
    private readonly List<DeviceLaunch> _launches = [];
    private readonly DeviceScalars _scalars = new(plan, method);
    private readonly List<DevicePart> _ofTensor = [];
    private double[] _row = [];
    private double[] _unused = [];
    private double[] _ofRows = [];
    private double[] _inputs = [];
    private ulong _ofStep;
    private int _parts;

    /// <summary>Queues those of a sweep, and notes which parameters may be written.</summary>
    public void Run(in Neighbours neighbours, bool[] written, int sweep)
    {
        if (plan.OnDevice is null)
        {
            return;
        }

        ClearLaunches();
        if (sweep == 0)
        {
            _ofStep = neighbours.OfStep;
        }

        var hasMore = true;
        for (var part = 0; hasMore; part++)
        {
            // A loop after a row's total is in the same sweep, and waits for what the loop before it left.
            CollectTotals(sweep, part - 1);
            hasMore = false;
            for (var index = 0; index < plan.Entries.Length; index++)
            {
                ref readonly var entry = ref plan.Entries[index];
                if (entry.IsOnDevice && entry.Length > 0)
                {
                    hasMore |= Add(in entry, index, in neighbours, sweep, part);
                    written[index] = true;
                }
            }

            _scalars.RunLines(sweep, part, _ofStep);
            foreach (var launch in _launches)
            {
                if (launch.Lengths.Count > 0)
                {
                    launch.OfStep = _ofStep;
                    launch.Device.Run(launch);
                }
            }

            _parts = part;
        }
    }

    /// <summary>Queues the next values of states that devices have, and what is kept until all of a step is there.</summary>
    public void End()
    {
        if (plan.OnDevice is { } parameter)
        {
            if (_scalars.AreOnDevice)
            {
                EndOnDevice(Behind);
            }

            ((IKernelDevice)parameter.Memory.Place!.Value.Device).Flush();
        }
    }

    private void ClearLaunches()
    {
        foreach (var launch in _launches)
        {
            launch.Clear();
        }
    }

    private int CountParts(in StepPlan.Entry entry, int sweep)
    {
        var parts = 0;
        while (entry.Participant.Rule.GetCudaPart(method, entry.State, entry.Step, sweep, parts) >= 0)
        {
            parts++;
        }

        return parts;
    }

    /// <summary>Adds a tensor to the launches of a loop. Gives whether another loop comes after it in the sweep.</summary>
    private bool Add(in StepPlan.Entry entry, int index, in Neighbours neighbours, int sweep, int part)
    {
        var rule = entry.Participant.Rule;
        var ofMatrices = entry.State.Matrix is not null;
        if (part > 0 && !ofMatrices)
        {
            return false;
        }

        plan.Prepare(in entry);
        var isThere = _scalars.Has(in entry);
        if (ofMatrices && !isThere && part == 0 && sweep < entry.Sweeps)
        {
            entry.Work.Begin(method, entry.State, entry.Step, sweep);
        }

        var width = rule.CountCudaValues(method);
        if (_row.Length < width)
        {
            (_row, _unused) = (new double[width], new double[width]);
        }

        var row = _row.AsSpan(0, width);
        row.Clear();
        var loop = rule.GetCudaValues(method, entry.State, entry.Step, sweep, row);
        var hasMore = false;
        if (ofMatrices)
        {
            loop = rule.GetCudaPart(method, entry.State, entry.Step, sweep, part);
            hasMore = loop >= 0 && rule.GetCudaPart(method, entry.State, entry.Step, sweep, part + 1) >= 0;
        }

        if (loop < 0)
        {
            return false;
        }

        var ofDoubles = entry.Memory.ArithmeticType == typeof(double);
        (row[0], row[1]) = ofDoubles
            ? FactorsOf<double>(neighbours.GradientFactor, entry.Participant.Maximizes)
            : FactorsOf<float>(neighbours.GradientFactor, entry.Participant.Maximizes);
        var clears = neighbours.ZeroesGradients && rule.ReadsGradients(method) && !hasMore && IsLast(in entry, sweep);
        var device = (IKernelDevice)entry.Memory.Place!.Value.Device;
        if (!ofMatrices)
        {
            AddLoop(device, in entry, index, sweep, loop, DeviceWalk.Weights, row, isThere).ClearsGradients = clears;
            return false;
        }

        var ofRows = isThere ? default : RowsOf(in entry, sweep, part, loop);
        if (isThere)
        {
            _scalars.AddLines(in entry, index, sweep, part, InputsOf(in entry, sweep, out _));
        }

        if (HasColumnTotals(rule, loop))
        {
            // Before the others write what it reads.
            AddLoop(device, in entry, index, sweep, loop, DeviceWalk.Columns, row, isThere, ofRows);
        }

        AddLoop(device, in entry, index, sweep, loop, DeviceWalk.Rows, row, isThere, ofRows).ClearsGradients = clears;
        return hasMore;
    }

    private bool HasColumnTotals(CompiledRule rule, int loop)
    {
        for (var index = 0; index < rule.CountCudaTotals(method, loop); index++)
        {
            if (rule.GetCudaTotal(method, loop, index).IsOfColumns)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a tensor to the launch of a loop, with what the device computes for it from totals.</summary>
    private DeviceLaunch AddLoop(
        IKernelDevice device, in StepPlan.Entry entry, int index, int sweep, int loop, DeviceWalk walk, ReadOnlySpan<double> row, bool isThere, ReadOnlySpan<double> ofRows = default)
    {
        var scalars = -1;
        var inputs = isThere ? InputsOf(in entry, sweep, out scalars) : default;
        var launch = Find(device, in entry, loop, walk, scalars);
        DevicePart.Find(in entry, _ofTensor);
        foreach (ref readonly var part in CollectionsMarshal.AsSpan(_ofTensor))
        {
            launch.Add(entry.Parameter, in part, row, ofRows, isThere && walk != DeviceWalk.Weights ? _scalars.LinesOf(index, in part) : null);
            if (isThere)
            {
                launch.Entries.Add(index);
            }

            if (scalars >= 0)
            {
                launch.AddScalars(entry.Parameter, _scalars.Address, _scalars.PlacesOf(index), inputs, row.Length);
            }
        }

        return launch;
    }

    /// <summary>What this processor knows of what follows from totals, and the entry that computes from it what the loops of a sweep take.</summary>
    private ReadOnlySpan<double> InputsOf(in StepPlan.Entry entry, int sweep, out int scalars)
    {
        var rule = entry.Participant.Rule;
        var count = rule.CountCudaInputs(method);
        if (_inputs.Length < count)
        {
            _inputs = new double[count];
        }

        var inputs = _inputs.AsSpan(0, count);
        scalars = rule.GetCudaScalars(method, entry.State, entry.Step, sweep, inputs);
        return inputs;
    }

    private ReadOnlySpan<double> RowsOf(in StepPlan.Entry entry, int sweep, int part, int loop)
    {
        var count = checked(entry.Participant.Rule.CountCudaRows(method, loop) * entry.State.Rows);
        if (count == 0)
        {
            return default;
        }

        if (_ofRows.Length < count)
        {
            _ofRows = new double[count];
        }

        var values = _ofRows.AsSpan(0, count);
        entry.Participant.Rule.GetCudaRows(method, entry.State, entry.Step, sweep, part, values);
        return values;
    }

    /// <summary>Whether no loop comes after those of a sweep.</summary>
    private bool IsLast(in StepPlan.Entry entry, int sweep)
    {
        for (var later = sweep + 1; later < entry.Sweeps; later++)
        {
            if (entry.Participant.Rule.GetCudaValues(method, entry.State, entry.Step, later, _unused) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The factor of the gradients, as two where one would be subnormal: a product with it is rounded as on this processor.</summary>
    private static (double First, double Second) FactorsOf<T>(double factor, bool isNegated)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (first, second) = ChunkMemory<T>.FactorsOf(isNegated ? -factor : factor);
        return (double.CreateTruncating(first), double.CreateTruncating(second));
    }

    private DeviceLaunch Find(IKernelDevice device, in StepPlan.Entry entry, int loop, DeviceWalk walk, int scalars = -1)
    {
        var (participant, parameter) = (entry.Participant, entry.Parameter);
        foreach (var launch in _launches)
        {
            if (launch.Is(device, participant.Rule, parameter, loop, walk, scalars))
            {
                return launch;
            }
        }

        var added = new DeviceLaunch(device, participant.Rule, participant.Type, participant.Schema, method, DeviceLaunch.ElementsOf(parameter), loop, walk, scalars);
        _launches.Add(added);
        return added;
    }
}
