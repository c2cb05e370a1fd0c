using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.CodeFixes;

/// <summary>Writes new members into a class, in the indentation and with the line ends of its file.</summary>
internal static class MemberInsertion
{
    /// <summary>The change that adds lines to a class; an empty line is put between them and the members before.</summary>
    public static TextChange At(ClassDeclarationSyntax type, IEnumerable<string> lines)
    {
        var text = type.SyntaxTree.GetText();
        var end = LineEnd(text);
        var indentation = Indentation(text, type);
        var members = string.Concat(lines.Select(each => each.Length == 0 ? end : indentation + "    " + each + end));
        if (type.OpenBraceToken.IsMissing || type.OpenBraceToken.Span.IsEmpty)
        {
            return new(type.SemicolonToken.Span, $"{end}{indentation}{{{end}{members}{indentation}}}");
        }

        var last = text.Lines.GetLineFromPosition(type.CloseBraceToken.SpanStart);
        var isAlone = text.ToString(TextSpan.FromBounds(last.Start, type.CloseBraceToken.SpanStart)).Trim().Length == 0;
        var separator = type.Members.Count > 0 ? end : "";
        return isAlone
            ? new(new TextSpan(last.Start, 0), separator + members)
            : new(new TextSpan(type.CloseBraceToken.SpanStart, 0), end + separator + members + indentation);
    }

    /// <summary>The change that adds a hyperparameter after the last one, written and documented as that one is.</summary>
    public static TextChange OfHyperparameter(ClassDeclarationSyntax type, string arguments, string name, string summary)
    {
        var attribute = $"[{Qualifier(type)}Hyperparameter({arguments})]";
        var declaration = $"public partial double {name} {{ get; set; }}";
        if (type.Members.OfType<PropertyDeclarationSyntax>().LastOrDefault(property => property.Modifiers.Any(SyntaxKind.PartialKeyword)) is not { } last)
        {
            return At(type, [$"{attribute} {declaration}"]);
        }

        if (!last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            return new(new TextSpan(last.Span.End, 0), $" {attribute} {declaration}");
        }

        var text = type.SyntaxTree.GetText();
        var isDocumented = last.GetLeadingTrivia().Any(SyntaxKind.SingleLineDocumentationCommentTrivia);
        var isOneLine = !last.AttributeLists.Any(list => list.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia));
        string[] lines =
        [
            .. isDocumented || !isOneLine ? [""] : Array.Empty<string>(),
            .. isDocumented ? [$"/// <summary>{summary}</summary>"] : Array.Empty<string>(),
            .. isOneLine ? [$"{attribute} {declaration}"] : new[] { attribute, declaration },
        ];
        return new(new TextSpan(last.FullSpan.End, 0), string.Concat(lines.Select(line => (line.Length == 0 ? "" : Indentation(text, last) + line) + LineEnd(text))));
    }

    public static string LineEnd(SourceText text) => text.ToString().Contains("\r\n") ? "\r\n" : "\n";

    /// <summary>What stands before the first character of the line on which a node begins.</summary>
    public static string Indentation(SourceText text, SyntaxNode node)
    {
        var line = text.Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>How the class names our attributes: <c>Descent.</c> if it writes <c>[Descent.Optimizer]</c>.</summary>
    public static string Qualifier(ClassDeclarationSyntax type)
        => type.AttributeLists.SelectMany(list => list.Attributes).Select(attribute => attribute.Name).OfType<QualifiedNameSyntax>()
            .FirstOrDefault(name => name.Right.Identifier.ValueText is "Optimizer" or "OptimizerAttribute") is { } qualified
                ? qualified.Left + "."
                : "";
}
