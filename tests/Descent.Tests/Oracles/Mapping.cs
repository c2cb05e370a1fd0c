namespace Descent.Tests.Oracles;

/// <summary>How a built-in rule is set up to do what a library did.</summary>
internal abstract class Mapping
{
    /// <summary>The entries that the rule must match.</summary>
    public required IReadOnlyList<string> Entries { get; init; }

    /// <summary>The rule.</summary>
    public abstract Type Rule { get; }

    /// <summary>States of the library that the rule computes from the step and its hyperparameters instead of keeping them.</summary>
    public IReadOnlyList<string> ComputedStates { get; init; } = [];

    /// <summary>The only problems that the rule is compared on; all that the entry has unless given.</summary>
    public IReadOnlyList<string>? Problems { get; init; }

    /// <summary>Whether the library takes the mean of each row from the gradients of matrices, which the rule leaves to its caller.</summary>
    public bool CentersRows { get; init; }

    /// <summary>
    /// Whether weights in float are large between the steps that were recorded: they are compared on the scale that those in double have
    /// at all of theirs.
    /// </summary>
    public bool IsLargeBetweenSteps { get; init; }

    /// <summary>Whether the rule itself can ascend, so that it is given the gradients of an ascent as they are.</summary>
    public bool Maximizes { get; init; }

    /// <summary>An optimizer with the hyperparameters of the library.</summary>
    public abstract RuleOptimizer Configure(Settings settings);

    /// <summary>Sets what changes from step to step.</summary>
    public abstract void Prepare(RuleOptimizer optimizer, Settings settings, int step);

    /// <summary>The state that the library has under a name, in the library's unit.</summary>
    public abstract double[] ReadState(OptimizerState state, Settings settings, string libraryName);

    /// <inheritdoc/>
    public override string ToString() => Rule.Name;
}

/// <summary>The values of one state.</summary>
internal delegate ReadOnlySpan<double> StateReader<in TState>(TState state);

/// <inheritdoc/>
/// <typeparam name="TRule">The rule.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
internal sealed class Mapping<TRule, TState> : Mapping
    where TRule : RuleOptimizer
    where TState : OptimizerState
{
    /// <summary>Makes the optimizer.</summary>
    public required Func<Settings, TRule> Optimizer { get; init; }

    /// <summary>What changes from step to step; nothing unless given.</summary>
    public Action<TRule, Settings, int>? AtStep { get; init; }

    /// <summary>The states, by the library's names.</summary>
    public Dictionary<string, StateReader<TState>> States { get; init; } = [];

    /// <summary>By what a state of the rule is to be multiplied to give the library's, by the library's names; 1 unless given.</summary>
    public Dictionary<string, Func<Settings, double>> Units { get; init; } = [];

    /// <inheritdoc/>
    public override Type Rule => typeof(TRule);

    /// <inheritdoc/>
    public override RuleOptimizer Configure(Settings settings) => Optimizer(settings);

    /// <inheritdoc/>
    public override void Prepare(RuleOptimizer optimizer, Settings settings, int step) => AtStep?.Invoke((TRule)optimizer, settings, step);

    /// <inheritdoc/>
    public override double[] ReadState(OptimizerState state, Settings settings, string libraryName)
    {
        Assert.True(States.TryGetValue(libraryName, out var reader), $"{this} has no state for the library's {libraryName}.");
        var unit = Units.TryGetValue(libraryName, out var unitOf) ? unitOf(settings) : 1;
        return Array.ConvertAll(reader((TState)state).ToArray(), value => unit * value);
    }
}
