using System.Runtime.ExceptionServices;
using Descent.Checkpoints;
using Descent.Engine;

namespace Descent;

/// <summary>
/// Several optimizers that step as one, for different rules or different hyperparameters on different parameters: the usual "no weight
/// decay on biases and norms". The step is one dispatch over all their parameters, with one norm of all gradients
/// (<see cref="OptimizerOptions.MaximumGradientNorm"/>); a rule's <c>Reduce.Sum(x, Per.Optimizer)</c> is over all optimizers of that rule.
/// </summary>
public sealed class OptimizerGroup : Optimizer
{
    private readonly ParameterSelection[]? _selections;
    private Optimizer[] _optimizers;
    private Participant[] _participants;
    private Parameter[] _parameters = [];
    private Hyperparameter[]? _hyperparameters;
    private Hyperparameter[]? _stepInputs;
    private StateView[]? _states;
    private long _version;
    private bool _arePatternsChecked;

    /// <summary>Makes a group.</summary>
    /// <param name="optimizers">Its optimizers, rules or groups. Each keeps its parameters, its state and its hyperparameters.</param>
    /// <exception cref="ArgumentException">There is none, one is given twice, or memory of two parameters overlaps.</exception>
    public OptimizerGroup(params ReadOnlySpan<Optimizer> optimizers)
    {
        _optimizers = optimizers.ToArray();
        if (_optimizers.Length == 0)
        {
            throw new ArgumentException("A group has at least one optimizer.", nameof(optimizers));
        }

        foreach (var optimizer in _optimizers)
        {
            ArgumentNullException.ThrowIfNull(optimizer, nameof(optimizers));
        }

        _participants = ParticipantsOf(_optimizers, nameof(optimizers));
    }

    private OptimizerGroup(ReadOnlySpan<Optimizer> optimizers, ParameterSelection[] selections)
        : this(optimizers) => _selections = selections;

    /// <summary>
    /// Makes a group that gives each parameter that is added to it to the first optimizer whose selection takes it:
    /// <code>
    /// var group = OptimizerGroup.Split(
    ///     (ParameterSelection.ByNameIgnoringCase("*.bias", "*norm*"), new AdamW { WeightDecay = 0 }),
    ///     (ParameterSelection.All, new AdamW { WeightDecay = 0.1 }));
    /// group.Add("layer1.weight", weights, gradients, shape: [784, 128]);
    /// </code>
    /// </summary>
    /// <remarks>
    /// The first <see cref="Optimizer.Step"/> or <see cref="Optimizer.BeforeGradient"/> throws <see cref="InvalidOperationException"/>, before it writes anything,
    /// if a pattern of a selection matches none of the parameters that the optimizers before it left
    /// (<see cref="ParameterSelection.OrNothing"/> allows it).
    /// </remarks>
    /// <param name="parts">The optimizers, and what each takes of what those before it leave.</param>
    /// <returns>The group.</returns>
    /// <exception cref="ArgumentException">There is no optimizer, one is given twice, or memory of two parameters overlaps.</exception>
    public static OptimizerGroup Split(params ReadOnlySpan<(ParameterSelection Takes, Optimizer Optimizer)> parts)
    {
        if (parts.IsEmpty)
        {
            throw new ArgumentException("A group has at least one optimizer.", nameof(parts));
        }

        var optimizers = new Optimizer[parts.Length];
        var selections = new ParameterSelection[parts.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            (selections[index], optimizers[index]) = parts[index];
            ArgumentNullException.ThrowIfNull(selections[index], nameof(parts));
            ArgumentNullException.ThrowIfNull(optimizers[index], nameof(parts));
        }

        return new(optimizers, selections);
    }

    /// <summary>The optimizers, in the order given.</summary>
    public IReadOnlyList<Optimizer> Optimizers => _optimizers;

    /// <summary>
    /// Takes in one more optimizer, after the others. The group's options, and who listens to its steps, stay; what was made from its parameters or hyperparameters
    /// before, such as a schedule or a group around this one, does not hear of it.
    /// </summary>
    /// <param name="optimizer">The optimizer, a rule or a group. It keeps its parameters, its state and its hyperparameters.</param>
    /// <exception cref="ArgumentException">It is in the group already, or memory of two parameters overlaps. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">
    /// The group gives parameters to its optimizers itself (<see cref="Split"/>), or it is between <see cref="Optimizer.BeforeGradient"/> and <see cref="Optimizer.Step"/>,
    /// or in a step.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The group is disposed.</exception>
    public void AddOptimizer(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (_selections is not null)
        {
            throw new InvalidOperationException($"The group gives each parameter to the first optimizer whose selection takes it: name all optimizers where it is made ({nameof(Split)}).");
        }

        if (HasBegun)
        {
            throw new InvalidOperationException($"The group has begun a step with {nameof(BeforeGradient)}: add the optimizer after {nameof(Step)}.");
        }

        var before = _participants;
        Participant.Enter(before);
        try
        {
            Optimizer[] optimizers = [.. _optimizers, optimizer];
            (_participants, _optimizers) = (ParticipantsOf(optimizers, nameof(optimizer)), optimizers);
            (_hyperparameters, _stepInputs, _states) = (null, null, null);
            ForgetCycle();
        }
        finally
        {
            Participant.Leave(before);
        }
    }

