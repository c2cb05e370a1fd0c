using System.Runtime.CompilerServices;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent.Distributed;

/// <summary>
/// Steps an optimizer on many machines: each rank has all weights, computes the gradients of its micro-batches, and keeps the states of its share alone (stage 1 of ZeRO,
/// Rajbhandari et al. 2020, arXiv:1910.02054; stage 2 with <see cref="GiveGradients"/>). A step adds the gradients, steps each share on its rank, and gives the new weights to all.
/// <code>
/// using var communicator = MpiCommunicator.Create();
/// using var sharded = new ShardedOptimizer(new AdamW(), communicator, new() { MicroBatches = 8 });
/// sharded.Add("layer1.weight", weights, gradients, shape: [784, 128]);
/// foreach (var microBatch in sharded.MicroBatches)
/// {
///     ComputeGradients(microBatch);
///     sharded.TakeGradients();
/// }
///
/// sharded.Step();
/// </code>
/// </summary>
/// <remarks>
/// <para>
/// The bits are those of one rank with as many micro-batches: shares are cuts at borders that change none, gradients are added by one binary tree over the micro-batches
/// (<see cref="GradientSummation.Tree"/>), and totals over a tensor or all of them by the tree of all reductions, for which ranks exchange the totals of chunks.
/// </para>
/// <para>
/// All ranks add the same parameters and make the same calls in the same order; what differs is named before anything is written. Schedules, statistics, the scaling of
/// losses and everything else are those of the <see cref="Optimizer"/>, set alike on all ranks.
/// </para>
/// </remarks>
public sealed partial class ShardedOptimizer : IDisposable
{
    private readonly Ranks _ranks;
    private readonly ShardedOptions _options;
    private readonly List<ShardedTensor> _tensors = [];
    private readonly Dictionary<string, Participant> _takers = new(StringComparer.Ordinal);
    private readonly Agreement _agreement;
    private readonly ShardPipeline _pipeline;
    private readonly MicroBatchTree _tree;
    private bool _isShared;
    private bool _isHalfLoaded;
    private int _taken;
    private long _calls;

    /// <summary>Takes an optimizer, which has no parameters yet.</summary>
    /// <param name="optimizer">The optimizer, a rule or a group. It is disposed with this.</param>
    /// <param name="communicator">What carries messages. It stays the caller's.</param>
    /// <param name="options">How work is shared; copied. All defaults unless given.</param>
    /// <exception cref="ArgumentException">The optimizer has parameters, or another has it, or there are fewer micro-batches than ranks.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public ShardedOptimizer(Optimizer optimizer, ICommunicator communicator, ShardedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(communicator);
        _options = options?.Copy() ?? new();
        var count = _options.MicroBatches ?? communicator.Size;
        if (optimizer.Parameters.Count > 0)
        {
            throw new ArgumentException("The optimizer has parameters already, whole: add them to the sharded optimizer, which gives it this rank's share of each.", nameof(optimizer));
        }

        foreach (var participant in optimizer.Participants)
        {
            participant.RefuseIfDisposed();
            if (participant.ShardTotals is not null)
            {
                throw new ArgumentException("The optimizer was given to another sharded optimizer, which steps it.", nameof(optimizer));
            }
        }

        if (count < communicator.Size)
        {
            throw new ArgumentException($"A step has too few micro-batches for {communicator.Size} ranks, {count}: each has at least one.", nameof(options));
        }

