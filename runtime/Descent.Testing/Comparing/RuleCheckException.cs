namespace Descent.Testing;

/// <summary>A rule did not pass a check of the <see cref="RuleBattery"/>. The message names everything that is needed to see it again.</summary>
public sealed class RuleCheckException : Exception
{
    /// <summary>Makes an exception of no rule in particular.</summary>
    public RuleCheckException()
    {
    }

    /// <summary>Makes an exception of no rule in particular.</summary>
    /// <param name="message">What happened.</param>
    public RuleCheckException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception of no rule in particular.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public RuleCheckException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal RuleCheckException(string rule, string check, int seed, string message, Exception? innerException = null)
        : base(FormattableString.Invariant($"{rule} fails {check} (seed {seed}): {message}"), innerException)
        => (Rule, Check, Seed) = (rule, check, seed);

    /// <summary>The name of the rule.</summary>
    public string Rule { get; } = "";

    /// <summary>The name of the check, one of <see cref="RuleBattery.Checks"/>.</summary>
    public string Check { get; } = "";

    /// <summary>The seed of the random numbers (<see cref="RuleBattery.Seed"/>).</summary>
    public int Seed { get; }

    /// <summary>The index of the first number that is wrong; −1 if the check is not about one number.</summary>
    public int Index { get; init; } = -1;

    /// <summary>The bits expected there, 32 or 64 of them; all 64 set for a NaN.</summary>
    public ulong? ExpectedBits { get; init; }

    /// <summary>The bits found there.</summary>
    public ulong? ActualBits { get; init; }
}
