using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Searches hyperparameters: tries points of a <see cref="SearchSpace"/> that a <see cref="SearchStrategy"/> proposes, in parallel if
/// wanted, and goes on from its own log after a crash.
/// </summary>
/// <remarks>
/// <para>
/// A trial that throws, or gives NaN or infinity, is recorded as failed and the search goes on. A search that dies loses the trials that
/// were running: one for each worker.
/// </para>
/// <para>
/// The same seed gives the same trials with one worker, interrupted or not, as long as the objective itself repeats. With several
/// workers that still holds for <see cref="GridSearch"/>, <see cref="RandomSearch"/>, <see cref="CoarseToFineSearch"/> and
/// <see cref="SuccessiveHalving"/>, and only the order in which trials end differs; what <see cref="BayesianSearch"/> proposes depends on
/// which trials have ended by then, and so on the workers' speed.
/// </para>
/// <example>
/// <code>
/// var search = new HyperparameterSearch(space, new BayesianSearch(trials: 40)) { LogFile = "search.jsonl", Workers = 4 };
/// var result = search.Run(trial => Train(trial["learningRate"], trial.WholeNumber("batchSize")));
/// Console.WriteLine(result.ToTable());
/// </code>
/// </example>
/// </remarks>
public sealed class HyperparameterSearch
{
    private int _workers = 1;
    private string _name = string.Empty;

    /// <summary>Makes a search.</summary>
    /// <param name="space">What to search.</param>
    /// <param name="strategy">Which points to try.</param>
    public HyperparameterSearch(SearchSpace space, SearchStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(strategy);
        (Space, Strategy) = (space, strategy);
    }

    /// <summary>What is searched.</summary>
    public SearchSpace Space { get; }

    /// <summary>Which points are tried.</summary>
    public SearchStrategy Strategy { get; }

    /// <summary>
    /// What is tuned, such as <c>"Adam, 3 epochs"</c>; empty unless said. It stands in the log, and the log of a search of another name is
    /// refused: say here whatever else the values depend on.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public string Name
    {
        get => _name;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Name));
            _name = value;
        }
    }

    /// <summary>Any number; it decides every random choice.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether larger values are better, as for an accuracy; otherwise smaller ones are, as for a loss.</summary>
    public bool Maximize { get; init; }

    /// <summary>How many trials run at the same time, from 1 to 1024; each on a thread of its own, the first on the caller's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public int Workers
    {
        get => _workers;
        init => _workers = Guard.Hyperparameter(value, nameof(Workers), min: 1, max: 1024);
    }

    /// <summary>
    /// A file to which every trial is appended when it is done, and from which a search goes on; <see langword="null"/> for none. It is a
    /// text of JSON lines: first what the search is, then one trial a line.
    /// </summary>
    /// <remarks>
    /// <para>
    /// One search at a time has it: the next one that opens it throws <see cref="IOException"/>. Outside Windows that is by an advisory
    /// lock, which file systems without locks do not keep; there other .NET programs cannot read the file meanwhile, and others can.
    /// </para>
    /// <para>
    /// A line that a crash has torn is cut off, and its trial is run again. Line ends may have become those of Windows. A line that is no
    /// trial of this search, or has a number that no trial can have, is refused, and so is a file that is no log. There is no checksum: a value that was changed to
    /// another finite one is taken as it stands.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The value is empty or blank.</exception>
    public string? LogFile
    {
        get;
        init
        {
            if (value is not null)
            {
                ArgumentException.ThrowIfNullOrWhiteSpace(value, nameof(LogFile));
            }

            field = value;
        }
    }

    /// <summary>Told at the start and after every trial, in order, from the thread the trial ran on.</summary>
    public IProgress<SearchProgress>? Progress { get; init; }

    /// <summary>What durations are measured with; that of the system unless said.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public TimeProvider TimeProvider
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(TimeProvider));
            field = value;
        }
    } = TimeProvider.System;

    /// <summary>Runs the trials that the log does not have, and waits for them.</summary>
    /// <param name="objective">
    /// What to minimize or maximize, such as the loss on a validation set after training with the hyperparameters of a trial. With several
    /// workers it is called from several threads at once.
    /// </param>
    /// <param name="cancellationToken">
    /// Ends the search early, which is no error: no further trial starts, those that run are waited for, and what is done is returned.
    /// </param>
    /// <returns>All trials that are done, those of the log among them.</returns>
    /// <exception cref="InvalidDataException">The log is of another search, or a line of it is no trial of this one.</exception>
    /// <exception cref="IOException">The log cannot be opened or written, or another search has it. Trials that are logged are kept.</exception>
    /// <exception cref="UnauthorizedAccessException">The log may not be opened, or is a directory.</exception>
    /// <exception cref="InvalidOperationException">A strategy of your own counts less than one trial, or proposes what cannot be.</exception>
    public SearchResult Run(Func<Trial, double> objective, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var total = Strategy.CountTrials(Space);
        if (total < 1)
        {
            throw new InvalidOperationException($"The strategy '{Strategy.Identity}' counts {total} trials; a search has at least 1.");
        }

        var history = new SearchHistory(Space, Seed, Maximize);
        using var log = LogFile is null ? null : SearchLog.Open(LogFile, this, total);
        foreach (var trial in log?.Trials ?? [])
        {
            history.Finish(trial);
        }

        using var activity = SearchActivities.StartSearch(this, total);
        new SearchRun(this, history, log, total, objective).Run(cancellationToken);
        return new(this, total, [.. history.Done.Values]);
    }
}
