using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>Parameters from memory of the host or of a device, whole or a share of it.</content>
internal sealed partial class Participant
{
    /// <summary>How a tensor of some shape may be cut: whether its rule names rows, and whether it has operations on whole matrices.</summary>
    public (bool NamesRows, bool IsUndivided) CutOf<T>(string name, ReadOnlySpan<nint> shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var nothing = new Shard(0, [0, 0], isUndivided: false);
        var probe = rule.CreateParameter<T>(new(name, new TensorMemory<T>(default(Memory<T>)), [0, 1], new StorageOptions(), nothing), default);
        return (probe.State.Matrix is not null, Array.Exists(Enum.GetValues<RuleMethod>(), rule.HasWholeOperations));
    }

    /// <summary>Why a tensor cannot be stepped in some of its rows, as a sentence; <see langword="null"/> if it can.</summary>
    public string? RowRefusalOf<T>(string name, ReadOnlySpan<nint> shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var length = 1;
        foreach (var dimension in shape)
        {
            length *= (int)dimension;
        }

        var nothing = new Shard(0, [0, 0, length], isUndivided: false);
        var probe = rule.CreateParameter<T>(new(name, new TensorMemory<T>(default(Memory<T>)), shape, Storage.For(name, shape), nothing), default);
        return Engine.RowRefusal.Of(rule, type, probe.State);
    }

    /// <summary>Throws if a tensor cannot be kept as the storage says.</summary>
    public void RefuseStorage<T>(string name, ReadOnlySpan<nint> shape)
        where T : unmanaged
    {
        var (storage, nothing) = (Storage.For(name, shape), new Shard(0, [0, 0], isUndivided: false));
        _ = typeof(T) == typeof(float) ? Create(name, default(Memory<float>), [0, 1], storage, nothing)
            : typeof(T) == typeof(double) ? Create(name, default(Memory<double>), [0, 1], storage, nothing)
            : CreateStored(name, default(Memory<T>), [0, 1], storage, nothing);
    }

    /// <summary>How the states and weights of a tensor are kept, as text.</summary>
    public string DescribeStorage(string name, ReadOnlySpan<nint> shape, int length)
    {
        var storage = Storage.For(name, shape);
        var states = Schema.States.Where(state => state.HasStorage).Select(state => $"{state.Name} {storage.Of(state, length)}");
        return $"{string.Join(", ", [.. states, $"weights {storage.Weights}"])}{(storage.RoundsStatesByChance ? ", states by chance" : "")}";
    }

    private Parameter Create<T>(string name, Memory<T> weights, Memory<T> gradients, ReadOnlySpan<nint> shape, Shard? shard = null)
        where T : unmanaged
    {
        var storage = Storage.For(name, shape.IsEmpty ? [shard?.WholeLength ?? weights.Length] : shape);
        var parameter = typeof(T) == typeof(float) ? Create(name, Unsafe.As<Memory<T>, Memory<float>>(ref weights), shape, storage, shard)
            : typeof(T) == typeof(double) ? Create(name, Unsafe.As<Memory<T>, Memory<double>>(ref weights), shape, storage, shard)
            : CreateStored(name, weights, shape, storage, shard);
        parameter.State.Shard = shard;
        parameter.State.ChanceName = name;
        parameter.Draws = Schema.Draws.Count > 0 || storage.RoundsByChance(Schema, Guard.IsNarrow<T>(), shard?.WholeLength ?? weights.Length);
        parameter.State.Bound(Guard.IsForeign<T>(weights), isGradients: false);
        parameter.Bind<T>(gradients, isReadOnly: false);
        return parameter;
    }

    private Parameter Create<T>(string name, Memory<T> weights, ReadOnlySpan<nint> shape, StorageOptions storage, Shard? shard)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var source = SourceOf(name, new TensorMemory<T>(weights), shape, storage, shard);
        return source.Memory.Place is { } place ? CreateOnDevice<T>(source, place, isWhole: shard is null) : rule.CreateParameter<T>(source, weights.Span);
    }

    /// <summary>Throws if the rule cannot step weights, of which it computes in <typeparamref name="T"/>, on a device.</summary>
    public void RefuseOnDevice<T>(string name, DevicePlace place)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rule.CudaText.IsEmpty || place.Device is not IKernelDevice)
        {
            throw new NotSupportedException($"{type.Name} was not compiled for {place.Device.Name}: its author opts in with [Optimizer(Targets = ComputeTargets.Cuda)], where the rule keeps its bits there.");
        }

        if (typeof(T) == typeof(double) && rule.CudaFunctions.Length > 0)
        {
            throw new NotSupportedException(
                $"{type.Name} computes {rule.CudaFunctions} of each weight, which {place.Device.Name} computes for weights of float, {nameof(Half)} and {nameof(BFloat16)}: for those of double, as parameter "
                + $"'{name}' has, they are the platform's own here, whose bits no device has.");
        }
    }

    /// <summary>
    /// Makes a parameter whose weights lie on a device: there are its states of weights as well, and those of rows and columns that it computes from totals. Of a share this processor has totals.
    /// </summary>
    private Parameter CreateOnDevice<T>(ParameterSource source, DevicePlace place, bool isWhole)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RefuseOnDevice<T>(source.Name, place);
        var parameter = rule.CreateParameter<T>(source, []);
        var states = DeviceStates.Create<T>(NumberOf, Schema, source.Storage, source.Memory, parameter.State.RangeLength);
        if (Schema.IsOfMatrices && rule.HasCudaScalars(RuleMethod.Update) && isWhole)
        {
            states.KeepLines(NumberOf, Schema, parameter.State.Rows, parameter.State.Columns);
        }

        parameter.State.MoveTo(states, source.Memory.Length, rule.CudaStates.ToArray());
        rule.KeepStates();
        return parameter;

        double NumberOf(string hyperparameter) => rule.GetNumber(Schema.Hyperparameters.Index().First(item => item.Item.Name == hyperparameter).Index);
    }

    private static ParameterSource SourceOf(string name, TensorMemory memory, ReadOnlySpan<nint> shape, StorageOptions storage, Shard? shard)
        => shard is null ? new(name, memory, shape, storage) : new(name, memory, shape, storage, shard);

    /// <summary>Makes a parameter whose weights have 16 bits.</summary>
    private Parameter CreateStored<T>(string name, Memory<T> weights, ReadOnlySpan<nint> shape, StorageOptions storage, Shard? shard)
        where T : unmanaged
    {
        if (storage.Weights == WeightPrecision.SplitMaster && typeof(T) != typeof(BFloat16))
        {
            throw new NotSupportedException(
                $"{nameof(WeightPrecision.SplitMaster)} is for weights of {nameof(BFloat16)}, the upper halves of float; those of '{name}' are {TensorView.NameOf(typeof(T))}. "
                + $"{nameof(WeightPrecision.Master)} keeps a copy.");
        }

        var stored = StoredTensor<float>.Of<T>(weights, storage.Weights);
        if (stored.Place is { } there)
        {
            var onDevice = CreateOnDevice<float>(SourceOf(name, MemoryOf(), shape, storage, shard), there, isWhole: shard is null);
            onDevice.State.HasStoredWeights = true;
            return onDevice;
        }

        var decoded = new float[weights.Length];
        stored.Decode(0, decoded);
        var parameter = rule.CreateParameter<float>(SourceOf(name, MemoryOf(), shape, storage, shard), decoded);
        parameter.State.HasStoredWeights = true;
        return parameter;

        TensorMemory<float> MemoryOf() => new(stored, (claims, owner) => claims.Add<T>(owner, weights));
    }
}
