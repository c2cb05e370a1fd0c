using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Training;

/// <summary>
/// A copy of all weights of an optimizer, those of 16 bits as <see cref="float"/>: to evaluate with later
/// (<see cref="SwapIn"/>), or to return to (<see cref="Restore"/>), as early stopping returns to the best weights.
/// </summary>
/// <remarks>
/// It belongs to the parameters that the optimizer has when it is made. Frozen parameters are copied like the others. Like the optimizer,
/// it is not thread-safe.
/// </remarks>
public sealed class WeightSnapshot : ICheckpointed
{
    private readonly ParameterCopy[] _copies;

    /// <summary>Copies the weights as they are now.</summary>
    /// <param name="optimizer">The optimizer whose weights are copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Capture"/>.</exception>
    public WeightSnapshot(Optimizer optimizer)
        : this(optimizer, [.. NotNull(optimizer).Parameters.Select(ParameterCopy.Of)]) => Capture();

    private WeightSnapshot(Optimizer optimizer, ParameterCopy[] copies) => (Optimizer, _copies) = (optimizer, copies);

    /// <summary>The optimizer whose weights are kept.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Whether these values stand in the optimizer's weights now.</summary>
    public bool IsSwappedIn { get; private set; }

    /// <summary>
    /// The mean of several snapshots, weight by weight (a uniform "model soup": Wortsman et al., 2022, arXiv:2203.05482). It is a good
    /// model where all lie in one basin of the loss, as neighbouring points of one training run do.
    /// </summary>
    /// <param name="snapshots">At least one snapshot, all of the same parameters.</param>
    /// <returns>A new snapshot.</returns>
    /// <exception cref="ArgumentException">There is no snapshot, or they are of different parameters.</exception>
    /// <exception cref="InvalidOperationException">One of the snapshots is swapped in.</exception>
    public static WeightSnapshot Mean(params IReadOnlyList<WeightSnapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        if (snapshots.Count == 0)
        {
            throw new ArgumentException("There are 0 snapshots to average; at least 1 is needed.", nameof(snapshots));
        }

        var parameters = NotNull(snapshots[0], nameof(snapshots))._copies.Select(copy => copy.Parameter).ToArray();
        foreach (var snapshot in snapshots)
        {
            NotNull(snapshot, nameof(snapshots)).ThrowIfSwappedIn();
            if (!snapshot._copies.Select(copy => copy.Parameter).SequenceEqual(parameters))
            {
                throw new ArgumentException("The snapshots are of different optimizers or of different parameters.", nameof(snapshots));
            }
        }

        var mean = new WeightSnapshot(snapshots[0].Optimizer, [.. parameters.Select(ParameterCopy.Of)]);
        for (var i = 0; i < snapshots.Count; i++)
        {
            for (var k = 0; k < parameters.Length; k++)
            {
                mean._copies[k].MoveTowards(snapshots[i]._copies[k], 1.0 / (i + 1));
            }
        }

        return mean;
    }

