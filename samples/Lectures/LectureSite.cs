using System.Diagnostics;
using Lectures.Site;
using Lectures.Topics;

namespace Lectures;

/// <summary>The site: a page a topic, one that leads to them by the lectures' topics, and one of the rules.</summary>
internal static class LectureSite
{
    /// <summary>All pages, in the order in which one leads to the next.</summary>
    public static IReadOnlyList<Topic> Topics { get; } =
    [
        BatchSizesTopic.Topic, AveragesTopic.Topic, RavineTopic.Topic, ComparisonTopic.Topic, LocalMinimumTopic.Topic, SaddlesTopic.Topic, TiltedTopic.Topic,
        FirstStepsTopic.Topic, WarmUpTopic.Topic, SchedulesTopic.Topic, NoiseTopic.Topic, LossFunctionsTopic.Topic, ScalesTopic.Topic,
        ActivationsTopic.Topic, InitialWeightsTopic.Topic, NormalizationTopic.Topic, ChecksTopic.Topic, WatchingTopic.Topic, InsideTopic.Topic,
        LearningRateTopic.Topic, SearchTopic.Topic, EnsemblesTopic.Topic, SnapshotsTopic.Topic,
    ];

    /// <summary>Computes and writes all pages, or some.</summary>
    /// <param name="folder">Where to; it is made if it does not exist.</param>
    /// <param name="log">Told what was computed, and how long it took.</param>
    /// <param name="only">The names of the topics whose pages are computed; of all if there is none.</param>
    /// <returns>The full path of the first page.</returns>
    public static string Write(string folder, TextWriter log, params IReadOnlyCollection<string> only)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Catalogue.File), LecturePage.RenderCatalogue());
        foreach (var topic in Topics.Where(topic => only.Count == 0 || only.Contains(topic.Name)))
        {
            var start = Stopwatch.GetTimestamp();
            File.WriteAllText(Path.Combine(folder, topic.File), LecturePage.Render(topic, Topics));
            log.WriteLine($"{topic.Title,-46} {Stopwatch.GetElapsedTime(start).TotalSeconds,5:0.0} s");
        }

        var index = Path.GetFullPath(Path.Combine(folder, "index.html"));
        File.WriteAllText(index, LecturePage.RenderIndex(Topics));
        return index;
    }
}
