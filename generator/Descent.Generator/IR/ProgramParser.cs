using System;
using System.Collections.Generic;
using System.Globalization;
using Descent.Generator.Infrastructure;

namespace Descent.Generator.IR;

/// <summary>Reads the text form of <see cref="ProgramPrinter"/>. Values may have any names; they are renumbered by position.</summary>
internal static class ProgramParser
{
    /// <exception cref="FormatException">The text is not a program; the message names the line.</exception>
    public static Program Parse(string text)
    {
        var builder = new ProgramBuilder();
        var values = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        foreach (var rawLine in text.Split('\n'))
        {
            number++;
            var line = rawLine.Trim();
            if (line.Length == 0)
            {
                continue;
            }

            try
            {
                ParseLine(new Tokens(line), builder, values);
            }
            catch (FormatException error)
            {
                throw new FormatException($"Line {number.ToString(CultureInfo.InvariantCulture)}, '{line}': {error.Message}");
            }
        }

        return builder.ToProgram();
    }

    private static void ParseLine(Tokens tokens, ProgramBuilder builder, Dictionary<string, int> values)
    {
        string? name = null, hint = null;
        if (tokens.Peek.StartsWith("%", StringComparison.Ordinal))
        {
            var parts = tokens.Next().Substring(1).Split([':'], 2);
            (name, hint) = (parts[0], parts.Length == 2 ? parts[1] : null);
            if (tokens.Next() != "=")
            {
                throw new FormatException("'=' expected.");
            }
        }

        var (operation, type) = ParseOperation(tokens.Next());
        long number = 0;
        if (operation.Opcode == Opcode.Constant)
        {
            number = ParseConstant(tokens.Next(), type);
        }
        else if (tokens.Peek.StartsWith("#", StringComparison.Ordinal))
        {
            number = ParseNumber(tokens.Next().Substring(1));
        }

        string? word = null;
        if (tokens.Peek.Length > 0 && tokens.Peek[0] is not ('%' or '@'))
        {
            word = tokens.Next();
        }

        var operands = new List<int>();
        while (tokens.Peek.StartsWith("%", StringComparison.Ordinal))
        {
            var operand = tokens.Next().TrimEnd(',').Substring(1);
            operands.Add(values.TryGetValue(operand, out var value) ? value : throw new FormatException($"%{operand} is not defined before."));
        }

        var site = tokens.Peek.StartsWith("@", StringComparison.Ordinal) ? (int)ParseNumber(tokens.Next().Substring(1)) : -1;
        if (tokens.Peek.Length > 0)
        {
            throw new FormatException($"'{tokens.Peek}' is one word too many.");
        }

        if (operation.Arity >= 0 && operation.Arity != operands.Count)
        {
            throw new FormatException($"{operation.Name} takes {operation.Arity.ToString(CultureInfo.InvariantCulture)} operands.");
        }

        var position = builder.Add(new(operation.Opcode, type, operands.ToEquatableArray(), Payload.Parse(operation.Opcode, number, word), hint, site));
        if (name is not null)
        {
            values[name] = position;
        }
    }

    private static (Operation Operation, ScalarType Type) ParseOperation(string word)
    {
        var dot = word.IndexOf('.');
        var (name, typeName) = dot < 0 ? (word, "") : (word.Substring(0, dot), word.Substring(dot + 1));
        if (!OperationTable.TryFind(name, out var operation))
        {
            throw new FormatException($"'{name}' is not an operation.");
        }

        return (operation, typeName switch
        {
            "" => ScalarType.None,
            "f64" => ScalarType.Double,
            "i32" => ScalarType.Integer,
            "bool" => ScalarType.Boolean,
            _ => throw new FormatException($"'{typeName}' is not a type."),
        });
    }

    private static long ParseConstant(string text, ScalarType type) => type switch
    {
        ScalarType.Double => Numbers.TryParse(text, out var value)
            ? BitConverter.DoubleToInt64Bits(value)
            : throw new FormatException($"'{text}' is not a number."),
        ScalarType.Boolean => text == "true" ? 1 : 0,
        _ => ParseNumber(text),
    };

    private static long ParseNumber(string text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{text}' is not an integer.");

    /// <summary>The words of a line; a quoted word is one word.</summary>
    private sealed class Tokens
    {
        private readonly List<string> _words = [];
        private int _next;

        public Tokens(string line)
        {
            var position = 0;
            while (position < line.Length)
            {
                if (line[position] == ' ')
                {
                    position++;
                }
                else if (line[position] == '"')
                {
                    _words.Add(Quoted(line, ref position));
                }
                else
                {
                    var end = line.IndexOf(' ', position);
                    end = end < 0 ? line.Length : end;
                    _words.Add(line.Substring(position, end - position));
                    position = end;
                }
            }
        }

        public string Peek => _next < _words.Count ? _words[_next] : "";

        public string Next() => _next < _words.Count ? _words[_next++] : throw new FormatException("the line ends too early.");

        private static string Quoted(string line, ref int position)
        {
            var word = new System.Text.StringBuilder();
            for (position++; position < line.Length && line[position] != '"'; position++)
            {
                if (line[position] == '\\' && position + 1 < line.Length)
                {
                    position++;
                }

                word.Append(line[position]);
            }

            position++;
            return word.ToString();
        }
    }
}
