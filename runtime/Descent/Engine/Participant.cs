using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>An optimizer as the engine sees it: its rule, its parameters, how far they are, and whether a step is under way.</summary>
/// <param name="rule">The rule.</param>
/// <param name="type">The optimizer's class: reductions over a group are over all optimizers of one class.</param>
internal sealed partial class Participant(CompiledRule rule, Type type)
{
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);
    private readonly List<TensorWork> _works = [];
    private bool _isDisposed;

    public CompiledRule Rule => rule;

    public Type Type => type;

    /// <summary>What the rule is made of.</summary>
    public RuleSchema Schema { get; } = rule.Schema ?? new();

    /// <summary>How the optimizer's own steps are run.</summary>
    public OptimizerOptions Options { get; } = new();

    /// <summary>How what is added is kept between steps.</summary>
    public StorageOptions Storage { get; } = new();

    /// <summary>The parameters, in the order in which they were added.</summary>
    public List<Parameter> Parameters { get; } = [];

    public IReadOnlyDictionary<string, Parameter> ByName => _byName;

    /// <summary>The standings of the parameters, and what they share.</summary>
    public Standings Standings { get; } = new() { ScaleRefusal = rule.Scaling.Refusal(type), RowRefusal = state => Engine.RowRefusal.Of(rule, type, state) };

    /// <summary>Whether the weights stand where the model is evaluated.</summary>
    public bool IsEvaluating { get; set; }

    /// <summary>Whether the step under way climbs.</summary>
    public bool Maximizes { get; set; }

    /// <summary>What operations on whole matrices take and give, of one tensor after the other.</summary>
    public StepMatrices Matrices => field ??= new();

    /// <summary>What cut the last step short, until it is resolved.</summary>
    public IncompleteStepException? IncompleteStep { get; set; }

    /// <summary>How totals are gathered where tensors are shared among ranks; <see langword="null"/> where they are whole.</summary>
    public IShardTotals? ShardTotals { get; set; }

    /// <summary>What exchanges gradients and weights behind a step where tensors are shared among ranks; <see langword="null"/> where they are whole.</summary>
    public IShardPipeline? ShardPipeline { get; set; }

    public void RefuseWhileEvaluating()
    {
        RefuseIfDisposed();
        if (IsEvaluating)
        {
            throw new InvalidOperationException("The weights stand at the point of evaluation: call Train() before their gradients are computed.");
        }
    }

    public void RefuseIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, type);

    /// <summary>The number of a parameter's coming step, or 0 if the method leaves it alone; throws if the step cannot be done.</summary>
    public int ComingStep(RuleMethod method, int place)
    {
        ref readonly var standing = ref Standings[place];
        switch (method)
        {
            case var _ when !rule.HasMethod(method):
                return 0;
            case RuleMethod.Update when IsUnmoved(in standing):
                throw Unmoved(place);
            case RuleMethod.BeforeGradient when standing.AwaitsGradient:
                return 0;
            case RuleMethod.ToTraining when standing.HoldsOtherWeights:
                throw new InvalidOperationException(
                    $"Other weights stand in parameter '{Parameters[place].Name}' than those that Evaluate() moved, as a snapshot's or an average's that are swapped in: call Train() once they are put back.");
            default:
                return Guard.NextStep(standing.StepCount, Parameters[place]);
        }
    }

    /// <summary>Throws if some gradients are not of the point at which the rule wants them.</summary>
    public void RefuseUnmoved()
    {
        for (var place = 0; place < Parameters.Count; place++)
        {
            ref readonly var standing = ref Standings[place];
            if (standing is { IsFrozen: false, HasGradients: true } && IsUnmoved(in standing))
            {
                throw Unmoved(place);
            }
        }
    }

    private bool IsUnmoved(ref readonly Standing standing) => !standing.AwaitsGradient && rule.HasMethod(RuleMethod.BeforeGradient);

    private InvalidOperationException Unmoved(int place)
        => new($"{type.Name} evaluates gradients at a point of its own: call BeforeGradient() before the gradients of parameter '{Parameters[place].Name}' are computed, then Step().");

    /// <summary>Ends the wait for an answer to an incomplete step.</summary>
    public void Resolve(IncompleteStepResolution resolution)
    {
        RefuseIfDisposed();
        if (!Enum.IsDefined(resolution))
        {
            throw new ArgumentOutOfRangeException(nameof(resolution), resolution, "The resolution must be Restored or Kept.");
        }

        var incomplete = IncompleteStep ?? throw new InvalidOperationException("No step was cut short.");
        if (resolution == IncompleteStepResolution.Kept)
        {
            var written = incomplete.Written.ToHashSet();
            foreach (var parameter in Parameters.Where(written.Contains))
            {
                parameter.State.Standing.Done(incomplete.Method, parameter.StepCount + 1);
            }

            IsEvaluating = incomplete.Method == RuleMethod.ToEvaluation || (IsEvaluating && incomplete.Method != RuleMethod.ToTraining);
        }

        IncompleteStep = null;
    }

    /// <summary>Marks the participants of a step as busy, or throws and marks none. An incomplete step does not keep them from being loaded, which may mend it.</summary>
    public static void Enter(Participant[] participants, bool toLoad = false)
    {
        var entered = 0;
        try
        {
            for (; entered < participants.Length; entered++)
            {
                participants[entered].Enter(toLoad);
            }
        }
        catch
        {
            Leave(participants.AsSpan(0, entered));
            throw;
        }
    }

    public static void Leave(ReadOnlySpan<Participant> participants)
    {
        foreach (var participant in participants)
        {
            participant.Standings.Leave();
        }
    }

    /// <summary>What a step throws that would begin within another.</summary>
    public static InvalidOperationException IsStepped(Type type) => new($"The {type.Name} is being stepped already, on another thread or around this call.");

    /// <summary>Lets go of parameters and state.</summary>
    public void Dispose()
    {
        EnterTo("disposed", ofShares: true);
        _isDisposed = true;
        Parameters.Clear();
        _works.Clear();
        _byName.Clear();
        Standings.Clear();
        IncompleteStep = null;
        Standings.Leave();
    }

    private void Enter(bool toLoad)
    {
        RefuseIfDisposed();
        if (!Standings.TryEnter())
        {
            throw IsStepped(type);
        }

        if (!toLoad && IncompleteStep is { } incomplete)
        {
            Standings.Leave();
            throw new InvalidOperationException(
                $"The last step of the {type.Name} was cut short and has not been resolved: call ResolveIncompleteStep. ({incomplete.Message})", incomplete);
        }
    }

    private void EnterTo(string what, bool ofShares = false)
    {
        if (ShardTotals is not null && !ofShares)
        {
            throw new InvalidOperationException($"The {type.Name} cannot be {what}: it has a rank's shares of tensors, which the sharded optimizer gives it.");
        }

        if (!Standings.TryEnter())
        {
            throw new InvalidOperationException($"The {type.Name} cannot be {what} while it is being stepped.");
        }
    }
}
