using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Generator.Reading;

/// <summary>
/// Which parameters of a rule's methods are one state, and what it is called. Those of one name are, and those that choose the same
/// <c>Name</c>. The elements of a state of several values have its name and their numbers; where another parameter of the rule has such a
/// name, an underscore comes between the two.
/// </summary>
internal sealed class StateNames
{
    /// <summary>The chosen names, by parameter.</summary>
    private readonly Dictionary<string, string> _chosen = [];

    /// <summary>The first parameter that is the same state, by parameter.</summary>
    private readonly Dictionary<string, string> _firsts = [];

    /// <summary>The first parameter of the state that had a name in earlier versions, by that name.</summary>
    private readonly Dictionary<string, string> _heirs = [];

    /// <summary>What comes before the number of an element, by the first parameter of the state.</summary>
    private readonly Dictionary<string, string> _separators = [];

    /// <summary>Chooses the names for all methods of a rule at once, which share their states.</summary>
    public StateNames(IEnumerable<IMethodSymbol> methods, IEnumerable<string> reserved)
    {
        var parameters = methods.SelectMany(method => method.Parameters).ToList();
        foreach (var parameter in parameters)
        {
            if (Chosen(parameter) is { } name && !_chosen.ContainsKey(parameter.Name))
            {
                _chosen.Add(parameter.Name, name);
            }
        }

        var firsts = new Dictionary<string, string>();
        foreach (var parameter in parameters.Select(parameter => parameter.Name).Distinct())
        {
            var first = parameter;
            if (_chosen.TryGetValue(parameter, out var name) && !firsts.TryGetValue(name, out first))
            {
                firsts.Add(name, first = parameter);
            }

            _firsts.Add(parameter, first);
        }

        var taken = new HashSet<string>([.. _firsts.Keys.Select(StateReader.PropertyName), .. _chosen.Values, .. reserved]);
        foreach (var state in parameters.GroupBy(parameter => _firsts[parameter.Name]))
        {
            var count = Math.Min(state.Max(Elements.CountOf), MethodReader.MaxElements);
            var roots = state.Select(parameter => StateReader.PropertyName(parameter.Name)).Append(PropertyOf(state.Key)).Distinct().ToList();
            var separator = "";
            while (count > 0 && Properties(roots, separator, count).Any(taken.Contains))
            {
                separator += "_";
            }

            _separators[state.Key] = separator;
            taken.UnionWith(Properties(roots, separator, count));
        }

        foreach (var parameter in parameters)
        {
            foreach (var former in FormerNames(parameter).Where(former => !_heirs.ContainsKey(former)))
            {
                _heirs.Add(former, StateOf(parameter.Name));
            }
        }
    }

    /// <summary>The name of a parameter's state: that of the first parameter that is it.</summary>
    public string StateOf(string parameter) => _firsts[parameter];

    /// <summary>The property of a parameter's state: the chosen name, or that of the parameter in Pascal case.</summary>
    public string PropertyOf(string parameter) => _chosen.TryGetValue(parameter, out var name) ? name : StateReader.PropertyName(parameter);

    /// <summary>Whether the name of a parameter's state is a chosen one.</summary>
    public bool IsChosen(string parameter) => _chosen.ContainsKey(parameter);

    /// <summary>What its author calls a parameter's state: the chosen name, or that of the parameter.</summary>
    public string NameOf(string parameter) => _chosen.TryGetValue(parameter, out var name) ? name : parameter;

    /// <summary>What an element has after the name of its state.</summary>
    public string Suffix(string parameter, int element) => _separators[StateOf(parameter)] + element.ToString(CultureInfo.InvariantCulture);

    /// <summary>Why the state of a parameter cannot have its name; <see langword="null"/> if it can.</summary>
    public string? WhyNot(IParameterSymbol parameter)
    {
        var (chosen, name) = (Chosen(parameter), PropertyOf(parameter.Name));
        if (chosen is not null && !IsIdentifier(chosen))
        {
            return $"'Name' must be a C# identifier; '{chosen}' is none";
        }

        if (chosen is not null && chosen != name)
        {
            return $"another method names it '{name}'";
        }

        if (FormerNames(parameter).FirstOrDefault(former => _heirs.TryGetValue(former, out var heir) && heir != StateOf(parameter.Name)) is { } inherited)
        {
            return $"'{NameOf(_heirs[inherited])}' was '{inherited}', too: one state of an older checkpoint is one state";
        }

        var twin = ((IMethodSymbol)parameter.ContainingSymbol).Parameters.FirstOrDefault(other
            => other.Ordinal < parameter.Ordinal && RuleAttributes.Has(other, RuleAttributes.State) && StateOf(other.Name) == StateOf(parameter.Name));
        return twin is null ? null : $"it is the state of '{twin.Name}', too: both are named '{name}'";
    }

    /// <summary>The names that a parameter's state had in earlier versions, those of its elements if it is several values.</summary>
    private IEnumerable<string> FormerNames(IParameterSymbol parameter)
    {
        var names = StateReader.FormerNames(parameter).Where(IsIdentifier);
        return Elements.CountOf(parameter) is > 0 and var count
            ? Properties(names, _separators[StateOf(parameter.Name)], Math.Min(count, MethodReader.MaxElements))
            : names;
    }

    private static string? Chosen(IParameterSymbol parameter)
        => RuleAttributes.Find(parameter, RuleAttributes.State)?.NamedArguments.FirstOrDefault(argument => argument.Key == "Name").Value.Value as string;

    /// <summary>Whether a name is an identifier, and means itself: C# drops characters that only format.</summary>
    public static bool IsIdentifier(string name)
        => SyntaxFacts.IsValidIdentifier(name) && !name.Any(character => char.GetUnicodeCategory(character) == UnicodeCategory.Format);

    private static IEnumerable<string> Properties(IEnumerable<string> roots, string separator, int count)
        => roots.SelectMany(root => Enumerable.Range(0, count), (root, element) => root + separator + element.ToString(CultureInfo.InvariantCulture));
}
