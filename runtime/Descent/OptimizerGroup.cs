using Descent.CompilerServices;
using Descent.Engine;

namespace Descent;

/// <summary>
/// Several optimizers that step as one, for different rules or different hyperparameters on different parameters: the usual "no weight
/// decay on biases and norms". The step is one dispatch over all their parameters, with one norm of all gradients
/// (<see cref="OptimizerOptions.MaxGradientNorm"/>); a rule's <c>Reduce.Sum(x, Scope.Optimizer)</c> is over all optimizers of that rule.
/// </summary>
public sealed class OptimizerGroup
{
    private readonly Optimizer[] _optimizers;
    private readonly StepEngine _update;
    private readonly StepEngine _beforeGradient;

    /// <summary>Makes a group.</summary>
    /// <param name="optimizers">Its optimizers. Each keeps its parameters, its state and its hyperparameters.</param>
    /// <exception cref="ArgumentException">There is none, or one is given twice.</exception>
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

        _update = new(_optimizers, RuleMethod.Update);
        _beforeGradient = new(_optimizers, RuleMethod.BeforeGradient);
    }

    /// <summary>The optimizers, in the order given.</summary>
    public IReadOnlyList<Optimizer> Optimizers => _optimizers;

    /// <summary>How the group's steps are run; the options of its optimizers do not count then.</summary>
    public OptimizerOptions Options { get; } = new();

    /// <inheritdoc cref="Optimizer.Step"/>
    public StepResult Step()
    {
        foreach (var optimizer in _optimizers)
        {
            optimizer.RefuseWhileEvaluating();
        }

        return _update.Run(Options);
    }

    /// <inheritdoc cref="Optimizer.BeforeGradient"/>
    public void BeforeGradient()
    {
        foreach (var optimizer in _optimizers)
        {
            optimizer.RefuseWhileEvaluating();
        }

        _beforeGradient.Run(Options);
    }

    /// <inheritdoc cref="Optimizer.Evaluate"/>
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
}
