using System.Numerics;
using Descent.Checkpoints;
using Descent.CompilerServices;

namespace Descent;

/// <summary>What goes into a checkpoint, by names: an <see cref="ICheckpointed"/> adds what it remembers.</summary>
public sealed class CheckpointContents
{
    private readonly List<StoredValue> _values = [];
    private readonly List<StoredTensor> _tensors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string>? _loaded;
    private string _prefix = "";

    internal CheckpointContents(IReadOnlyDictionary<string, string>? loaded)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Checkpoints are little-endian, and this processor is not.");
        }

        _loaded = loaded;
    }

    internal IReadOnlyList<StoredValue> Values => _values;

    internal IReadOnlyList<StoredTensor> Tensors => _tensors;

    /// <summary>Adds a number; every bit of it is kept, but for what NaNs differ in.</summary>
    /// <param name="name">A name of its own in this part.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Sets it. If it throws, what was set before is set back, and nothing has been loaded.</param>
    /// <exception cref="ArgumentException">The name is empty, or taken.</exception>
    public void AddNumber(string name, Func<double> get, Action<double> set)
    {
        ArgumentNullException.ThrowIfNull(get);
        ArgumentNullException.ThrowIfNull(set);
        Add(StoredValue.Number(Named(name), get, set));
    }

    /// <summary>Adds a whole number.</summary>
    /// <inheritdoc cref="AddNumber"/>
    public void AddInteger(string name, Func<long> get, Action<long> set)
    {
        ArgumentNullException.ThrowIfNull(get);
        ArgumentNullException.ThrowIfNull(set);
        Add(StoredValue.Integer(Named(name), get, set));
    }

    /// <summary>Adds a text. Saving refuses one that is <see langword="null"/>, or has half a character in it.</summary>
    /// <inheritdoc cref="AddNumber"/>
    public void AddText(string name, Func<string> get, Action<string> set)
    {
        ArgumentNullException.ThrowIfNull(get);
        ArgumentNullException.ThrowIfNull(set);
        Add(StoredValue.Words(Named(name), get, set));
    }

    /// <summary>Adds a tensor, which is read and written where it lies.</summary>
    /// <typeparam name="T">The type of its values: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">A name of its own in this part.</param>
    /// <param name="values">The values.</param>
    /// <param name="shape">The dimensions; one unless said.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, or the shape does not hold the values.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public void AddTensor<T>(string name, T[] values, ReadOnlySpan<nint> shape = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        AddTensor<T>(name, values.AsMemory(), shape);
    }

    /// <inheritdoc cref="AddTensor{T}(string, T[], ReadOnlySpan{nint})"/>
    public void AddTensor<T>(string name, Memory<T> values, ReadOnlySpan<nint> shape = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guard.ElementType<T>();
        Guard.Shape(shape, values.Length, name);
        Add(new MemoryTensor<T>(Named(name), values, shape.IsEmpty ? [values.Length] : [.. shape.ToArray().Select(dimension => (long)dimension)]));
    }

    /// <summary>
    /// Adds a tensor with a value for each weight of a parameter, as an average of its weights is. Where the parameter is a rank's share of a tensor, so are the
    /// values: each rank saves its own, and they are loaded on any number of ranks.
    /// </summary>
    /// <typeparam name="T">The type of its values: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">A name of its own in this part.</param>
    /// <param name="values">The values, as many as the parameter has weights.</param>
    /// <param name="parameter">The parameter.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, or there are more or fewer values than weights.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public void AddPerWeight<T>(string name, T[] values, Parameter parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        AddPerWeight<T>(name, values.AsMemory(), parameter);
    }

    /// <inheritdoc cref="AddPerWeight{T}(string, T[], Parameter)"/>
    public void AddPerWeight<T>(string name, Memory<T> values, Parameter parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Guard.ElementType<T>();
        if (values.Length != parameter.Length)
        {
            throw new ArgumentException($"{values.Length} values were given for '{name}', but parameter '{parameter.Name}' has {parameter.Length} weights.", nameof(values));
        }

        long[] whole = [.. parameter.Shape.ToArray().Select(dimension => (long)dimension)];
        var shard = parameter.State.Shard;
        Add(ShardTensor.Of(new MemoryTensor<T>(Named(name), values, shard is null ? whole : [values.Length]), whole, shard?.Start, parameter.State));
    }

    /// <summary>
    /// The whole number that the checkpoint has under a name, while it is loaded: for a part whose number of tensors is one of the things it remembers, and that must
    /// name as many as there are. Add the number itself, too.
    /// </summary>
    /// <param name="name">The name that it was added under.</param>
    /// <param name="current">What there is now: the result where nothing is being loaded, or the checkpoint has no such number.</param>
    /// <returns>The number.</returns>
    public long SavedInteger(string name, long current)
        => _loaded is not null && _loaded.TryGetValue(_prefix + name, out var text)
            && long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
                ? number
                : current;

    /// <summary>Lets a part name what it remembers.</summary>
    internal void Describe(string part, ICheckpointed checkpointed)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(part);
        if (checkpointed is null)
        {
            throw new ArgumentException($"The part '{part}' of {nameof(CheckpointOptions)}.{nameof(CheckpointOptions.Parts)} is null.", nameof(checkpointed));
        }

        _prefix = part + "/";
        checkpointed.Describe(this);
        _prefix = "";
    }

    internal void Add(StoredValue value)
    {
        Claim(value.Name);
        _values.Add(value);
    }

    internal void Add(StoredTensor tensor)
    {
        Claim(tensor.Name);
        _tensors.Add(tensor);
    }

    private string Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return _prefix + name;
    }

    private void Claim(string name)
    {
        CheckpointNames.RefuseUnwritable(name);
        if (!_names.Add(name))
        {
            throw new ArgumentException($"Two things would be named '{name}' in the checkpoint: give parameters, and parts beside the optimizer, names of their own.", nameof(name));
        }
    }
}
