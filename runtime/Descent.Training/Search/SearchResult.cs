using System.Globalization;
using System.Text;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>What a <see cref="HyperparameterSearch"/> found.</summary>
public sealed class SearchResult
{
    internal SearchResult(HyperparameterSearch search, int total, TrialResult[] trials)
        => (Search, Total, Trials, Best) = (search, total, trials, BestOf(trials, search.Maximize));

    /// <summary>The search.</summary>
    public HyperparameterSearch Search { get; }

    /// <summary>How many trials the whole search has; fewer are done if it was cancelled.</summary>
    public int Total { get; }

    /// <summary>The trials that are done, by number.</summary>
    public IReadOnlyList<TrialResult> Trials { get; }

    /// <summary>Whether every trial is done.</summary>
    public bool IsComplete => Trials.Count >= Total;

    /// <summary>
    /// The best completed trial among those of the largest budget, because results of different budgets do not compare; of equal ones the
    /// first. <see langword="null"/> if no trial is completed.
    /// </summary>
    public TrialResult? Best { get; }

    /// <summary>The trials from the best to the worst, by budget first; failed ones last.</summary>
    /// <returns>All trials.</returns>
    public IReadOnlyList<TrialResult> Ranked() => [.. Rank(Trials, Search.Maximize)];

    /// <summary>One line: how many trials are done, and the best. <see cref="ToTable"/> has more.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => $"{Trials.Count} of {Total} trials{(Best is null ? "" : $", best: {Best}")}";

    /// <summary>The best trials as a table of text.</summary>
    /// <param name="rows">How many trials to show at most, at least 1.</param>
    /// <returns>Lines of columns, the first of them headings.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1.</exception>
    public string ToTable(int rows = 10)
    {
        Guard.Hyperparameter(rows, nameof(rows), min: 1);
        var columns = SearchColumns.Of(this);
        List<string[]> table = [[.. columns.Select(column => column.Heading)]];
        table.AddRange(Ranked().Take(rows).Select(trial => columns.Select(column => column.TextOf(trial)).ToArray()));
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture, $"{Trials.Count} of {Total} trials, {Trials.Count(trial => trial.IsFailed)} failed; {Search.Strategy.Identity}, seed {Search.Seed}"));
        ReportText.Table(text, table);
        return text.ToString();
    }

    /// <summary>All trials as one HTML page that needs nothing else, with the progress of the search and a picture of every hyperparameter.</summary>
    /// <param name="title">The page's title.</param>
    /// <returns>The page, which follows the reader's choice of light or dark.</returns>
    /// <exception cref="ArgumentException"><paramref name="title"/> is empty or holds a character that XML cannot.</exception>
    public string ToHtml(string title = "Hyperparameter search")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        return SearchPage.Render(this, title);
    }

    internal static TrialResult? BestOf(IEnumerable<TrialResult> trials, bool maximize)
        => Rank(trials, maximize).FirstOrDefault(trial => !trial.IsFailed);

    private static IOrderedEnumerable<TrialResult> Rank(IEnumerable<TrialResult> trials, bool maximize) => trials
        .OrderBy(trial => trial.IsFailed)
        .ThenByDescending(trial => trial.Budget)
        .ThenBy(trial => SearchHistory.LossOf(trial, maximize))
        .ThenBy(trial => trial.Number);
}
