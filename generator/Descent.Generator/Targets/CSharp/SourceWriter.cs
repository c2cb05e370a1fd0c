using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Descent.Generator.Targets.CSharp;

/// <summary>Writes indented lines of C#, always with LF endings.</summary>
internal sealed class SourceWriter
{
    private const int LineLength = 140;
    private readonly StringBuilder _text = new();
    private int _indent;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', 4 * _indent).Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Writes a list in parentheses, on one line if it is not too long, else several to a line.</summary>
    public void List(string before, IEnumerable<string> items, string after)
    {
        var all = items.ToList();
        var line = $"{before}({string.Join(", ", all)}){after}";
        if (4 * _indent + line.Length <= LineLength)
        {
            Line(line);
            return;
        }

        Line(before + "(");
        var text = "";
        for (var index = 0; index < all.Count; index++)
        {
            var item = all[index] + (index < all.Count - 1 ? "," : ")" + after);
            if (text.Length > 0 && 4 * (_indent + 1) + text.Length + 1 + item.Length > LineLength)
            {
                Line("    " + text);
                text = "";
            }

            text += text.Length > 0 ? " " + item : item;
        }

        Line("    " + text);
    }

    /// <summary>Writes several lines, each at the present indentation.</summary>
    public void Lines(string lines)
    {
        foreach (var line in lines.Replace("\r", "").TrimEnd('\n').Split('\n'))
        {
            Line(line);
        }
    }

    /// <summary>Writes a line of its own, if there is one, then a block in braces that ends when the result is disposed.</summary>
    public IDisposable Block(string? header)
    {
        if (header is not null)
        {
            Line(header);
        }

        Line("{");
        _indent++;
        return new Closing(this, "}");
    }

    /// <summary>Indents what is written until the result is disposed.</summary>
    public IDisposable Indented()
    {
        _indent++;
        return new Closing(this, null);
    }

    public override string ToString() => _text.ToString();

    private sealed class Closing(SourceWriter writer, string? line) : IDisposable
    {
        public void Dispose()
        {
            writer._indent--;
            if (line is not null)
            {
                writer.Line(line);
            }
        }
    }
}
