namespace Landscapes;

/// <summary>What the user asked for.</summary>
/// <param name="Output">Where to write the page.</param>
/// <param name="WantsHelp">Whether only to say how the program is used.</param>
/// <param name="Error">What is wrong with the arguments, in one line.</param>
internal sealed record CommandLine(string Output = "landscapes.html", bool WantsHelp = false, string? Error = null)
{
    /// <summary>How the program is used.</summary>
    public const string Usage = "Usage: Landscapes [--output PATH]    (PATH is landscapes.html unless said)";

    /// <summary>Reads the arguments.</summary>
    public static CommandLine Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new(),
        ["--help" or "-h"] => new(WantsHelp: true),
        ["--output"] => new(Error: "--output needs a path"),
        ["--output", var path] when string.IsNullOrWhiteSpace(path) || Directory.Exists(path) => new(Error: $"'{path}' is not a path of a file"),
        ["--output", var path] => new(path),
        ["--output", _, var extra, ..] => new(Error: $"unexpected argument '{extra}'"),
        [var unknown, ..] => new(Error: $"unknown argument '{unknown}'"),
    };
}
