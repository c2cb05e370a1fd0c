namespace Lectures.Site;

/// <summary>
/// The lines of a source file that stand between <c>// On the page:</c> and <c>// So far.</c>: what a page shows as the code that made it is
/// the code that made it.
/// </summary>
internal static class Excerpt
{
    /// <summary>The line before the first one that is shown.</summary>
    public const string Beginning = "// On the page:";

    /// <summary>The line after the last one that is shown.</summary>
    public const string End = "// So far.";

    /// <summary>The excerpt of a source file of this program, moved to the left margin.</summary>
    /// <param name="source">The name of the file, without ending.</param>
    public static string Of(string source)
    {
        using var stream = typeof(Excerpt).Assembly.GetManifestResourceStream($"{source}.cs")
            ?? throw new InvalidOperationException($"The source file {source}.cs is not among the resources of the program.");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n')
            .SkipWhile(line => line.Trim() != Beginning).Skip(1).TakeWhile(line => line.Trim() != End).ToArray();
        var margin = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[margin..] : line)).Trim('\n');
    }
}
