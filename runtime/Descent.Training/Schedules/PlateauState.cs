namespace Descent.Training;

/// <summary>What a <see cref="ReduceOnPlateau"/> remembers between reports, to be saved with the weights.</summary>
public readonly record struct PlateauState
{
    /// <summary>The value in use.</summary>
    public required double Value { get; init; }

    /// <summary>The best metric so far; <see langword="null"/> before the first finite one.</summary>
    public double? Best { get; init; }

    /// <summary>Reports without improvement that count towards the patience.</summary>
    public int BadReports { get; init; }

    /// <summary>Reports for which the cooldown goes on.</summary>
    public int CooldownLeft { get; init; }

    /// <summary>One line, as in <c>0.01, best 0.3, 2 bad reports</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text(
        $"{Value}{(Best is { } best ? Schedule.Text($", best {best:G6}") : "")}, {BadReports} bad reports{(CooldownLeft > 0 ? $", cooldown {CooldownLeft}" : "")}");
}
