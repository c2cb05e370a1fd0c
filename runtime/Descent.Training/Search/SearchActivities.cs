using System.Diagnostics;

namespace Descent.Training;

/// <summary>
/// The names under which <see cref="HyperparameterSearch"/> is traced, for OpenTelemetry and other listeners to an <see cref="ActivitySource"/>: an
/// activity for a search, within it one for each trial, and within that whatever the trial itself starts.
/// </summary>
/// <remarks>
/// A trial has each of its hyperparameters as a tag <c>descent.search.hyperparameter.</c> with the name after it. One that fails has the
/// status <see cref="ActivityStatusCode.Error"/> with the reason; one that was broken off by the cancellation has neither value nor status.
/// While nobody listens, none is made.
/// </remarks>
public static class SearchActivities
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "Descent.Training";

    /// <summary>The activity of a search, from its first trial to its last; tags <see cref="NameTag"/> and <see cref="TrialsTag"/>.</summary>
    public const string Search = "descent.search";

    /// <summary>The activity of a trial; tags <see cref="NumberTag"/>, <see cref="BudgetTag"/>, its hyperparameters and at its end <see cref="ValueTag"/>.</summary>
    public const string Trial = "descent.search.trial";

    /// <summary>The tag with the name of the search, <see cref="HyperparameterSearch.Name"/>.</summary>
    public const string NameTag = "descent.search.name";

    /// <summary>The tag with the number of trials that the search has in all, those of its log among them.</summary>
    public const string TrialsTag = "descent.search.trials";

    /// <summary>The tag with the number of the trial.</summary>
    public const string NumberTag = "descent.search.trial.number";

    /// <summary>The tag with the budget of the trial, <see cref="TrialProposal.Budget"/>.</summary>
    public const string BudgetTag = "descent.search.trial.budget";

    /// <summary>The tag with the value that the trial gave; not there if it failed.</summary>
    public const string ValueTag = "descent.search.trial.value";

    private const string HyperparameterTag = "descent.search.hyperparameter.";

    private static readonly ActivitySource s_source = new(SourceName, TrainingMetrics.Version);

    internal static Activity? StartSearch(HyperparameterSearch search, int trials)
        => s_source.StartActivity(Search)?.SetTag(NameTag, search.Name).SetTag(TrialsTag, trials);

    internal static Activity? StartTrial(int number, TrialProposal proposal)
    {
        var activity = s_source.StartActivity(Trial)?.SetTag(NumberTag, number).SetTag(BudgetTag, proposal.Budget);
        for (var index = 0; activity is not null && index < proposal.Point.Values.Count; index++)
        {
            activity.SetTag(HyperparameterTag + proposal.Point.Space.Dimensions[index].Name, proposal.Point.Values[index]);
        }

        return activity;
    }

    internal static void End(Activity? activity, double? value, string? error)
        => activity?.SetTag(ValueTag, value).SetStatus(error is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, error);
}
