using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// Names for the elements of states that are several values for each weight: the name of the span and the number of the element. Where
/// another parameter of the rule has such a name, an underscore comes between the two.
/// </summary>
internal sealed class StateNames
{
    private readonly Dictionary<string, string> _separators = [];

    /// <summary>Chooses the names for all methods of a rule at once, which share their states.</summary>
    public StateNames(IEnumerable<IMethodSymbol> methods, IEnumerable<string> reserved)
    {
        var parameters = methods.SelectMany(method => method.Parameters).GroupBy(parameter => parameter.Name).ToList();
        var taken = new HashSet<string>(parameters.Select(parameter => StateReader.PropertyName(parameter.Key)).Concat(reserved));
        foreach (var span in parameters)
        {
            var count = Math.Min(span.Max(Elements.CountOf), MethodReader.MaxElements);
            var separator = "";
            while (count > 0 && Properties(span.Key, separator, count).Any(taken.Contains))
            {
                separator += "_";
            }

            _separators[span.Key] = separator;
            taken.UnionWith(Properties(span.Key, separator, count));
        }
    }

    /// <summary>The name of an element.</summary>
    public string OfElement(string span, int element) => Glue(span, _separators[span], element);

    private static IEnumerable<string> Properties(string span, string separator, int count)
        => Enumerable.Range(0, count).Select(element => StateReader.PropertyName(Glue(span, separator, element)));

    private static string Glue(string span, string separator, int element) => span + separator + element.ToString(CultureInfo.InvariantCulture);
}
