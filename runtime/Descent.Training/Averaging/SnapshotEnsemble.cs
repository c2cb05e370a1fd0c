using System.Numerics;

namespace Descent.Training;

/// <summary>
/// A snapshot ensemble (Huang et al., 2017, "Snapshot ensembles: train 1, get M for free", arXiv:1704.00109): under a cyclic
/// learning-rate schedule the weights are copied at the end of every cycle, where the rate is lowest, and the copies predict together.
/// </summary>
/// <remarks>Call <see cref="Attach"/> once, or <see cref="Update"/> after every <see cref="Optimizer.Step"/>. The schedule is separate: give its cycle length here.</remarks>
public sealed class SnapshotEnsemble : ICheckpointed
{
    private List<WeightSnapshot> _snapshots = [];
    private readonly UpdatedSteps _steps;

    /// <summary>Starts an ensemble of no snapshots.</summary>
    /// <param name="optimizer">The optimizer whose weights are copied. All its parameters have been added.</param>
    /// <param name="cycleLength">The length of a cycle of the schedule, in steps, at least 1.</param>
    /// <param name="capacity">How many snapshots are kept, the latest ones, at least 1. Each takes as much memory as the weights.</param>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cycleLength"/> or <paramref name="capacity"/> is below 1.</exception>
    public SnapshotEnsemble(Optimizer optimizer, int cycleLength, int capacity = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(cycleLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Optimizer = optimizer;
        CycleLength = cycleLength;
        Capacity = capacity;
        _steps = new(optimizer, () => Update());
    }

    /// <summary>The optimizer whose weights are copied.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The length of a cycle, in steps.</summary>
    public int CycleLength { get; }

    /// <summary>How many snapshots are kept at most.</summary>
    public int Capacity { get; }

    /// <summary>The snapshots, oldest first. Swap one in to evaluate it alone.</summary>
    public IReadOnlyList<WeightSnapshot> Snapshots => _snapshots;

    /// <summary>How often <see cref="Update"/> was called. Set it to resume inside a cycle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Steps
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Steps));
            field = value;
        }
    }

    /// <summary>
    /// Counts a step, and copies the weights if it ends a cycle. At full capacity the oldest snapshot's memory takes the new weights,
    /// and nothing is allocated.
    /// </summary>
    /// <returns>Whether the weights were copied.</returns>
    /// <exception cref="InvalidOperationException">As for <see cref="WeightSnapshot.Capture"/>. Nothing has changed.</exception>
    public bool Update()
    {
        var endsCycle = (Steps + 1) % CycleLength == 0;
        if (endsCycle)
        {
            Collect();
        }

        Steps++;
        return endsCycle;
    }

    /// <summary>Counts every step that updates some weights, until <see cref="Detach"/>. Calling it twice does it once.</summary>
    /// <remarks>If <see cref="Update"/> throws then, the step is done all the same, and the exception comes from <see cref="Optimizer.Step"/>.</remarks>
    public void Attach() => _steps.Attach();

    /// <summary>Leaves it to the caller again when steps are counted.</summary>
    public void Detach() => _steps.Detach();

    /// <summary>The mean of the snapshots' weights; see <see cref="WeightSnapshot.Mean"/> for when that is a good model.</summary>
    /// <returns>A new snapshot.</returns>
    /// <exception cref="InvalidOperationException">There is no snapshot so far, or one is swapped in.</exception>
    public WeightSnapshot AverageWeights()
    {
        ThrowIfEmpty();
        return WeightSnapshot.Mean(_snapshots);
    }

    /// <summary>The mean of the snapshots' predictions: swaps in one after the other and averages what each predicts.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="destination">Receives the mean; written once all have predicted.</param>
    /// <param name="predict">Computes the predictions with the weights in the optimizer's parameters, as many as the destination holds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="predict"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">There is no snapshot so far, or one is swapped in.</exception>
    public void AveragePredictions<T>(Span<T> destination, Predictor<T> predict)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(predict);
        ThrowIfEmpty();
        var average = new PredictionAverage<T>(destination.Length);
        var predictions = new T[destination.Length];
        foreach (var snapshot in _snapshots)
        {
            using (snapshot.SwapIn())
            {
                predict(predictions);
            }

            average.Add(predictions);
        }

        average.Mean.CopyTo(destination);
    }

    /// <inheritdoc/>
    /// <remarks>The snapshots, as many as there are, and how far the cycle is.</remarks>
    /// <exception cref="InvalidOperationException">A snapshot is swapped in; or the checkpoint has more snapshots than are kept here.</exception>
    public void Describe(CheckpointContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var count = contents.SavedInteger(":count", _snapshots.Count);
        if (count < 0 || count > Capacity)
        {
            throw new InvalidOperationException($"The checkpoint has {count} snapshots, and {Capacity} are kept here.");
        }

        List<WeightSnapshot> snapshots = count == _snapshots.Count ? _snapshots : [.. Enumerable.Range(0, (int)count).Select(_ => WeightSnapshot.Zeros(Optimizer))];
        var before = _snapshots;
        contents.AddInteger(":steps", () => Steps, value => Steps = value);
        contents.AddInteger(":count", () => _snapshots.Count, value => _snapshots = value == count ? snapshots : before);
        foreach (var (number, snapshot) in snapshots.Index())
        {
            snapshot.Describe(contents, FormattableString.Invariant($"{number}/"));
        }
    }

    private void Collect()
    {
        if (_snapshots.Count < Capacity)
        {
            _snapshots.Add(new(Optimizer));
            return;
        }

        var oldest = _snapshots[0];
        oldest.Capture();
        _snapshots.RemoveAt(0);
        _snapshots.Add(oldest);
    }

    private void ThrowIfEmpty()
    {
        if (_snapshots.Count == 0)
        {
            throw new InvalidOperationException($"There is no snapshot so far: the first cycle of {CycleLength} steps has not ended.");
        }
    }
}
