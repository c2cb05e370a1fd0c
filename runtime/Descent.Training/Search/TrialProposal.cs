namespace Descent.Training;

/// <summary>What a trial is to try, as a <see cref="SearchStrategy"/> proposes it. The search refuses what it cannot try.</summary>
public sealed record TrialProposal
{
    /// <summary>Proposes a point.</summary>
    /// <param name="point">The hyperparameters, of the space that is searched.</param>
    public TrialProposal(SearchPoint point) => Point = point;

    /// <summary>The hyperparameters.</summary>
    public SearchPoint Point { get; }

    /// <summary>How much training it may take, finite and greater than 0, in a unit that the objective knows, such as epochs; 1 unless said.</summary>
    public double Budget { get; init; } = 1;

    /// <summary>
    /// The number of the trial of the same point with a smaller budget, whose training may be continued; <see langword="null"/>, unless
    /// said, if there is none.
    /// </summary>
    public int? Parent { get; init; }

    /// <summary>One line: the point, and the budget if it is not 1.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text(
        $"{Point}{(Budget == 1 ? "" : Schedule.Text($", budget {Budget:G6}"))}{(Parent is { } parent ? $", from trial {parent}" : "")}");
}
