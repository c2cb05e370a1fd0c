using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// Finds states that were meant to be one. Methods share a state by its name, so a name that is misspelled in one of them makes two: neither method
/// has both, and one of the two is in no other method. They share random values by their names, too.
/// </summary>
internal static class NearNames
{
    /// <summary>From how many letters on a word with another letter, one more or one fewer is misspelled, and not another word.</summary>
    private const int ShortestWord = 4;

    /// <summary>Reports those of a rule that has no other mistake.</summary>
    public static void Check(ReadingContext context, IEnumerable<IMethodSymbol> methods, StateNames names)
    {
        if (context.Problems.Count > 0)
        {
            return;
        }

        var ordered = methods.ToList();
        foreach (var (state, name, other) in Find(ordered, names))
        {
            context.Report(DiagnosticIds.NearName, state.Locations.FirstOrDefault(), name, other, "state");
        }

        foreach (var (draw, meant) in Find(ordered, RandomReader.Is, name => name, (one, other) => AreNear(one.Name, other.Name)))
        {
            context.Report(DiagnosticIds.NearName, draw.Locations.FirstOrDefault(), draw.Name, meant.Name, "random value");
        }
    }

    /// <summary>The states that are in one method alone and nearly have the name of another, each with that.</summary>
    /// <param name="methods">The methods that share their states, the main one first: where each of two states is in one method, the later is the misspelled one.</param>
    /// <param name="names">The names of the states.</param>
    public static IEnumerable<(IParameterSymbol State, string Name, string Other)> Find(IEnumerable<IMethodSymbol> methods, StateNames names)
        => Find(methods, parameter => RuleAttributes.Has(parameter, RuleAttributes.State), names.StateOf, (one, other) => AreNear(names, one, other))
            .Select(pair => (pair.One, names.NameOf(pair.One.Name), names.NameOf(pair.Meant.Name)));

    /// <summary>The parameters of a kind that are in one method alone and nearly have the name of another, each with that.</summary>
    private static IEnumerable<(IParameterSymbol One, IParameterSymbol Meant)> Find(
        IEnumerable<IMethodSymbol> methods, Func<IParameterSymbol, bool> isOfKind, Func<string, string> keyOf, Func<IParameterSymbol, IParameterSymbol, bool> areNear)
    {
        var shared = methods.SelectMany(method => method.Parameters).Where(isOfKind).GroupBy(parameter => keyOf(parameter.Name)).Select(group => group.ToList()).ToList();
        for (var index = 0; index < shared.Count; index++)
        {
            var one = shared[index];
            if (one.Count == 1 && shared.Where((other, place) => place < index || other.Count > 1).FirstOrDefault(other => !Shares(other, one[0]) && areNear(one[0], other[0])) is { } meant)
            {
                yield return (one[0], meant[0]);
            }
        }
    }

    private static bool Shares(List<IParameterSymbol> shared, IParameterSymbol other)
        => shared.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, other.ContainingSymbol));

    /// <summary>Whether two states nearly have one name: the names that users know, or those of the parameters where those are not both chosen.</summary>
    private static bool AreNear(StateNames names, IParameterSymbol one, IParameterSymbol other)
        => AreNear(names.PropertyOf(one.Name), names.PropertyOf(other.Name))
            || (!(names.IsChosen(one.Name) && names.IsChosen(other.Name)) && AreNear(one.Name, other.Name));

    /// <summary>Whether two names differ in case or underscores alone, or in a letter of one word.</summary>
    public static bool AreNear(string one, string other)
    {
        if (one == other)
        {
            return false;
        }

        if (string.Equals(one.Replace("_", ""), other.Replace("_", ""), StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var (first, second) = (Words(one), Words(other));
        var different = first.Count == second.Count ? first.Zip(second, (word, twin) => (Word: word, Twin: twin)).Where(pair => pair.Word != pair.Twin).ToList() : [];
        return different.Count == 1 && Math.Max(different[0].Word.Length, different[0].Twin.Length) >= ShortestWord && AreOneEditApart(different[0].Word, different[0].Twin);
    }

    /// <summary>The words of a name, and its numbers, which tell names apart on purpose: <c>baseWeight2</c> is base, weight and 2.</summary>
    private static List<string> Words(string name)
    {
        var words = new List<string>();
        for (var index = 0; index < name.Length; index++)
        {
            var continues = index > 0 && name[index] != '_' && name[index - 1] != '_' && char.IsDigit(name[index]) == char.IsDigit(name[index - 1])
                && (!char.IsUpper(name[index]) || (char.IsUpper(name[index - 1]) && !(index + 1 < name.Length && char.IsLower(name[index + 1]))));
            if (continues)
            {
                words[words.Count - 1] += char.ToLowerInvariant(name[index]);
            }
            else if (name[index] != '_')
            {
                words.Add(char.ToLowerInvariant(name[index]).ToString());
            }
        }

        return words;
    }

    /// <summary>Whether one word becomes the other by a letter more, a letter fewer, another letter, or two neighbours exchanged; numbers do not.</summary>
    private static bool AreOneEditApart(string one, string other)
    {
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        if (longer.Length - shorter.Length > 1 || char.IsDigit(longer[0]))
        {
            return false;
        }

        var at = 0;
        while (at < shorter.Length && shorter[at] == longer[at])
        {
            at++;
        }

        var (restOfShorter, restOfLonger) = (shorter.Substring(at), longer.Substring(at));
        return shorter.Length < longer.Length
            ? restOfShorter == restOfLonger.Substring(1)
            : restOfShorter.Substring(1) == restOfLonger.Substring(1)
                || (restOfShorter.Length > 1 && restOfShorter[0] == restOfLonger[1] && restOfShorter[1] == restOfLonger[0] && restOfShorter.Substring(2) == restOfLonger.Substring(2));
    }
}
