using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Reads the gradients of a step that lie on devices. Squares are summed there; for norms of another order gradients are copied here, chunk by chunk.
/// </summary>
internal sealed class DeviceScans(StepPlan plan, RuleMethod method)
{
    /// <summary>The order whose terms devices compute.</summary>
    private const double Euclidean = 2;

    /// <summary>So many tensors may there be: the tree of more has three levels.</summary>
    private static readonly int s_maxTensors = Reduction.ChunkLength * 32;

    private readonly List<DeviceScan> _devices = [];

    /// <summary>
    /// The device on which all parameters lie, and that so computes the norm of all gradients and what follows from it; <see langword="null"/> if there is none, or the norm is of another order.
    /// </summary>
    public IKernelDevice? Find(double order)
    {
        if (plan.OnDevice is null || order != Euclidean || plan.Entries.Length > s_maxTensors)
        {
            return null;
        }

        IKernelDevice? device = null;
        var reads = false;
        foreach (ref readonly var entry in plan.Entries)
        {
            if (entry.Length == 0)
            {
                continue;
            }

            // What runs here, though it reads no gradients, is not left out by a device.
            if (!entry.IsOnDevice || (device is not null && !ReferenceEquals(device, entry.Memory.Place!.Value.Device)))
            {
                return null;
            }

            device = (IKernelDevice)entry.Memory.Place!.Value.Device;
            reads |= entry.Participant.Rule.ReadsGradients(method);
        }

        return reads ? device : null;
    }

    /// <summary>Queues the loops that read them on the device that has all, and what follows from the norm.</summary>
    /// <param name="device">The device.</param>
    /// <param name="options">How the norm is limited.</param>
    /// <returns>What the device leaves.</returns>
    public DeviceScan QueueAll(IKernelDevice device, OptimizerOptions options)
    {
        Gather();
        var scan = Of(device);
        scan.Run(combines: true);
        scan.Limit(options);
        return scan;
    }

    /// <summary>Queues the loops that read them.</summary>
    /// <param name="order">The order of the norm.</param>
    /// <param name="combines">Whether all chunks of each tensor are on one device, which then combines them.</param>
    public void Queue(double order, bool combines)
    {
        if (plan.OnDevice is null || order != Euclidean)
        {
            return;
        }

        Gather();
        foreach (var scan in _devices)
        {
            scan.Run(combines);
        }
    }

    /// <summary>Waits for them, and leaves what they give with their parameters; or what the tensors give, where all chunks of each are on one device.</summary>
    /// <param name="order">The order of the norm.</param>
    /// <param name="ofTensors">Room for what the tensors give, by the entries of the plan; empty where the chunks are asked for.</param>
    public void Read(double order, Span<NormTerm> ofTensors)
    {
        if (plan.OnDevice is null)
        {
            return;
        }

        if (order != Euclidean)
        {
            CopyAll(order);
            return;
        }

        foreach (var scan in _devices)
        {
            if (ofTensors.IsEmpty)
            {
                scan.ReadChunks();
            }
            else
            {
                scan.ReadTensors(ofTensors);
            }
        }
    }

    /// <summary>Whether a device leaves what a tensor gives to a norm, and not its chunks.</summary>
    public static bool Combines(in StepPlan.Entry entry, double order) => entry.IsOnDevice && order == Euclidean;

    /// <summary>Finds the tensors of each device, in the order of addition.</summary>
    private void Gather()
    {
        foreach (var scan in _devices)
        {
            scan.Clear();
        }

        foreach (var index in plan.Order)
        {
            ref readonly var entry = ref plan.Entries[index];
            if (entry.IsOnDevice && entry.Participant.Rule.ReadsGradients(method))
            {
                Of((IKernelDevice)entry.Memory.Place!.Value.Device).Add(entry.Parameter, index);
            }
        }
    }

    private DeviceScan Of(IKernelDevice device)
    {
        foreach (var known in _devices)
        {
            if (ReferenceEquals(known.Device, device))
            {
                return known;
            }
        }

        DeviceScan added = new(device);
        _devices.Add(added);
        return added;
    }

    private void CopyAll(double order)
    {
        foreach (ref readonly var entry in plan.Entries)
        {
            if (!entry.IsOnDevice || !entry.Participant.Rule.ReadsGradients(method))
            {
                continue;
            }

            if (entry.IsOfRows)
            {
                entry.Work.ScanRows(entry.Parameter, share: 0, shares: 1, order);
            }
            else if (entry.Memory.ArithmeticType == typeof(float))
            {
                Copy<float>(entry.Parameter, order);
            }
            else
            {
                Copy<double>(entry.Parameter, order);
            }
        }
    }

    private static void Copy<T>(Parameter parameter, double order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var memory = (TensorMemory<T>)parameter.Memory;
        var room = new T[Reduction.ChunkLength];
        for (var start = DeviceScan.FirstOf(parameter); start < memory.GradientLength; start += Reduction.ChunkLength)
        {
            parameter.RecordScan(start, NormTerm.Of(memory.GradientsOf(start, Math.Min(Reduction.ChunkLength, memory.GradientLength - start), room), order));
        }
    }
}
