using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent;

/// <summary>Damages the source of a rule as typing does: tokens deleted, doubled, swapped, replaced by others.</summary>
internal static class SourceMutator
{
    private static readonly string[] s_replacements =
    [
        "i", "Vector", "System", "@class", "double", "float", "int", "string", "void", "ref", "out", "in", "static", "partial", "sealed", "abstract", "record",
        "struct", "weight", "gradient", "m", "0", "1", "-1", "1e400", "0x7fffffff", "null", "this", "base", "new", "=>", "{", "}", "(", ")", ";", ",", "<", ">", "?", ":",
        "if", "for", "while", "return", "throw", "await", "async", "unsafe", "checked", "unchecked", "default", "typeof(int)", "nameof(weight)", "\"text\"", "'c'",
        "Math.Sqrt", "Reduce.Sum", "[State]", "[Step]", "[Update]", "[Optimizer]", "Größe", "値", "<T>", "global::System.Math.Pow", "..", "is", "switch { _ => 1 }",
    ];

    public static string Mutate(string source, Random random)
    {
        var tokens = CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Select(token => token.ToFullString()).ToList();
        for (var edits = random.Next(1, 4); edits > 0 && tokens.Count > 1; edits--)
        {
            var at = random.Next(tokens.Count);
            var other = random.Next(tokens.Count);
            switch (random.Next(5))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                case 2:
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
                case 3:
                    tokens[at] = s_replacements[random.Next(s_replacements.Length)] + " ";
                    break;
                default:
                    tokens.RemoveRange(Math.Min(at, other), Math.Min(Math.Abs(at - other), 12));
                    break;
            }
        }

        return string.Concat(tokens);
    }
}
