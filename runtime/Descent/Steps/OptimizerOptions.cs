using System.Text.Json.Serialization;

namespace Descent;

/// <summary>What a step does with gradients that are infinite or not a number.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NonFiniteGradients>))]
public enum NonFiniteGradients
{
    /// <summary>They are not looked for: the rule computes with them what it computes.</summary>
    LetThrough,

    /// <summary>
    /// The whole step is left out: no weight, state or step count changes, and the result says which gradient it was. Gradients are zeroed
    /// all the same if the options say so, so that the next ones do not add up on the bad one.
    /// </summary>
    SkipStep,

    /// <summary>The step throws <see cref="NonFiniteGradientException"/> and changes nothing, not even gradients that are to be zeroed.</summary>
    Throw,
}

/// <summary>
/// How an optimizer, or a group of them, runs its steps. Nothing here changes what the rule computes from the gradients it is given, by
/// one bit; <see cref="GradientScale"/>, <see cref="Maximize"/> and <see cref="MaximumGradientNorm"/> change the gradients it is given, all by
/// one factor.
/// </summary>
/// <remarks>
/// They are about <see cref="Optimizer.Step"/>. A rule's <c>Update</c> over spans takes its gradients as they are. As JSON they are what they
/// are without <see cref="TaskScheduler"/>, which belongs to the process.
/// </remarks>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed class OptimizerOptions
{
    /// <summary>The most threads that share a step, the caller's included; all cores unless set. Small steps use one, unless one follows the other at once, when other threads are awake.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1024.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        set
        {
            if (value is < 1 or > 1024)
            {
                throw new ArgumentOutOfRangeException(nameof(MaxDegreeOfParallelism), value, $"{nameof(MaxDegreeOfParallelism)} must be from 1 to 1024.");
            }

            field = value;
        }
    } = Math.Min(Environment.ProcessorCount, 1024);

    /// <summary>
    /// Where the threads other than the caller's come from; <see langword="null"/>, for the team of the process, unless set. A step on a
    /// scheduler allocates a task for each thread; a step on the team allocates nothing.
    /// </summary>
    /// <remarks>
    /// Threads that the scheduler refuses, or is late with, are done without: what no other thread does, the caller's does. The step is a whole
    /// in any case.
    /// </remarks>
    [JsonIgnore]
    public TaskScheduler? TaskScheduler { get; set; }

    /// <summary>
    /// Every gradient is multiplied by it before the rule sees it, such as 1 / (loss scale); 1 unless set. <see cref="NonFiniteGradients"/> looks at gradients as they are given:
    /// one that only a scale greater than 1 makes infinite is let through.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite and greater than 0.</exception>
    public double GradientScale
    {
        get;
        set => field = CompilerServices.Guard.Hyperparameter(value, nameof(GradientScale), above: 0);
    } = 1;

    /// <summary>
    /// Whether weights climb: every gradient is negated before the rule sees it, and so before weight decay or a momentum, as PyTorch's
    /// <c>maximize</c> does; <see langword="false"/> unless set.
    /// </summary>
    /// <remarks>
    /// In an <see cref="OptimizerGroup"/> an optimizer climbs if the group's options say so, or its own: a group may descend with some
    /// parameters and climb with others. Negation is exact: norms and the search for bad gradients are the same. Inputs of a rule are not negated.
    /// </remarks>
    public bool Maximize { get; set; }

    /// <summary>
    /// The largest norm of all scaled gradients together; infinity, for no limit, unless set. Above it they are multiplied by
    /// <c>MaximumGradientNorm / (norm + 1e-6)</c>, as PyTorch's <c>clip_grad_norm_</c> does. Which norm, says <see cref="GradientNormOrder"/>. Costs
    /// one reading of the gradients.
    /// </summary>
    /// <remarks>Finite gradients are clipped right even where their squares, or the norm itself, are too large or too small for a number.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not greater than 0.</exception>
    public double MaximumGradientNorm
    {
        get;
        set
        {
            if (!(value > 0))
            {
                throw new ArgumentOutOfRangeException(nameof(MaximumGradientNorm), value, $"{nameof(MaximumGradientNorm)} must be greater than 0; infinity is no limit.");
            }

            field = value;
        }
    } = double.PositiveInfinity;

    /// <summary>
    /// The order p of the norm <c>(Σ |g|ᵖ)^(1/p)</c> that <see cref="MaximumGradientNorm"/> limits and <see cref="StepResult.GradientNorm"/> tells: 2,
    /// the Euclidean norm, unless set; 1 is the sum of the magnitudes, infinity the largest magnitude. PyTorch's <c>norm_type</c>.
    /// </summary>
    /// <remarks>
    /// The bits are the same for every number of threads. For orders other than 1, 2 and infinity they are those of the platform's
    /// <see cref="Math.Pow"/>, and the reading of the gradients is slower than memory.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or not a number.</exception>
    public double GradientNormOrder
    {
        get;
        set
        {
            if (!(value >= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(GradientNormOrder), value, $"{nameof(GradientNormOrder)} must be at least 1; infinity is the largest magnitude.");
            }

            field = value;
        }
    } = 2;

    /// <summary>
    /// From which all chance of a rule follows (<see cref="RandomAttribute"/>), with the names and steps of parameters: another seed, another
    /// sequence; 0 unless set. Rules without chance do not look at it.
    /// </summary>
    [CLSCompliant(false)]
    public ulong Seed { get; set; }

    /// <summary>What to do with gradients that are not finite. Anything but letting them through costs one reading of the gradients.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="Descent.NonFiniteGradients"/>.</exception>
    public NonFiniteGradients NonFiniteGradients
    {
        get;
        set => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(NonFiniteGradients), value, "NonFiniteGradients must be LetThrough, SkipStep or Throw.");
    }

    /// <summary>
    /// Whether gradients are set to zero once they are used, while they are still in the cache; also those that are not used because the step is
    /// skipped (<see cref="Descent.NonFiniteGradients.SkipStep"/>) or the parameter is frozen. They are written through the memory that was bound as
    /// <see cref="Parameter.Gradients"/>, which then no two parameters may share.
    /// </summary>
    public bool ClearGradientsAfterStep { get; set; }

    /// <summary>Whether the next steps compute <see cref="Parameter.Statistics"/>, in the same sweep over memory.</summary>
    public bool CollectStatistics { get; set; }

    /// <summary>What is set to other than its default, as in <c>GradientScale = 0.5, ClearGradientsAfterStep</c>; <c>defaults</c> if nothing is.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString()
    {
        var defaults = new OptimizerOptions();
        List<string> set = [];
        Add(nameof(MaxDegreeOfParallelism), MaxDegreeOfParallelism, defaults.MaxDegreeOfParallelism);
        Add(nameof(GradientScale), GradientScale, defaults.GradientScale);
        Add(nameof(MaximumGradientNorm), MaximumGradientNorm, defaults.MaximumGradientNorm);
        Add(nameof(GradientNormOrder), GradientNormOrder, defaults.GradientNormOrder);
        Add(nameof(Seed), Seed, defaults.Seed);
        Add(nameof(NonFiniteGradients), NonFiniteGradients, defaults.NonFiniteGradients);
        AddIf(TaskScheduler is not null, nameof(TaskScheduler));
        AddIf(Maximize, nameof(Maximize));
        AddIf(ClearGradientsAfterStep, nameof(ClearGradientsAfterStep));
        AddIf(CollectStatistics, nameof(CollectStatistics));
        return set.Count == 0 ? "defaults" : string.Join(", ", set);

        void Add<T>(string name, T value, T standard)
            where T : notnull => AddIf(!value.Equals(standard), FormattableString.Invariant($"{name} = {value}"));

        void AddIf(bool isSet, string text)
        {
            if (isSet)
            {
                set.Add(text);
            }
        }
    }

    internal bool ScansGradients => NonFiniteGradients != NonFiniteGradients.LetThrough || !double.IsPositiveInfinity(MaximumGradientNorm);

    internal double GradientFactor(ScaledNorm norm) => double.IsPositiveInfinity(MaximumGradientNorm) ? GradientScale : norm.Factor(GradientScale, MaximumGradientNorm);
}
