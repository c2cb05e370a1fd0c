namespace Descent.PlantedFaults;

/// <summary>A mistake that somebody could make: one small replacement in one file.</summary>
/// <param name="Name">What then happens.</param>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="Right">The text as it is, which stands there once.</param>
/// <param name="Wrong">The text with the mistake.</param>
internal sealed record SourceFault(string Name, string File, string Right, string Wrong)
{
    /// <summary>The name of the assembly.</summary>
    public string Assembly => File.Split('/')[1];

    /// <summary>Whether it is one of the compiler.</summary>
    public bool IsOfCompiler => File.StartsWith("generator/", StringComparison.Ordinal);

    /// <summary>How often the text stands in the file as it is; a fault fits if it is once.</summary>
    public int Count => Text.Split(Right).Length - 1;

    private string Text => Repository.Read(File.Split('/')).ReplaceLineEndings("\n");

    /// <summary>The file with the mistake.</summary>
    public string Plant() => Text.Replace(Right, Wrong, StringComparison.Ordinal);
}