    /// <summary>The values kept for a parameter, one per weight. They may be written, to resume from saved ones.</summary>
    /// <typeparam name="T"><see cref="double"/> for weights of <see cref="double"/>, and <see cref="float"/> for all others.</typeparam>
    /// <param name="name">The name of the parameter.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    /// <exception cref="KeyNotFoundException">No parameter has this name.</exception>
    /// <exception cref="ArgumentException">The values are of the other type.</exception>
    /// <exception cref="InvalidOperationException">The values are swapped in: read them in the weights.</exception>
    public Span<T> Values<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(name);
        ThrowIfSwappedIn();
        var copy = Array.Find(_copies, copy => copy.Parameter.Name == name)
            ?? throw new KeyNotFoundException($"The snapshot has no parameter named '{name}'.");
        return copy is ParameterCopy<T> typed
            ? typed.Values
            : throw new ArgumentException($"The values of parameter '{name}' are not of type {typeof(T).Name}.", nameof(name));
    }

    /// <summary>Copies the weights as they are now over the values kept. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">
    /// The optimizer has other parameters than when the snapshot was made, a snapshot is swapped in, or weights stand at a point that
    /// <see cref="Optimizer.BeforeGradient"/> moved them to: call <see cref="Optimizer.Step"/> first.
    /// </exception>
    public void Capture()
    {
        ThrowIfNotAtRest();
        foreach (var copy in _copies)
        {
            copy.Capture();
        }
    }

    /// <summary>Copies the values kept over the weights, for good. The optimizer's state stays as it is.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="Capture"/>.</exception>
    public void Restore()
    {
        ThrowIfNotAtRest();
        foreach (var copy in _copies)
        {
            copy.Restore();
        }
    }

    /// <summary>
    /// Exchanges the values kept with the weights until the result is disposed, for evaluation:
    /// <c>using (snapshot.SwapIn()) { … }</c>. Takes no further memory for weights of 32 and 64 bits; those of 16 wait in 4 bytes each.
    /// </summary>
    /// <remarks>
    /// Meanwhile every parameter is frozen, so that a step by mistake trains nothing; <see cref="Parameter.IsFrozen"/> then becomes again
    /// what it was. Values that are written to the weights meanwhile stay in the snapshot, no parameter can be resized, and no checkpoint loaded
    /// (<see cref="Parameter.HoldsOtherWeights"/>). A checkpoint that is saved meanwhile has these values, and frozen parameters.
    /// </remarks>
    /// <returns>Swaps back when it is disposed.</returns>
    /// <exception cref="InvalidOperationException">
    /// This or another snapshot or average of these weights is swapped in, or the optimizer has other parameters than when the snapshot was made.
    /// </exception>
    public WeightSwap SwapIn()
    {
        if (IsTaken)
        {
            throw new InvalidOperationException(
                "A snapshot or an average of this optimizer is swapped in already; dispose what SwapIn returned before the next SwapIn.");
        }

        ThrowIfOthers();
        VerifyMemory();
        var swap = new WeightSwap(this);
        foreach (var copy in _copies)
        {
            copy.SwapIn();
        }

        IsSwappedIn = true;

        return swap;
    }

    /// <inheritdoc/>
    /// <remarks>The values kept, a tensor for each parameter.</remarks>
    /// <exception cref="InvalidOperationException">The values are swapped in.</exception>
    public void Describe(CheckpointContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        Describe(contents, "");
    }

    /// <summary>Names the values, each after a prefix.</summary>
    internal void Describe(CheckpointContents contents, string prefix)
    {
        ThrowIfSwappedIn();
        Array.ForEach(_copies, copy => copy.Describe(contents, prefix));
    }

    /// <summary>A snapshot of zeros, where averages begin.</summary>
    internal static WeightSnapshot Zeros(Optimizer optimizer) => new(optimizer, [.. NotNull(optimizer).Parameters.Select(ParameterCopy.Of)]);

    /// <summary>Moves the values towards the weights: value ← value + rate (weight − value). Allocates nothing.</summary>
    internal void MoveTowardsWeights(double rate)
    {
        ThrowIfNotAtRest();
        foreach (var copy in _copies)
        {
            copy.MoveTowardsWeights(rate);
        }
    }

    internal void SwapOut()
    {
        VerifyMemory();
        foreach (var copy in _copies)
        {
            copy.SwapOut();
        }

        IsSwappedIn = false;
    }

    private static TValue NotNull<TValue>(
        [System.Diagnostics.CodeAnalysis.NotNull] TValue? value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }

    private void ThrowIfNotAtRest()
    {
        if (IsTaken)
        {
            throw new InvalidOperationException("A snapshot or an average of this optimizer is swapped in: its weights are not those of training.");
        }

        ThrowIfOthers();
        foreach (var copy in _copies)
        {
            if (copy.Parameter.State.AwaitsGradient)
            {
                throw new InvalidOperationException(
                    $"The weights of parameter '{copy.Parameter.Name}' stand where BeforeGradient() moved them; they are the model's after Step().");
            }
        }

        VerifyMemory();
    }

    /// <summary>Whether some of the weights are not those of training, but of this or another snapshot, of the optimizer or of a group around it: two at once would put the wrong weights back.</summary>
    private bool IsTaken => Array.Exists(_copies, static copy => copy.Parameter.HoldsOtherWeights);

    /// <summary>Throws if the optimizer has other parameters by now, one that was resized among them.</summary>
    private void ThrowIfOthers()
    {
        var parameters = Optimizer.Parameters;
        if (parameters.Count != _copies.Length)
        {
            throw new InvalidOperationException(
                $"The optimizer has {parameters.Count} parameters, but had {_copies.Length} when its weights were first copied: add parameters first, and do not dispose it.");
        }

        for (var place = 0; place < _copies.Length; place++)
        {
            if (parameters[place] != _copies[place].Parameter)
            {
                throw new InvalidOperationException(
                    $"Parameter '{parameters[place].Name}' was added or resized after the weights were first copied, where '{_copies[place].Parameter.Name}' was: copy them anew.");
            }
        }
    }

    private void ThrowIfSwappedIn()
    {
        if (IsSwappedIn)
        {
            throw new InvalidOperationException("These values are swapped in: they stand in the weights of the optimizer.");
        }
    }

    /// <summary>Reaches for the memory of every parameter before the first write, because memory that somebody manages may be gone.</summary>
    private void VerifyMemory()
    {
        foreach (var copy in _copies)
        {
            copy.Verify();
        }
    }
}
