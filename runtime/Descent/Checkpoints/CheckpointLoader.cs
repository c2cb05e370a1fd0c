using Descent.CompilerServices;

namespace Descent.Checkpoints;

/// <summary>Fits a checkpoint to what it is loaded into: first all that can be wrong is found, then values are set, then tensors are read.</summary>
/// <param name="reader">The checkpoint, whole.</param>
/// <param name="contents">What it is loaded into.</param>
/// <param name="parameters">The names of the parameters that there are.</param>
internal sealed class CheckpointLoader(ICheckpointSource reader, CheckpointContents contents, IReadOnlySet<string> parameters)
{
    private readonly IReadOnlyDictionary<string, string> _metadata = reader.Header.Metadata;
    private readonly Dictionary<string, TensorEntry> _tensors = reader.Header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    private readonly List<(StoredValue Value, Action Set)> _values = [];
    private readonly List<(StoredTensor Tensor, TensorEntry Entry)> _matches = [];
    private readonly Dictionary<StoredTensor, Func<float[]>> _blocks = [];
    private readonly List<string> _missing = [], _unfit = [], _new = [], _renamed = [], _converted = [];
    private readonly List<(string Parameter, string There, string Here)> _moved = [];
    private readonly HashSet<string> _names = [.. contents.Tensors.Select(tensor => tensor.Name)];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Finds out what goes where, and what differs.</summary>
    /// <param name="includesWeights">Whether weights are loaded.</param>
    public CheckpointReport Match(bool includesWeights)
    {
        var hasWeights = _metadata.GetValueOrDefault(Seal.WeightsKey) == "true";
        foreach (var value in contents.Values)
        {
            Match(value);
        }

        foreach (var tensor in contents.Tensors.Where(tensor => hasWeights || !tensor.IsWeights))
        {
            Match(tensor);
        }

        var saved = _metadata.Keys.Where(key => key.EndsWith(OptimizerContents.Step, StringComparison.Ordinal)).Select(key => key[..^OptimizerContents.Step.Length]).ToHashSet(StringComparer.Ordinal);
        List<string> names = [.. _metadata.Keys.Where(key => !Seal.IsOwn(key) && key != TorchStates.GroupsKey), .. _tensors.Keys.Where(name => includesWeights || !saved.Contains(name))];
        IEnumerable<string> present = [.. contents.Values.Select(value => value.Name), .. contents.Tensors.Select(tensor => tensor.Name)];
        return new()
        {
            Missing = [.. Gather(_missing, parameters, [.. names.Select(name => OwnerOf(name, saved))]), .. _moved.Select(moved => $"{moved.Parameter} of {moved.Here}")],
            Extra = [.. Gather(names.Where(name => !_used.Contains(name)), saved, [.. present.Select(name => OwnerOf(name, parameters))]), .. _moved.Select(moved => $"{moved.Parameter} of {moved.There}")],
            Unfit = _unfit,
            New = _new,
            Renamed = _renamed,
            Converted = _converted,
            HasWeights = hasWeights && includesWeights,
        };
    }

