using System.Globalization;

namespace Descent.Training;

/// <summary>One column of the table of trials.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="TextOf">A trial's entry.</param>
internal sealed record SearchColumn(string Heading, Func<TrialResult, string> TextOf);

/// <summary>The columns of the table of trials, the same as text and on the page.</summary>
internal static class SearchColumns
{
    /// <summary>The budget is left out where it is the same everywhere.</summary>
    public static IReadOnlyList<SearchColumn> Of(SearchResult result)
    {
        List<SearchColumn> columns =
        [
            new("trial", trial => trial.Number.ToString(CultureInfo.InvariantCulture)),
            new("value", trial => trial.Value is { } value ? Number(value) : "failed"),
            .. result.Search.Space.Dimensions.Select((dimension, i) => new SearchColumn(dimension.Name, trial => Number(trial.Point.Values[i]))),
            new("seconds", trial => trial.Duration.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)),
        ];
        if (result.Trials.Select(trial => trial.Budget).Distinct().Count() > 1)
        {
            columns.Insert(1, new("budget", trial => Number(trial.Budget)));
        }

        return columns;
    }

    /// <summary>A number with five digits, and an exponent as people write it: 1e-5.</summary>
    public static string Number(double value) => Plain(value.ToString("G5", CultureInfo.InvariantCulture));

    /// <summary>Writes 1E-05 as 1e-5.</summary>
    public static string Plain(string number) => number
        .Replace("E-0", "e-", StringComparison.Ordinal)
        .Replace("E+0", "e", StringComparison.Ordinal)
        .Replace("E+", "e", StringComparison.Ordinal)
        .Replace("E-", "e-", StringComparison.Ordinal);
}
