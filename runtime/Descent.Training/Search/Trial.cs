namespace Descent.Training;

/// <summary>A trial that is running: what the function to be minimized is given.</summary>
public sealed class Trial
{
    internal Trial(int number, TrialProposal proposal, ulong seed, CancellationToken cancellationToken)
        => (Number, Point, Budget, Parent, Seed, CancellationToken)
            = (number, proposal.Point, proposal.Budget, proposal.Parent, seed, cancellationToken);

    /// <summary>The trial's number, from 0.</summary>
    public int Number { get; }

    /// <summary>The hyperparameters to try.</summary>
    public SearchPoint Point { get; }

    /// <summary>How much training it may take: 1, unless a <see cref="SuccessiveHalving"/> says otherwise.</summary>
    public double Budget { get; }

    /// <summary>The number of the trial that tried the same point with the budget before, whose training may be continued.</summary>
    public int? Parent { get; }

    /// <summary>A seed for this trial's own random numbers, the same whenever the trial is run again.</summary>
    public ulong Seed { get; }

    /// <summary>
    /// Cancelled when the search is. A trial that answers with <see cref="OperationCanceledException"/>, or with an <see cref="AggregateException"/>
    /// of nothing else, as whoever waits for tasks does, is run again on resuming.
    /// </summary>
    public CancellationToken CancellationToken { get; }

    /// <inheritdoc cref="SearchPoint.this"/>
    public double this[string name] => Point[name];

    /// <summary>One line: number and point.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => $"trial {Number}: {Point}";

    /// <summary>The value of a hyperparameter that is a whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The space has no such dimension.</exception>
    /// <exception cref="InvalidOperationException">The value is not a whole number.</exception>
    public int WholeNumber(string name)
    {
        var value = Point[name];
        return double.IsInteger(value) && value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new InvalidOperationException(FormattableString.Invariant($"'{name}' is {value}, which is not a whole number."));
    }
}

/// <summary>A trial that is done.</summary>
public sealed record TrialResult
{
    internal TrialResult(int number, TrialProposal proposal, double? value, string? error, TimeSpan duration)
    {
        (Number, Point, Budget, Parent) = (number, proposal.Point, proposal.Budget, proposal.Parent);
        (Value, Error, Duration) = (value, error, duration);
    }

    /// <summary>The trial's number, from 0.</summary>
    public int Number { get; }

    /// <summary>The hyperparameters that were tried.</summary>
    public SearchPoint Point { get; }

    /// <summary>How much training it was given.</summary>
    public double Budget { get; }

    /// <summary>The number of the trial that tried the same point with the budget before.</summary>
    public int? Parent { get; }

    /// <summary>What the function gave, finite; <see langword="null"/> if the trial failed.</summary>
    public double? Value { get; }

    /// <summary>Why it failed; <see langword="null"/> if it did not.</summary>
    public string? Error { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Whether it threw, or gave a value that is not finite.</summary>
    public bool IsFailed => Value is null;

    /// <summary>One line: number, point and value, or why there is none.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text(
        $"trial {Number}: {(Value is { } value ? Schedule.Text($"{value:G6}") : $"failed, {Error}")} at {Point}");
}
