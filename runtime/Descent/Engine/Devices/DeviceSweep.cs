using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Queues the loops over the parameters that lie on devices: one for all that run the same loop, however many there are. The scalars of the step are computed here.
/// </summary>
internal sealed class DeviceSweep(StepPlan plan, RuleMethod method)
{
    private readonly List<DeviceLaunch> _launches = [];
    private double[] _row = [];
    private double[] _unused = [];
    private double[] _totals = [];

    /// <summary>Queues those of a sweep, and notes which parameters may be written.</summary>
    public void Run(in Neighbours neighbours, bool[] written, int sweep)
    {
        if (plan.OnDevice is null)
        {
            return;
        }

        foreach (var launch in _launches)
        {
            launch.Clear();
        }

        for (var index = 0; index < plan.Entries.Length; index++)
        {
            ref readonly var entry = ref plan.Entries[index];
            if (entry.IsOnDevice && entry.Length > 0)
            {
                Add(in entry, in neighbours, sweep);
                written[index] = true;
            }
        }

        foreach (var launch in _launches)
        {
            if (launch.Lengths.Count > 0)
            {
                launch.Device.Run(launch);
            }
        }
    }

    /// <summary>Waits for the totals of the sweep, and leaves those of each chunk where the totals of this processor's are.</summary>
    public void CollectTotals()
    {
        if (plan.OnDevice is null)
        {
            return;
        }

        foreach (var launch in _launches)
        {
            if (launch.Lengths.Count > 0 && launch.CountTotals() > 0)
            {
                Record(launch);
            }
        }
    }

    private void Record(DeviceLaunch launch)
    {
        var totals = launch.CountTotals();
        var chunks = 0;
        foreach (var length in launch.Lengths)
        {
            chunks += Reduction.CountChunks(length);
        }

        if (_totals.Length < chunks * totals)
        {
            _totals = new double[chunks * totals];
        }

        launch.Device.ReadTotals(launch, _totals.AsSpan(0, chunks * totals));
        var next = 0;
        foreach (var parameter in launch.Parameters)
        {
            for (long start = 0; start < parameter.Memory.Length; start += Reduction.ChunkLength)
            {
                for (var index = 0; index < totals; index++)
                {
                    var total = launch.TotalAt(index);
                    parameter.State.Totals!.Record(total.Number, total.Kind, (int)start, _totals[next++]);
                }
            }
        }
    }

    private void Add(in StepPlan.Entry entry, in Neighbours neighbours, int sweep)
    {
        var rule = entry.Participant.Rule;
        rule.Scaling.Use(entry.Scale, entry.Parameter);
        entry.Work.Prepare(method, entry.State, entry.Step);
        var width = rule.CountCudaValues(method);
        if (_row.Length < width)
        {
            (_row, _unused) = (new double[width], new double[width]);
        }

        var row = _row.AsSpan(0, width);
        row.Clear();
        var loop = rule.GetCudaValues(method, entry.State, entry.Step, sweep, row);
        if (loop < 0)
        {
            return;
        }

        var ofDoubles = entry.Memory.ArithmeticType == typeof(double);
        (row[0], row[1]) = ofDoubles
            ? FactorsOf<double>(neighbours.GradientFactor, entry.Participant.Maximizes)
            : FactorsOf<float>(neighbours.GradientFactor, entry.Participant.Maximizes);
        var launch = Find((IKernelDevice)entry.Memory.Place!.Value.Device, entry.Participant, entry.Parameter, loop);
        launch.ClearsGradients = neighbours.ZeroesGradients && rule.ReadsGradients(method) && rule.GetCudaValues(method, entry.State, entry.Step, sweep + 1, _unused.AsSpan(0, width)) < 0;
        launch.Add(entry.Parameter, row);
    }

    /// <summary>The factor of the gradients, as two where one would be subnormal: a product with it is rounded as on this processor.</summary>
    private static (double First, double Second) FactorsOf<T>(double factor, bool isNegated)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (first, second) = ChunkMemory<T>.FactorsOf(isNegated ? -factor : factor);
        return (double.CreateTruncating(first), double.CreateTruncating(second));
    }

    private DeviceLaunch Find(IKernelDevice device, Participant participant, Parameter parameter, int loop)
    {
        foreach (var launch in _launches)
        {
            if (launch.Is(device, participant.Rule, parameter, loop))
            {
                return launch;
            }
        }

        var added = new DeviceLaunch(device, participant.Rule, participant.Type, participant.Schema, method, DeviceLaunch.ElementsOf(parameter), loop);
        _launches.Add(added);
        return added;
    }
}
