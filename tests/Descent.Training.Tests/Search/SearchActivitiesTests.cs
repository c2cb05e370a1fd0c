using System.Collections.Concurrent;
using System.Diagnostics;

namespace Descent.Training.Tests.Search;

/// <summary>A search as a tracer sees it: one activity for it, and within that one for each trial.</summary>
public sealed class SearchActivitiesTests
{
    private static readonly SearchSpace Space = new(SearchDimension.Uniform("rate", -1, 1));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Trials_AreActivitiesWithinTheSearch(int workers)
    {
        ConcurrentQueue<Activity> stopped = [];
        List<string?> inside = [];
        var name = $"traced by {workers}";
        using var listener = Listen(stopped);

        var result = new HyperparameterSearch(Space, new RandomSearch(3)) { Name = name, Workers = workers }.Run(trial =>
        {
            lock (inside)
            {
                inside.Add(Activity.Current?.OperationName);
            }

            return trial.Number == 1 ? throw new ArithmeticException("too steep") : trial["rate"];
        });

        var search = Assert.Single(stopped, activity => activity.OperationName == SearchActivities.Search && (string?)activity.GetTagItem(SearchActivities.NameTag) == name);
        var trials = stopped.Where(activity => activity.ParentId == search.Id).OrderBy(activity => activity.GetTagItem(SearchActivities.NumberTag)).ToList();
        Assert.Equal(3, search.GetTagItem(SearchActivities.TrialsTag));
        Assert.Equal((SearchActivities.SourceName, typeof(SearchActivities).Assembly.GetName().Version!.ToString(3)), (search.Source.Name, search.Source.Version));
        Assert.All(inside, current => Assert.Equal(SearchActivities.Trial, current));
        Assert.Equal([0, 1, 2], trials.Select(trial => trial.GetTagItem(SearchActivities.NumberTag)));
        Assert.Equal(result.Trials.Select(trial => (object)trial.Point["rate"]), trials.Select(trial => trial.GetTagItem("descent.search.hyperparameter.rate")));
        Assert.Equal(result.Trials.Select(trial => (object?)trial.Value), trials.Select(trial => trial.GetTagItem(SearchActivities.ValueTag)));
        Assert.Equal([ActivityStatusCode.Ok, ActivityStatusCode.Error, ActivityStatusCode.Ok], trials.Select(trial => trial.Status));
        Assert.Equal("ArithmeticException: too steep", trials[1].StatusDescription);
        Assert.Equal(1.0, trials[0].GetTagItem(SearchActivities.BudgetTag));
    }

    /// <summary>A trial that the cancellation broke off is no failure.</summary>
    [Fact]
    public void ATrialThatIsBrokenOff_HasNoStatus()
    {
        ConcurrentQueue<Activity> stopped = [];
        using var cancellation = new CancellationTokenSource();
        using var listener = Listen(stopped);

        new HyperparameterSearch(Space, new RandomSearch(3)) { Name = "broken off" }.Run(
            trial =>
            {
                cancellation.Cancel();
                trial.CancellationToken.ThrowIfCancellationRequested();
                return 0;
            },
            cancellation.Token);

        var search = Assert.Single(stopped, activity => (string?)activity.GetTagItem(SearchActivities.NameTag) == "broken off");
        var trial = Assert.Single(stopped, activity => activity.ParentId == search.Id);
        Assert.Equal(ActivityStatusCode.Unset, trial.Status);
        Assert.Null(trial.GetTagItem(SearchActivities.ValueTag));
    }

    /// <summary>Other tests search at the same time: what they stop is heard, too, while these look at what there is.</summary>
    private static ActivityListener Listen(ConcurrentQueue<Activity> stopped)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SearchActivities.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
