using Landscapes.Scenes;
using Landscapes.Shared;

namespace Landscapes;

/// <summary>The numbers of the page as a table for the terminal.</summary>
internal static class Report
{
    private static readonly string[] s_headings = ["landscape", "optimizer", "ended at", "loss", "steps"];

    /// <summary>Writes one line for each walk.</summary>
    public static void Write(IEnumerable<Scene> scenes, TextWriter writer)
    {
        List<string[]> rows = [s_headings];
        foreach (var scene in scenes)
        {
            rows.AddRange(scene.Trajectories.Select(way => new[]
            {
                scene.Title,
                $"{way.Walker.Name} ({way.Walker.Settings})",
                way.EndPosition,
                Text.Loss(way.End.Loss),
                Text.Number(way.Steps),
            }));
        }

        var widths = s_headings.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            writer.WriteLine(string.Join("  ", cells));
        }
    }
}
