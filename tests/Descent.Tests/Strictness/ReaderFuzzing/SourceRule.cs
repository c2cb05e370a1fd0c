namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>A rule as C#, in a namespace of its own.</summary>
/// <param name="Name">The namespace.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="Refused">Whether it has a construct that a rule cannot have, which is marked.</param>
internal sealed record SourceRule(string Name, string Text, bool Refused)
{
    /// <summary>The marks around what a rule cannot have.</summary>
    public const string MarkStart = "/*<*/";

    /// <inheritdoc cref="MarkStart"/>
    public const string MarkEnd = "/*>*/";

    /// <summary>Whether the marks stand in it.</summary>
    public bool IsMarked => Text.Contains(MarkStart, StringComparison.Ordinal) && Text.Contains(MarkEnd, StringComparison.Ordinal);

    /// <summary>Whether it has operations on whole matrices.</summary>
    public bool HasMatrices => Text.Contains("Matrix.", StringComparison.Ordinal);

    /// <summary>A file of C#.</summary>
    public string File => $"using System; using Descent;{(HasMatrices ? " using Descent.Matrices;" : "")}\nnamespace {Name}\n{{\n{Text}}}\n";
}
