using System.Numerics;
using Descent.Engine;

namespace Descent;

/// <summary>
/// Several optimizers that step as one, for different rules or different hyperparameters on different parameters: the usual "no weight
/// decay on biases and norms". The step is one dispatch over all their parameters, with one norm of all gradients
/// (<see cref="OptimizerOptions.MaximumGradientNorm"/>); a rule's <c>Reduce.Sum(x, Scope.Optimizer)</c> is over all optimizers of that rule.
/// </summary>
public sealed class OptimizerGroup
{
    private readonly Optimizer[] _optimizers;
    private readonly StepCycle _cycle;
    private readonly ParameterSelection[]? _selections;
    private bool _arePatternsChecked;

    /// <summary>Makes a group.</summary>
    /// <param name="optimizers">Its optimizers. Each keeps its parameters, its state and its hyperparameters.</param>
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

        if (_optimizers.Distinct().Count() < _optimizers.Length)
        {
            throw new ArgumentException("An optimizer is in the group twice: its weights would be updated twice.", nameof(optimizers));
        }

        var participants = Array.ConvertAll(_optimizers, optimizer => optimizer.Participant);
        if (new OverlapCheck(participants).Find(zeroesGradients: false) is { } overlap)
        {
            throw new ArgumentException(overlap, nameof(optimizers));
        }

        _cycle = new(participants);
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
    /// The first <see cref="Step"/> or <see cref="BeforeGradient"/> throws <see cref="InvalidOperationException"/>, before it writes anything,
    /// if a pattern of a selection matches none of the parameters that the optimizers before it left
    /// (<see cref="ParameterSelection.OrNothing"/> allows it).
    /// </remarks>
    /// <param name="parts">The optimizers, and what each takes of what those before it leave.</param>
    /// <returns>The group.</returns>
    /// <exception cref="ArgumentException">There is no optimizer, one is given twice, or memory of two parameters overlaps.</exception>
    public static OptimizerGroup Split(params ReadOnlySpan<(ParameterSelection Takes, Optimizer Optimizer)> parts)
    {
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
    /// How the group's steps are run; the options of its optimizers do not count then, except <see cref="OptimizerOptions.Maximize"/>.
    /// </summary>
    public OptimizerOptions Options { get; } = new();

    /// <summary>Adds a tensor of weights to the first optimizer whose selection takes it, for a group made by <see cref="Split"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="name">A name of its own in this group, such as <c>"layer1.weight"</c>.</param>
    /// <param name="weights">The weights, updated in place by every step. No weight may belong to two parameters.</param>
    /// <param name="gradients">The gradients, one per weight; <see langword="null"/> if they are bound later.</param>
    /// <param name="shape">The dimensions; their product is the number of weights. One dimension unless said.</param>
    /// <returns>The parameter, which is one of that optimizer's.</returns>
    /// <exception cref="ArgumentException">No selection takes it; or a length, the shape or the name does not fit, or memory overlaps.</exception>
    /// <exception cref="InvalidOperationException">The group was made without selections.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public Parameter<T> Add<T>(string name, T[] weights, T[]? gradients = null, ReadOnlySpan<int> shape = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Add(name, weights.AsMemory(), gradients, shape);
    }

    /// <inheritdoc cref="Add{T}(string, T[], T[], ReadOnlySpan{int})"/>
    public Parameter<T> Add<T>(string name, Memory<T> weights, ReadOnlyMemory<T> gradients = default, ReadOnlySpan<int> shape = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var taker = TakerOf(name, shape.IsEmpty ? [weights.Length] : shape);
        foreach (var other in _optimizers.Where(other => other != taker))
        {
            other.Participant.RefuseClash(name, weights, gradients);
        }

        return taker.Add(name, weights, gradients, shape);
    }

    /// <inheritdoc cref="Optimizer.Step"/>
    public StepResult Step()
    {
        RefuseIdlePatterns();
        return _cycle.Step(Options);
    }

    /// <summary>Whether a step takes the gradients of two evaluations (<see cref="Optimizer.EvaluatesTwice"/>), for one of the optimizers at least.</summary>
    public bool EvaluatesTwice => _cycle.EvaluatesTwice;

    /// <inheritdoc cref="Optimizer.BeforeGradient"/>
    public StepResult BeforeGradient()
    {
        RefuseIdlePatterns();
        return _cycle.BeforeGradient(Options);
    }

    /// <inheritdoc cref="Optimizer.ResolveIncompleteStep"/>
    /// <remarks>Says it to all optimizers of the group that wait for it.</remarks>
    public void ResolveIncompleteStep(IncompleteStepResolution resolution)
    {
        var waiting = Array.FindAll(_optimizers, optimizer => optimizer.IncompleteStep is not null);
        foreach (var optimizer in waiting.DefaultIfEmpty(_optimizers[0]))
        {
            optimizer.ResolveIncompleteStep(resolution);
        }
    }

    /// <inheritdoc cref="Optimizer.Evaluate"/>
    /// <remarks>The optimizers move one after the other, each as a whole. If one throws, those before it have moved, and a second call moves the rest.</remarks>
    public void Evaluate()
    {
        foreach (var optimizer in _optimizers)
        {
            optimizer.Evaluate();
        }
    }

    /// <inheritdoc cref="Optimizer.Train"/>
    public void Train()
    {
        foreach (var optimizer in _optimizers)
        {
            optimizer.Train();
        }
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

    private Optimizer TakerOf(string name, ReadOnlySpan<int> shape)
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
