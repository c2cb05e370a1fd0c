using System.Diagnostics;
using Lectures.Site;
using Lectures.Topics;

namespace Lectures;

/// <summary>The site: a page a topic, and one that leads to them.</summary>
internal static class LectureSite
{
    private static readonly Topic[] s_topics =
    [
        AveragesTopic.Topic, RavineTopic.Topic, LocalMinimumTopic.Topic, FirstStepsTopic.Topic,
        SchedulesTopic.Topic, ActivationsTopic.Topic, LearningRateTopic.Topic, SnapshotsTopic.Topic,
    ];

    /// <summary>Computes and writes all pages.</summary>
    /// <param name="folder">Where to; it is made if it does not exist.</param>
    /// <param name="log">Told what was computed, and how long it took.</param>
    /// <returns>The full path of the first page.</returns>
    public static string Write(string folder, TextWriter log)
    {
        Directory.CreateDirectory(folder);
        foreach (var topic in s_topics)
        {
            var start = Stopwatch.GetTimestamp();
            File.WriteAllText(Path.Combine(folder, topic.File), LecturePage.Render(topic, s_topics));
            log.WriteLine($"{topic.Title,-46} {Stopwatch.GetElapsedTime(start).TotalSeconds,5:0.0} s");
        }

        var index = Path.GetFullPath(Path.Combine(folder, "index.html"));
        File.WriteAllText(index, LecturePage.RenderIndex(s_topics));
        return index;
    }
}
