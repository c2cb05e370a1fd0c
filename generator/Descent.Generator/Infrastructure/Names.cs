using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Generator.Infrastructure;

/// <summary>Hands out C# identifiers of one scope, each once. Names that are taken may be given as they are written, with an @ or without.</summary>
internal sealed class Names(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = [.. taken.Select(Unescape)];

    // The last number that a name got.
    private readonly Dictionary<string, int> _numbers = [];

    /// <summary>The suggested name, or with the lowest number after it that makes it free.</summary>
    public string Unique(string suggestion)
    {
        suggestion = Unescape(suggestion);
        var name = suggestion;
        var number = _numbers.TryGetValue(suggestion, out var last) ? last : 1;
        while (!_taken.Add(name))
        {
            name = suggestion + (++number).ToString(CultureInfo.InvariantCulture);
        }

        _numbers[suggestion] = number;

        return Escape(name);
    }

    /// <summary>Takes names that another scope hands out, so that this one does not.</summary>
    public void Take(IEnumerable<string> names) => _taken.UnionWith(names.Select(Unescape));

    /// <summary>A name as it is written: a keyword needs an @.</summary>
    public static string Escape(string name)
        => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    public static string Camel(string name)
    {
        var trimmed = name.TrimStart('_');
        return trimmed.Length == 0 ? name : Start(trimmed, char.ToLowerInvariant(trimmed[0]));
    }

    public static string Pascal(string name)
    {
        var trimmed = name.TrimStart('_', '@');
        return trimmed.Length == 0 ? name : Start(trimmed, char.ToUpperInvariant(trimmed[0]));
    }

    private static string Unescape(string name) => name.TrimStart('@');

    /// <summary>A name with another first letter; a digit cannot begin one.</summary>
    private static string Start(string name, char first) => char.IsDigit(first) ? "_" + name : first + name.Substring(1);
}
