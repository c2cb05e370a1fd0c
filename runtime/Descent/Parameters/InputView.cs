using System.ComponentModel;
using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>What a rule reads beside gradients, one value for each weight, such as SophiaH's estimates of the Hessian's diagonal.</summary>
public sealed class InputView : TensorView
{
    private readonly OptimizerState _state;
    private object? _memory;

    internal InputView(OptimizerState state, string name)
        : base(name) => _state = state;

    /// <inheritdoc/>
    public override nint Length => IsBound ? _state.Length : 0;

    /// <inheritdoc/>
    public override Type ElementType => _state.ElementType;

    /// <inheritdoc/>
    public override bool IsReadOnly => true;

    /// <summary>Whether values are bound. A step that reads them throws if not.</summary>
    public bool IsBound => _state.ElementType == typeof(float) ? !Memory<float>().IsEmpty : !Memory<double>().IsEmpty;

    /// <summary>Binds memory, which every step reads until other memory is bound.</summary>
    /// <typeparam name="T">The type of the weights.</typeparam>
    /// <param name="values">As many values as there are weights; empty for none.</param>
    /// <exception cref="ArgumentException">The length differs from that of the weights, or the type, or the values do not lie where the weights do.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public void Bind<T>(ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        _state.RefuseWhileBusy(Name);
        Guard.SameType<T>(ElementType, Name, nameof(values));
        if (!values.IsEmpty && values.Length != _state.Length)
        {
            throw new ArgumentException($"The input {Name} has {values.Length} values for {_state.Length} weights.", nameof(values));
        }

        if (!values.IsEmpty && DevicePlace.Of(values)?.Device is var device && device != _state.OnDevice?.Device)
        {
            throw new ArgumentException($"The values of the input {Name} lie {NameOf(device)}, and the weights {NameOf(_state.OnDevice?.Device)}: a step reads and writes in one place.", nameof(values));
        }

        if (!values.Equals(Memory<T>()))
        {
            _state.Bound(Guard.IsForeign(values), isGradients: false);
        }

        if (_memory is StrongBox<ReadOnlyMemory<T>> box)
        {
            box.Value = values;
        }
        else
        {
            _memory = new StrongBox<ReadOnlyMemory<T>>(values);
        }
    }

    /// <inheritdoc cref="Bind{T}(ReadOnlyMemory{T})"/>
    public void Bind<T>(T[] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        Bind<T>(values.AsMemory());
    }

    /// <summary>The bound memory; empty for none.</summary>
    /// <typeparam name="T">The type that <see cref="ElementType"/> says.</typeparam>
    /// <returns>The memory.</returns>
    /// <exception cref="InvalidOperationException">The weights are of another type.</exception>
    public ReadOnlyMemory<T> Memory<T>()
        where T : unmanaged => typeof(T) != _state.ElementType
        ? throw new InvalidOperationException($"{Name} is for weights of {NameOf(_state.ElementType)}, not of {NameOf(typeof(T))}.")
        : _memory is StrongBox<ReadOnlyMemory<T>> box ? box.Value : default;

    /// <summary>For generated code: where the bound values lie.</summary>
    /// <returns>The region, without an extent where nothing is bound.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public MemoryRegion ToRegion() => Region.As(Name);

    /// <summary>Whether there are weights for which values are needed.</summary>
    internal bool IsNeeded => _state.Length > 0;

    internal override DevicePlace? Place => _state.ElementType == typeof(float) ? DevicePlace.Of(Memory<float>()) : DevicePlace.Of(Memory<double>());

    internal override MemoryRegion Region => _state.ElementType == typeof(float) ? MemoryRegion.Of(Memory<float>()) : MemoryRegion.Of(Memory<double>());

    private static string NameOf(IDevice? device) => device is null ? "in memory of this processor" : $"on {device.Name}";
}
