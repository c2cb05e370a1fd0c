using Descent.CompilerServices;
using Descent.Testing.Checks;
using Descent.Testing.Comparing;

namespace Descent.Testing;

/// <summary>
/// The tests that every built-in rule passes, for a rule of your own: the loop gives the bits of the method for all lengths, places and
/// threads, for special values and in every branch; a step allocates nothing; what is in the state is all that is remembered; the rule
/// finds the minimum of a quadratic.
/// </summary>
/// <remarks>
/// It knows no test framework: a check that fails throws <see cref="RuleCheckException"/>. With xunit, one test for each check:
/// <code>
/// private static readonly RuleBattery Battery = new(() => new MyRule { WeightDecay = 0.1 });
/// public static TheoryData&lt;string&gt; Checks => [.. Battery.Checks];
/// [Theory, MemberData(nameof(Checks))]
/// public void MyRule_Passes(string check) => Battery.Run(check);
/// </code>
/// For <see cref="float"/> there is no method to compare with: there the loop is held against itself, in other places of other tensors.
/// The inputs of a rule (<see cref="InputAttribute"/>) are the squares of the gradients, the second half of them, the third a third. The first
/// gradients of a rule of two evaluations (<see cref="Optimizer.EvaluatesTwice"/>) are twice the second.
/// </remarks>
public sealed class RuleBattery
{
    private readonly Func<RuleOptimizer> _create;
    private readonly RuleTraits _rule;

    /// <summary>Makes the battery of a rule.</summary>
    /// <param name="create">
    /// Makes a new optimizer of the rule, with the hyperparameters to test it with, whenever it is called. Parameters are added by the checks.
    /// </param>
    /// <exception cref="ArgumentException">
    /// It makes none, one that has parameters, the same one twice, or one that is not of a rule that Descent compiled: it has no <c>Reference</c>.
    /// </exception>
    public RuleBattery(Func<RuleOptimizer> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _create = create;
        using var first = create();
        using var second = create();
        if (first is null || second is null || ReferenceEquals(first, second) || first.Parameters.Count > 0)
        {
            throw new ArgumentException("Every call must make a new optimizer without parameters.", nameof(create));
        }

        Name = first.GetType().Name;
        if (!RuleMembers.IsCompiled(first))
        {
            throw new ArgumentException($"{Name} has no Reference to compare with: it is not a rule that Descent compiled.", nameof(create));
        }

        _rule = new(create);
    }

    /// <summary>The name of the rule in messages; the name of its class unless set.</summary>
    public string Name { get; init; }

    /// <summary>The seed of all random numbers; 1 unless set.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What a gradient that is not a number does; not stated unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="NotANumberOutcome"/>.</exception>
    public NotANumberOutcome NotANumber
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw Guard.NotAMember(value, nameof(NotANumber), string.Join(", ", Enum.GetNames<NotANumberOutcome>()));
    }

    /// <summary>
    /// Whether weights stay as they are at learning rate 0. Set it to <see langword="false"/> for a rule that moves them nevertheless, by a
    /// decay that the rate does not scale, for example. Rules without a property <c>LearningRate</c>, or whose
    /// rate must be above 0, are not asked.
    /// </summary>
    public bool ZeroLearningRateLeavesWeights { get; init; } = true;

    /// <summary>How many steps the rule has for the quadratic; 2000 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not at least 1.</exception>
    public int QuadraticSteps
    {
        get;
        init => field = Guard.Hyperparameter(value, nameof(QuadraticSteps), min: 1);
    } = 2000;

    /// <summary>What share of the quadratic's loss may be left then, less than 1; ½ unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to below 1.</exception>
    public double QuadraticShare
    {
        get;
        init => field = Guard.Hyperparameter(value, nameof(QuadraticShare), min: 0, below: 1);
    } = 0.5;

    /// <summary>
    /// How far the loop of a rule with <see cref="FloatMath.Relaxed"/> may be from its method, relative to the larger of two numbers; 1e-9
    /// unless set. A strict rule has to give the same bits.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to below 1.</exception>
    public double RelaxedTolerance
    {
        get;
        init => field = Guard.Hyperparameter(value, nameof(RelaxedTolerance), min: 0, below: 1);
    } = 1e-9;

    /// <summary>The names of the checks that can be made of this rule, in order.</summary>
    public IReadOnlyList<string> Checks => [.. Applicable.Select(check => check.Name)];

    private IEnumerable<RuleCheck> Applicable => RuleCheck.All.Where(check => check.AppliesTo(Expected, _rule));

    private Expectations Expected => new(NotANumber, ZeroLearningRateLeavesWeights, QuadraticSteps, QuadraticShare);

    /// <summary>Makes all checks.</summary>
    /// <exception cref="RuleCheckException">The rule does not pass one of them: the first in order.</exception>
    public void Run()
    {
        foreach (var check in Applicable)
        {
            Run(check);
        }
    }

    /// <summary>Makes one check.</summary>
    /// <param name="check">Its name, one of <see cref="Checks"/>.</param>
    /// <exception cref="RuleCheckException">The rule does not pass it.</exception>
    /// <exception cref="ArgumentException">No check that can be made of this rule has this name.</exception>
    public void Run(string check) => Run(Applicable.FirstOrDefault(each => each.Name == check)
        ?? throw new ArgumentException($"{Name} has no check '{check}', but {string.Join(", ", Checks)}.", nameof(check)));

    private void Run(RuleCheck check)
    {
        var examination = new Examination(Name, _create, check.Name, check.Meaning, Seed)
        {
            SpecialShare = _rule.IsStrict ? SpecialValues.UsualShare : 0,
            RelativeTolerance = _rule.IsStrict ? 0 : RelaxedTolerance,
            Reduces = _rule.Reduces,
            IsOfMatrices = _rule.IsOfMatrices,
            HasSquares = _rule.HasSquares,
        };
        try
        {
            check.Run(Expected, examination);
        }
        catch (Exception exception) when (exception is not RuleCheckException)
        {
            throw new RuleCheckException(Name, check.Name, Seed, $"{exception.GetType().Name}: {exception.Message} {check.Meaning}", exception);
        }
    }
}