        Optimizer = optimizer;
        _ranks = new(communicator, _options.TimeLimit);
        _agreement = new(_ranks);
        _tree = new(count, communicator.Size);
        _pipeline = new(_ranks, _options, count, _tensors, optimizer);
        var totals = new TotalsOfRanks(_ranks);
        foreach (var participant in optimizer.Participants)
        {
            (participant.ShardTotals, participant.ShardPipeline) = (totals, _pipeline);
        }
    }

    /// <summary>What steps this rank's shares: its hyperparameters, options, events and statistics. Its parameters are the shares, under the tensors' names.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The number of this rank.</summary>
    public int Rank => _ranks.Rank;

    /// <summary>How many ranks there are.</summary>
    public int Size => _ranks.Size;

    /// <summary>How many micro-batches a step has on all ranks together: what sums of gradients are divided by to be means (<see cref="OptimizerOptions.GradientScale"/>).</summary>
    public int MicroBatchCount => _tree.Count;

    /// <summary>The micro-batches of this rank, in their order: numbers from 0 to <see cref="MicroBatchCount"/> − 1.</summary>
    public IEnumerable<int> MicroBatches => Enumerable.Range(_tree.FirstOf(Rank), _tree.FirstOf(Rank + 1) - _tree.FirstOf(Rank));

    /// <summary>How many bytes this rank keeps for states: about those of all ranks, divided by their number.</summary>
    public long StateBytes => Optimizer.StateBytes;

    /// <summary>How many bytes this rank keeps for sums of gradients: of micro-batches that wait for others, and of its shares.</summary>
    public long GradientBytes => _tensors.Sum(tensor => tensor.GradientBytes);

    /// <summary>All tensors, in the order in which they were added.</summary>
    internal IReadOnlyList<ShardedTensor> Tensors => _tensors;

    /// <summary>Adds a tensor of weights, whole on each rank and the same on each. States are allocated once tensors are shared out, at the first step.</summary>
    /// <typeparam name="T">The type of the weights: <see cref="float"/>, <see cref="double"/>, <see cref="Half"/> or <see cref="BFloat16"/>.</typeparam>
    /// <param name="name">A name of its own.</param>
    /// <param name="weights">The weights, written by every step: this rank's share by its own, the rest by what other ranks send. They may lie on a device, which steps the share then.</param>
    /// <param name="gradients">The gradients of a micro-batch, one per weight, of the type of the weights, here or on a device; empty if they are bound later.</param>
    /// <param name="shape">The dimensions; one unless said.</param>
    /// <exception cref="ArgumentException">A length, the shape or the name does not fit, the weights have more than 2³¹ − 1 bytes, or the memory overlaps weights that were added before.</exception>
    /// <exception cref="InvalidOperationException">The tensors are shared out already.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type, or the weights lie on a device, for which the rule was not compiled, or whose functions it cannot take.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public void Add<T>(string name, Memory<T> weights, Memory<T> gradients = default, ReadOnlySpan<nint> shape = default)
        where T : unmanaged
    {
        Optimizer.RefuseIfDisposed();
        Guard.WeightType<T>();
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Guard.Length(weights.Length, name);
        Guard.Shape(shape, weights.Length, name);
        if ((long)weights.Length * Unsafe.SizeOf<T>() > int.MaxValue)
        {
            throw new ArgumentException($"Parameter '{name}' has {(long)weights.Length * Unsafe.SizeOf<T>()} bytes of weights; a tensor that is shared out has at most {int.MaxValue}.", nameof(weights));
        }

        if (_isShared)
        {
            throw new InvalidOperationException($"The tensors are shared out among the ranks already; '{name}' comes too late.");
        }

        if (_tensors.Exists(tensor => tensor.Name == name))
        {
            throw new ArgumentException($"A parameter named '{name}' was added before; names are unique.", nameof(name));
        }

        // Shares of tied weights may be of two ranks, of which neither would see that they are tied.
        if (OwnerOf<T>(weights) is { } other)
        {
            throw new ArgumentException($"The weights of '{name}' overlap those of '{other.Name}': tied weights would be updated twice. Add them once, with the sum of their gradients.", nameof(weights));
        }

        if (_tensors.Find(tensor => tensor.GradientsLieOver(MemoryRegion.Of<T>(weights))) is { } reader)
        {
            throw new ArgumentException($"The weights of '{name}' overlap the gradients of parameter '{reader.Name}': a step that writes the one would change the other.", nameof(weights));
        }

        if (!gradients.IsEmpty)
        {
            RefuseLength(name, weights.Length, gradients.Length);
        }

        nint[] dimensions = shape.IsEmpty ? [weights.Length] : shape.ToArray();
        ShardedTensor tensor = typeof(T) == typeof(double) ? new ShardedTensor<T, double>(name, weights, dimensions) : new ShardedTensor<T, float>(name, weights, dimensions);
        tensor.RefuseBy(Optimizer, Takes);
        RefuseOverWeights<T>(tensor, gradients);
        _takers.Add(name, Optimizer.TakerOf(name, dimensions));
        _tensors.Add(tensor);
        if (!gradients.IsEmpty || weights.IsEmpty)
        {
            BindGradients<T>(name, gradients);
        }
    }

    /// <inheritdoc cref="Add{T}(string, Memory{T}, Memory{T}, ReadOnlySpan{nint})"/>
    public void Add<T>(string name, T[] weights, T[]? gradients = null, ReadOnlySpan<nint> shape = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(weights);
        Add<T>(name, weights.AsMemory(), gradients, shape);
    }

    /// <summary>
    /// Shares the tensors out among the ranks, and allocates the states of this one's shares: the first step does it, unless somebody wants to see the
    /// <see cref="Optimizer"/>'s parameters before. All ranks call it, or none.
    /// </summary>
    /// <exception cref="CommunicationException">A rank has stopped, or does not call it.</exception>
    /// <exception cref="InvalidOperationException">The ranks disagree about parameters, hyperparameters, options or what they compute with; the message says which. There are no parameters.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public void Share()
    {
        Optimizer.RefuseIfDisposed();
        if (_isShared)
        {
            return;
        }

        if (_tensors.Count == 0)
        {
            throw new InvalidOperationException("There are no parameters to share out: add them before.");
        }

        _ranks.Activity = "when tensors are shared out";

        // What was added is refused here, too: the storage may have been set meanwhile, and nothing may be shared out in part.
        var refused = Attempt(() => _tensors.ForEach(tensor => tensor.RefuseBy(Optimizer, Takes)));
        _agreement.Begin()
            .Add("what keeps tensors from being shared out", Describe(refused))
            .Add("the number of micro-batches", MicroBatchCount)
            .Add("the summation", _options.Summation.ToString())
            .Add("what gradients are sent as", _options.SendsGradientsAsBFloat16 ? "BFloat16" : "what they are")
            .Add("the size of a bucket", _options.BucketBytes)
            .Add(Optimizer);
        if (_tensors.Exists(tensor => tensor.CallsLibrary(Optimizer)))
        {
            _agreement.AddLibrary();
        }

        if (refused is null)
        {
            _tensors.ForEach(tensor => _agreement.Add(tensor).AddStorage(tensor, Optimizer));
        }

        try
        {
            _agreement.Require("what the ranks agree about");
        }
        catch (InvalidOperationException) when (refused is not null)
        {
            // Where this rank refused, that is what it is told.
        }

        refused?.Throw();
        var borders = ShardCutter.Cut([.. _tensors.Select(tensor => (tensor.Length, tensor.UnitIn(Optimizer)))], Size);
        foreach (var (index, tensor) in _tensors.Index())
        {
            tensor.Share(Optimizer, new(Rank, borders[index], tensor.UnitIn(Optimizer) >= tensor.Length && IsOfMatrices(tensor)));
        }

        _isShared = true;
    }

    /// <summary>Which weights of a tensor are this rank's share: those of the parameter that the <see cref="Optimizer"/> has under the name. Inputs of a rule are bound for them.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <returns>Where the share begins, and where it ends; nothing where this rank has none of it.</returns>
    /// <exception cref="InvalidOperationException">The tensors are not shared out yet (<see cref="Share"/>).</exception>
    /// <exception cref="KeyNotFoundException">No tensor has this name.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public Range RangeOf(string name)
        => Find(name).Shard is { } shard
            ? shard.Start..(shard.Start + shard.Length)
            : throw new InvalidOperationException($"The tensors are not shared out yet: call {nameof(Share)}() before.");

    /// <summary>Disposes of the optimizer, not of the communicator.</summary>
    public void Dispose() => Optimizer.Dispose();

    /// <summary>Whether a rule is to have a tensor of a name.</summary>
    private bool Takes(Participant participant, string name) => _takers.TryGetValue(name, out var taker) && taker == participant;

    private bool IsOfMatrices(ShardedTensor tensor) => Optimizer.TakerOf(tensor.Name, tensor.Shape).CutOf<float>(tensor.Name, tensor.Shape).IsUndivided;

    /// <summary>The tensor whose weights some memory overlaps.</summary>
    private ShardedTensor? OwnerOf<T>(ReadOnlyMemory<T> memory)
        where T : unmanaged => _tensors.Find(tensor => tensor.LiesOver(MemoryRegion.Of(memory)));

    private ShardedTensor Find(string name)
    {
        Optimizer.RefuseIfDisposed();
        ArgumentNullException.ThrowIfNull(name);
        return _tensors.Find(tensor => tensor.Name == name) ?? throw new KeyNotFoundException($"The optimizer has no parameter named '{name}'.");
    }

    /// <summary>The engine's way to the other ranks.</summary>
    private sealed class TotalsOfRanks(Ranks ranks) : IShardTotals
    {
        public int Ranks => ranks.Size;

        public int Rank => ranks.Rank;

        public void Gather(string what, Memory<byte> mine, ReadOnlySpan<int> counts, Memory<byte> all) => ranks.Gather(what, mine, counts, all);
    }
}
