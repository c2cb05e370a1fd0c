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

        var draws = ordered.SelectMany(method => method.Parameters).Where(RandomReader.Is).GroupBy(draw => draw.Name).Select(same => same.ToList()).ToList();
        for (var index = 0; index < draws.Count; index++)
        {
            var draw = draws[index][0];
            if (draws[index].Count == 1 && draws.Take(index).FirstOrDefault(other => !Shares(other, draw) && AreNear(other[0].Name, draw.Name)) is { } meant)
            {
                context.Report(DiagnosticIds.NearName, draw.Locations.FirstOrDefault(), draw.Name, meant[0].Name, "random value");
            }
        }
    }

    /// <summary>The states that are in one method alone and nearly have the name of another, each with that.</summary>
    /// <param name="methods">The methods that share their states, the main one first: where each of two states is in one method, the later is the misspelled one.</param>
    /// <param name="names">The names of the states.</param>
    public static IEnumerable<(IParameterSymbol State, string Name, string Other)> Find(IEnumerable<IMethodSymbol> methods, StateNames names)
    {
        var states = methods.SelectMany(method => method.Parameters).Where(parameter => RuleAttributes.Has(parameter, RuleAttributes.State))
            .GroupBy(parameter => names.StateOf(parameter.Name)).Select(group => group.ToList()).ToList();
        for (var index = 0; index < states.Count; index++)
        {
            var state = states[index];
            if (state.Count == 1 && states.Where((other, place) => place < index || other.Count > 1).FirstOrDefault(other => !Shares(other, state[0]) && AreNear(names, state[0], other[0])) is { } meant)
            {
                yield return (state[0], names.NameOf(state[0].Name), names.NameOf(meant[0].Name));
            }
        }
    }

    private static bool Shares(List<IParameterSymbol> state, IParameterSymbol other)
        => state.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, other.ContainingSymbol));

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
