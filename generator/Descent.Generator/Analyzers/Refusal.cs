using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Descent.Generator.Analyzers;

/// <summary>A problem that the generator reports, as it leaves the first step of the pipeline: equal by content, its place a file and a span.</summary>
internal sealed record Refusal(string Id, EquatableArray<string> Arguments, string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Refusal Of(Problem problem) => new(
        problem.Id,
        problem.Arguments.Select(argument => argument.ToString()!).ToEquatableArray(),
        problem.Location.SourceTree?.FilePath ?? "",
        problem.Location.SourceSpan,
        problem.Location.GetLineSpan().Span);

    /// <summary>The diagnostic in the compilation of the moment: at its syntax tree, so that pragmas and editors find it.</summary>
    public Diagnostic In(Compilation compilation, AnalyzerConfigOptions options)
    {
        var tree = compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == Path && tree.Length >= Span.End);
        return Diagnostic.Create(
            Descriptors.Of(Id).LinkedBy(options).SaidByGenerator(),
            tree is null ? Location.Create(Path, Span, Lines) : Location.Create(tree, Span),
            [.. Arguments.Items.Cast<object>()]);
    }
}