    /// <summary>
    /// How the group's steps are run; the options of its optimizers do not count then, except <see cref="OptimizerOptions.Maximize"/>.
    /// </summary>
    public override OptimizerOptions Options { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters
    {
        get
        {
            var version = 0L;
            foreach (var participant in Participants)
            {
                version += participant.Standings.Layout;
            }

            if (_version != version)
            {
                _version = version;
                _parameters = [.. Participants.SelectMany(participant => participant.Parameters)];
            }

            return _parameters;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => _hyperparameters ??= [.. _optimizers.SelectMany(optimizer => optimizer.Hyperparameters)];

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> StepInputs => _stepInputs ??= [.. _optimizers.SelectMany(optimizer => optimizer.StepInputs)];

    /// <inheritdoc/>
    public override IReadOnlyList<StateView> States => _states ??= [.. _optimizers.SelectMany(optimizer => optimizer.States)];

    internal override Participant[] Participants => _participants;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var optimizer in _optimizers)
        {
            optimizer.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Adds it to the first optimizer whose selection takes it.</summary>
    private protected override Parameter AddTensor<T>(string name, Memory<T> weights, Memory<T> gradients, ReadOnlySpan<nint> shape, Shard? shard = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ReadOnlySpan<nint> dimensions = shape.IsEmpty ? [shard?.WholeLength ?? weights.Length] : shape;
        var taker = OptimizerOf(name, dimensions);
        CheckpointNames.Refuse(name, taker.TakerOf(name, dimensions).Schema, Participants, isGroup: true);
        foreach (var other in Participants.Except(taker.Participants))
        {
            other.RefuseClash<T>(name, weights, gradients);
        }

        return shard is null ? taker.Add(name, weights, gradients, shape) : taker.AddShard(name, weights, shape, shard);
    }

    private protected override void DescribeOwn(CheckpointContents contents)
    {
        base.DescribeOwn(contents);
        OptimizerContents.Describe(contents, CheckpointNames.Group, Options);
    }

    private protected override void RefuseStep()
    {
        base.RefuseStep();
        RefuseIdlePatterns();
    }

    /// <summary>
    /// The optimizers move one after the other, each as a whole. If one throws, those before it have moved, and a second call moves the rest.
    /// </summary>
    private protected override void MoveTo(bool evaluation)
    {
        foreach (var optimizer in _optimizers)
        {
            if (evaluation)
            {
                optimizer.Evaluate();
            }
            else
            {
                optimizer.Train();
            }
        }
    }

    internal override bool IsHeard => base.IsHeard || Array.Exists(_optimizers, static optimizer => optimizer.IsHeard);

    internal override void TellStepping()
    {
        base.TellStepping();
        Array.ForEach(_optimizers, optimizer => optimizer.TellStepping());
    }

    internal override void TellStepped(StepResult result, ref ExceptionDispatchInfo? failure)
    {
        foreach (var optimizer in _optimizers)
        {
            optimizer.TellStepped(result, ref failure);
        }

        base.TellStepped(result, ref failure);
    }

    /// <summary>Checks once, when all parameters have been added, that every pattern matches one of those that reach it.</summary>
    private void RefuseIdlePatterns()
    {
        if (_selections is null || _arePatternsChecked)
        {
            return;
        }

        for (var index = 0; index < _selections.Length; index++)
        {
            string[] names = [.. _optimizers.Skip(index).SelectMany(optimizer => optimizer.Parameters).Select(parameter => parameter.Name)];
            if (_selections[index].DescribeIdlePattern(names) is { } idle)
            {
                throw new InvalidOperationException(
                    $"The pattern {idle}, so selection {index + 1} of the group does not do what it says; where that is meant, say {nameof(ParameterSelection.OrNothing)}().");
            }
        }

        _arePatternsChecked = true;
    }

    /// <summary>What the engine knows of optimizers; throws if they cannot be in one group.</summary>
    private static Participant[] ParticipantsOf(Optimizer[] optimizers, string argument)
    {
        Participant[] participants = [.. optimizers.SelectMany(optimizer => optimizer.Participants)];
        if (participants.Distinct().Count() < participants.Length)
        {
            throw new ArgumentException("An optimizer is in the group twice: its weights would be updated twice.", argument);
        }

        return new OverlapCheck(participants).Find(zeroesGradients: false) is { } overlap ? throw new ArgumentException(overlap, argument) : participants;
    }

    internal override Participant TakerOf(string name, ReadOnlySpan<nint> shape) => OptimizerOf(name, shape).TakerOf(name, shape);

    private Optimizer OptimizerOf(string name, ReadOnlySpan<nint> shape)
    {
        if (_selections is null)
        {
            throw new InvalidOperationException($"The group does not say which optimizer takes a parameter: add '{name}' to one of them, or make the group by {nameof(Split)}.");
        }

        for (var index = 0; index < _selections.Length; index++)
        {
            if (_selections[index].Takes(name, shape))
            {
                return _optimizers[index];
            }
        }

        throw new ArgumentException(
            $"No optimizer of the group takes parameter '{name}' of shape [{string.Join(", ", shape.ToArray())}]; end with {nameof(ParameterSelection)}.{nameof(ParameterSelection.All)} to take the rest.",
            nameof(name));
    }
}
