using System.Numerics;

namespace Descent.Distributed.Tests;

/// <summary>A training of a rank on a device, or on the processor.</summary>
internal sealed class DeviceTraining(ShardedOptimizer sharded, bool onDevice) : IDisposable
{
    /// <summary>With buckets so small that there are several.</summary>
    public static ShardedOptions Options { get; } = new() { MicroBatches = Rig.MicroBatches, TimeLimit = TimeSpan.FromSeconds(120), BucketBytes = 1 << 15 };

    private readonly Tensors<float>? _tensors = onDevice ? null : new(DeviceRig<float>.Shapes);
    private readonly DeviceRig<float>? _rig = onDevice ? new(DeviceRig<float>.Shapes) : null;

    public void Train(int first, int end)
    {
        _rig?.Train(sharded, first, end);
        if (_tensors is not null)
        {
            Rig.Train(sharded, _tensors, first, end);
        }
    }

    public string Digest() => _rig?.Digest() ?? _tensors!.Digest();

    public void Dispose() => _rig?.Dispose();

    /// <summary>The digests of all ranks, each with a device of its own.</summary>
    public static string[] Run<T>(int ranks, Func<Optimizer> create, int steps, Action<DeviceRig<T>, int, int>? alter = null, ShardedOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Rig.OnRanks(ranks, communicator =>
        {
            using var rig = new DeviceRig<T>(DeviceRig<T>.Shapes);
            using var sharded = new ShardedOptimizer(create(), communicator, options ?? Options);
            rig.Train(sharded, 0, steps, alter);
            return rig.Digest();
        });

    /// <summary>A rule of the library by its name.</summary>
    public static RuleOptimizer Make(string name)
    {
        var optimizer = (RuleOptimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + name)!)!;
        optimizer.Options.Seed = 7;
        foreach (var input in optimizer.StepInputs)
        {
            input.Number = 1.5;
        }

        return optimizer;
    }
}