    /// <summary>The names of the tensors here that are read from the checkpoint.</summary>
    public IReadOnlySet<string> NamesRead() => _matches.Select(match => match.Tensor.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Sets values, or none of them, and reads tensors.</summary>
    public void Apply()
    {
        ApplyValues();
        var loaded = 0;
        try
        {
            foreach (var (tensor, entry) in _matches)
            {
                if (_blocks.TryGetValue(ShareOf(tensor), out var decode))
                {
                    var view = (ViewTensor)ShareOf(tensor);
                    view.WriteValues(decode().AsSpan((int)((tensor as ShardTensor)?.First ?? 0), view.Length));
                    loaded++;
                    continue;
                }

                var (begin, end) = tensor.Wanted;
                reader.ForEachPiece(entry, begin * entry.Type.Bits / tensor.Type.Bits, end * entry.Type.Bits / tensor.Type.Bits, (start, bytes) =>
                {
                    if (tensor.Type == entry.Type)
                    {
                        tensor.Write(start, bytes);
                    }
                    else
                    {
                        TensorConversion.Write(tensor, start, bytes, entry.Type);
                    }
                });
                loaded++;
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new IOException(
                $"The checkpoint was whole, and could not be read a second time at tensor '{_matches[loaded].Entry.Name}': {loaded} of {_matches.Count} tensors are loaded. Load a checkpoint anew before the next step.",
                exception);
        }
    }

    private void ApplyValues()
    {
        var before = _values.ConvertAll(item => item.Value.Get());
        var set = 0;
        try
        {
            for (; set < _values.Count; set++)
            {
                _values[set].Set();
            }
        }
        catch
        {
            while (--set >= 0)
            {
                _values[set].Value.Parse(before[set])?.Invoke();
            }

            throw;
        }
    }

    private void Match(StoredValue value)
    {
        if (!_metadata.TryGetValue(value.Name, out var text))
        {
            if (value.MayBeMissing)
            {
                return;
            }

            (value.IsNew?.Invoke(_metadata) == true ? _new : _missing).Add(value.Name);
            return;
        }

        _used.Add(value.Name);
        if (value.Owned is { } parameter && value.Get() is var here && here != text && _metadata.ContainsKey(here + OptimizerContents.Rule))
        {
            // It would go on with the hyperparameters of other parameters.
            _moved.Add((parameter, text, here));
        }

        if (value.Parse(text) is { } set)
        {
            _values.Add((value, set));
        }
        else
        {
            _unfit.Add($"{value.Name} is '{text}' in the checkpoint, which it cannot be here");
        }
    }

    private void Match(StoredTensor tensor)
    {
        if (ShareOf(tensor) is ScalesTensor { Codes: var codes } && _blocks.ContainsKey(codes))
        {
            // They are made with the codes.
            return;
        }

        if (!_tensors.TryGetValue(tensor.Name, out var entry))
        {
            if (tensor.FormerNames.FirstOrDefault(name => _tensors.ContainsKey(name) && !_names.Contains(name)) is not { } former)
            {
                (tensor.IsNew?.Invoke(_metadata) == true ? _new : _missing).Add(tensor.Name);
                return;
            }

            entry = _tensors[former];
            _renamed.Add($"{former} → {tensor.Name}");
        }

        _used.Add(entry.Name);
        if (!entry.Shape.AsSpan().SequenceEqual(tensor.Shape))
        {
            _unfit.Add($"{tensor.Name} has the shape {TensorEntry.Text(entry.Shape)} in the checkpoint, and {TensorEntry.Text(tensor.Shape)} here");
            return;
        }

        if (MatchBlocks(tensor, entry))
        {
            return;
        }

        if (!TensorConversion.Exists(entry.Type, tensor.Type))
        {
            _unfit.Add($"{tensor.Name} is of type {entry.Type} in the checkpoint, and nothing makes {tensor.Type} of that");
            return;
        }

        if (entry.Type != tensor.Type)
        {
            _converted.Add($"{tensor.Name}: {entry.Type} → {tensor.Type}");
        }

        _matches.Add((tensor, entry));
    }

    /// <summary>What there is of a tensor here, where that is a rank's share of it.</summary>
    private static StoredTensor ShareOf(StoredTensor tensor) => (tensor as ShardTensor)?.Share ?? tensor;

    /// <summary>Whether codes of 8 bits, in the file or in memory, are made of what the other has.</summary>
    private bool MatchBlocks(StoredTensor tensor, TensorEntry entry)
    {
        var share = ShareOf(tensor);
        var (from, to) = (BlockConversion.LayoutOf(entry, _metadata), (share as CodesTensor)?.Layout);
        if (from is not null)
        {
            _used.Add(entry.Name + BlockConversion.Blocks);
        }

        if (from is not null && from.Describe() != to?.Describe() && (to is not null || (share is ViewTensor && TensorConversion.IsFloating(tensor.Type)))
            && _tensors.TryGetValue(entry.Name + BlockConversion.Scales, out var scales) && scales.Type == StoredType.F32
            && scales.Shape is [var blocks] && blocks == from.CountBlocks(checked((int)entry.Bytes)))
        {
            _used.Add(scales.Name);
            _blocks.Add(share, () => BlockConversion.Decode(reader, entry, scales, from));
        }
        else if (from is null && to is not null && TensorConversion.IsFloating(entry.Type))
        {
            _blocks.Add(share, () => BlockConversion.Read(reader, entry));
        }
        else
        {
            return false;
        }

        _converted.Add($"{tensor.Name}: {Name(from, entry.Type)} → {Name(to, tensor.Type)}");
        _matches.Add((tensor, entry));
        return true;

        static string Name(StoredLayout? layout, StoredType type) => layout is null ? type.Name : nameof(StateStorage.Blocks8);
    }

    /// <summary>Names; those of an owner that the other side does not have at all are that of the owner.</summary>
    private static List<string> Gather(IEnumerable<string> names, IReadOnlySet<string> parameters, HashSet<string> otherOwners)
        => [.. names.Select(name => OwnerOf(name, parameters) is var owner && otherOwners.Contains(owner) ? name : owner).Distinct()];

    /// <summary>The parameter, optimizer or part that a name belongs to.</summary>
    private static string OwnerOf(string name, IReadOnlySet<string> parameters)
        => !parameters.Contains(name) && name.AsSpan().LastIndexOfAny(':', '/') is > 0 and var end ? name[..end].TrimEnd('/') : name;
}
