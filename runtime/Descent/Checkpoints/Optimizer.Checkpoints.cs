using Descent.Checkpoints;
using Descent.Engine;

namespace Descent;

/// <content>Its checkpoints.</content>
public abstract partial class Optimizer
{
    private CheckpointCopy? _copy;
    private Task _saving = Task.CompletedTask;

    /// <summary>
    /// Saves all that the coming step depends on, so that a run that loads it goes on with the same bits: states, step counts, hyperparameters, options, what is
    /// frozen and scaled, and the weights unless the options say otherwise. Of a group, that of all its optimizers.
    /// </summary>
    /// <remarks>
    /// The file is safetensors, which other systems read as it is: a tensor <c>parameter/state</c> for each state. It is written beside the old one and takes its place when it is whole and on
    /// the disk: whenever the process or the machine stops, the one or the other is there. Where others save to the
    /// same path at the same time, each file is whole, and the last one stays. What is not saved is the caller's: gradients, inputs that are set before each step
    /// (<see cref="StepInputs"/>), how many threads there are. It waits for a <see cref="SaveAsync"/> that is under way.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">What goes into it beside the optimizer, and how many are kept; nothing else and one unless given.</param>
    /// <exception cref="ArgumentException">Two things would have one name in the file.</exception>
    /// <exception cref="InvalidOperationException">
    /// The optimizer is being stepped; an incomplete step has not been resolved; or a text of a part is <see langword="null"/> or has half a character in it.
    /// </exception>
    /// <exception cref="IOException">The file could not be written; the old one is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void Save(string path, CheckpointOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AwaitSaving();
        WhileStill(() => CheckpointFile.Replace(path, options?.Keep ?? 1, stream => Writer(options).WriteTo(stream)));
    }

    /// <summary>Saves all that the coming step depends on to a stream, from its position on.</summary>
    /// <param name="stream">The stream. One that cannot go back takes two readings of the memory.</param>
    /// <param name="options">What goes into it beside the optimizer, and how many are kept; nothing else and one unless given.</param>
    /// <inheritdoc cref="Save(string, CheckpointOptions)"/>
    public void Save(Stream stream, CheckpointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        WhileStill(() => Writer(options).WriteTo(stream));
    }

    /// <summary>
    /// Saves beside the training: copies what is saved before it returns, and writes the copy on another thread. The copy's memory is kept for the next time; the first call takes longer,
    /// since the system has to give it, unless <see cref="PrepareSaveAsync"/> had it given. A call while the one before is being written waits for it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What goes into it beside the optimizer, and how many are kept; nothing else and one unless given.</param>
    /// <param name="cancellationToken">Gives up writing; the old file is as it was.</param>
    /// <returns>Ends when the file is in its place.</returns>
    /// <inheritdoc cref="Save(string, CheckpointOptions)"/>
    public Task SaveAsync(string path, CheckpointOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var copy = UnusedCopy();
        CheckpointWriter writer = null!;
        WhileStill(() => writer = Writer(options).From(tensors => copy.Take(tensors, Options.MaxDegreeOfParallelism)));
        return _saving = Task.Run(() => CheckpointFile.Replace(path, options?.Keep ?? 1, stream => writer.WriteTo(stream, cancellationToken)), cancellationToken);
    }

    /// <summary>
    /// Has the system give the memory that <see cref="SaveAsync"/> copies to, beside the training, so that the first save stops the training no longer than later ones.
    /// Parameters that are added after it are not counted.
    /// </summary>
    /// <param name="options">The options of the saves to come.</param>
    /// <returns>Ends when the memory is there. A save waits for it.</returns>
    /// <exception cref="ArgumentException">Two things would have one name in the file.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped, or an incomplete step has not been resolved.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public Task PrepareSaveAsync(CheckpointOptions? options = null)
    {
        var copy = UnusedCopy();
        CheckpointWriter writer = null!;
        WhileStill(() => writer = Writer(options));
        return _saving = Task.Run(() => copy.Reserve(writer.Tensors, Options.MaxDegreeOfParallelism));
    }

    /// <summary>
    /// Loads what <see cref="Save(string, CheckpointOptions)"/> saved, by names. The file is read twice: first all of it is verified, then what it has is set; what is damaged or
    /// does not fit is refused before anything has changed.
    /// </summary>
    /// <remarks>
    /// Add the parameters, and the parts of the options, before. States that another version of the rule called otherwise are found under the names of <see cref="StateAttribute.Was"/>,
    /// those that the rule got since stay as declared, and values of another type are converted; the report says so.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">What there is beside the optimizer, and what may differ; nothing unless given.</param>
    /// <returns>What differs.</returns>
    /// <exception cref="CheckpointMismatchException">The checkpoint is of something else. Nothing was changed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped, the memory of a parameter could not be reached, or other weights stand in it for now
    /// (<see cref="Parameter.HoldsOtherWeights"/>). Nothing was changed.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    /// <exception cref="NotSupportedException">The optimizer has a rank's shares of tensors, which all ranks load together.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public CheckpointReport Load(string path, CheckpointOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RefuseIfDisposed();
        RefuseShares();
        using var source = CheckpointSet.Open(path);
        source.Verify();
        return Load(source, options);
    }

    /// <summary>Loads what <see cref="Save(Stream, CheckpointOptions)"/> saved, from the position of a stream to its end.</summary>
    /// <param name="stream">The stream. One that cannot go back is copied to a temporary file.</param>
    /// <param name="options">What there is beside the optimizer, and what may differ; nothing unless given.</param>
    /// <inheritdoc cref="Load(string, CheckpointOptions)"/>
    public CheckpointReport Load(Stream stream, CheckpointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RefuseIfDisposed();
        RefuseShares();
        using var source = CheckpointReader.Open(stream);
        source.Verify();
        return Load(source, options);
    }

    /// <summary>Throws where other ranks would go on with the weights that they had of these shares.</summary>
    private void RefuseShares()
    {
        if (Array.Exists(Participants, participant => participant.ShardTotals is not null))
        {
            throw new NotSupportedException("A rank has a share of its tensors: all ranks load together, by the sharded optimizer.");
        }
    }

    /// <summary>Loads what has been verified; as a trial, only finds out whether it fits.</summary>
    internal CheckpointReport Load(ICheckpointSource reader, CheckpointOptions? options, bool isTrial = false)
    {
        options ??= new();
        Participant.Enter(Participants, toLoad: true);
        try
        {
            var contents = Describe(options, reader.Header.Metadata);
            var loader = new CheckpointLoader(reader, contents, Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal));
            var report = loader.Match(options.IncludeWeights);
            report.RefuseUnless(options.Allow);
            foreach (var parameter in Parameters)
            {
                if (parameter.HoldsOtherWeights)
                {
                    throw new InvalidOperationException(
                        $"Other weights than those of training stand in parameter '{parameter.Name}', as a snapshot's or an average's that are swapped in: a checkpoint can be loaded once they are put back. Nothing was changed.");
                }

                parameter.RequireMemory();
            }

            if (!isTrial)
            {
                loader.Apply();
                RefreshAlone(loader.NamesRead());
            }

            return report;
        }
        finally
        {
            Participant.Leave(Participants);
        }
    }

    /// <summary>Where weights were loaded and what was kept beside them was not, that is of others, and forgotten.</summary>
    private void RefreshAlone(IReadOnlySet<string> read)
    {
        foreach (var parameter in Parameters)
        {
            if (parameter.WeightRemainder is { } remainder && read.Contains(parameter.Name) && !read.Contains(OptimizerContents.NameOf(parameter, remainder)))
            {
                parameter.Memory.Refresh();
            }
        }
    }

    /// <summary>Saves what a rank has, and others have not: its shares of the tensors; and, as the first rank, what there is one of.</summary>
    internal void SaveShares(string path, CheckpointOptions? options, bool isFirst)
        => WhileStill(() =>
        {
            options ??= new();
            List<ShardTensor> saved = [.. Describe(options, null).Tensors.Select(tensor => tensor as ShardTensor ?? new ShardTensor(tensor, tensor.Shape, 0, isFirst)).Where(tensor => tensor.IsSaved)];
            CheckpointFile.Replace(path, 1, stream => new CheckpointWriter([], saved.Select(tensor => tensor.Share), options.IncludeWeights, saved.Select(CheckpointSet.Note)).WriteTo(stream));
        });

    /// <summary>Saves the text of a checkpoint that names the ranks' files: with it, the checkpoint is there.</summary>
    internal void SaveSet(string path, CheckpointOptions? options, IEnumerable<string> files, IEnumerable<string> checksums)
        => WhileStill(() =>
        {
            options ??= new();
            KeyValuePair<string, string>[] notes = [new(Seal.SetKey, string.Join('/', files)), new(Seal.SetSumsKey, string.Concat(checksums))];
            CheckpointFile.Replace(path, options.Keep, stream => new CheckpointWriter(Describe(options, null).Values, [], options.IncludeWeights, notes).WriteTo(stream));
        });

    /// <summary>The copy's memory, once nothing is read from it any more.</summary>
    private CheckpointCopy UnusedCopy()
    {
        AwaitSaving();
        return _copy ??= new();
    }

    /// <summary>Waits for the file that is being written beside the training, however that ends.</summary>
    private void AwaitSaving() => ((IAsyncResult)_saving).AsyncWaitHandle.WaitOne();

    private CheckpointWriter Writer(CheckpointOptions? options)
    {
        options ??= new();
        var contents = Describe(options, null);
        return new(contents.Values, contents.Tensors, options.IncludeWeights);
    }

    private CheckpointContents Describe(CheckpointOptions options, IReadOnlyDictionary<string, string>? loaded)
    {
        var contents = new CheckpointContents(loaded);
        OptimizerContents.Describe(contents, Participants, options.IncludeWeights);
        DescribeOwn(contents);
        foreach (var (name, part) in options.Parts)
        {
            contents.Describe(name, part);
        }

        return contents;
    }

    /// <summary>Names where the coming step is, if it has begun with <see cref="BeforeGradient"/>; and what is a group's own.</summary>
    private protected virtual void DescribeOwn(CheckpointContents contents)
    {
        contents.Add(StoredValue.Switch(CheckpointNames.Begun, () => _hasBegun, value => _hasBegun = value));
        contents.Add(StoredValue.Words(CheckpointNames.Skipped, () => Cycle.Skipped, value => Cycle.Skipped = value) with { Parse = text => StepCycle.IsSkip(text) ? () => Cycle.Skipped = text : null });
    }

    /// <summary>Does something while no step can begin.</summary>
    private void WhileStill(Action act)
    {
        Participant.Enter(Participants);
        try
        {
            act();
        }
        finally
        {
            Participant.Leave(Participants);
        }
    }
}
