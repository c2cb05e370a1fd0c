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

    /// <summary>Cancelled when the search is. A trial that answers with <see cref="OperationCanceledException"/> is run again on resuming.</summary>
    public CancellationToken CancellationToken { get; }

    /// <inheritdoc cref="SearchPoint.this"/>
    public double this[string name] => Point[name];

    /// <summary>The value of a hyperparameter that is a whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The space has no such dimension.</exception>
    /// <exception cref="InvalidOperationException">The value is not a whole number.</exception>
    public int WholeNumber(string name)
    {
        var value = Point[name];
        return double.IsInteger(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw new InvalidOperationException(FormattableString.Invariant($"'{name}' is {value}, which is not a whole number."));
    }
}

/// <summary>A trial that is done.</summary>
/// <param name="Number">The trial's number, from 0.</param>
/// <param name="Point">The hyperparameters that were tried.</param>
/// <param name="Budget">How much training it was given.</param>
/// <param name="Parent">The number of the trial that tried the same point with the budget before.</param>
/// <param name="Value">What the function gave, finite; <see langword="null"/> if the trial failed.</param>
/// <param name="Error">Why it failed; <see langword="null"/> if it did not.</param>
/// <param name="Duration">How long it took.</param>
public sealed record TrialResult(
    int Number, SearchPoint Point, double Budget, int? Parent, double? Value, string? Error, TimeSpan Duration)
{
    /// <summary>Whether it threw, or gave a value that is not finite.</summary>
    public bool IsFailed => Value is null;
}
