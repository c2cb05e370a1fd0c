using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.CodeFixes;

/// <summary>Writes new members at the end of a class, in the indentation and with the line ends of its file.</summary>
internal static class MemberInsertion
{
    /// <summary>The change that adds lines to a class; an empty line is put between them and the members before.</summary>
    public static TextChange At(ClassDeclarationSyntax type, IEnumerable<string> lines)
    {
        var text = type.SyntaxTree.GetText();
        var end = text.ToString().Contains("\r\n") ? "\r\n" : "\n";
        var line = text.Lines.GetLineFromPosition(type.SpanStart).ToString();
        var indentation = line.Substring(0, line.Length - line.TrimStart().Length);
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

    /// <summary>How the class names our attributes: <c>Descent.</c> if it writes <c>[Descent.Optimizer]</c>.</summary>
    public static string Qualifier(ClassDeclarationSyntax type)
        => type.AttributeLists.SelectMany(list => list.Attributes).Select(attribute => attribute.Name).OfType<QualifiedNameSyntax>()
            .FirstOrDefault(name => name.Right.Identifier.ValueText is "Optimizer" or "OptimizerAttribute") is { } qualified
                ? qualified.Left + "."
                : "";
}
