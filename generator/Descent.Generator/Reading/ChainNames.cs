using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Descent.Generator.Reading;

/// <summary>
/// Gives the states and hyperparameters of a chain's parts names of their own: the parameter's, and where two parts have the same one, the
/// part's name before it.
/// </summary>
internal static class ChainNames
{
    private static readonly string[] s_reserved = ["weight", "gradient", "update", "step"];

    public static void Assign(IReadOnlyList<ChainPart> parts)
    {
        var labels = Labels(parts);
        var states = parts.SelectMany(part => part.States.Keys).GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).Concat(s_reserved).ToList();
        var hyperparameters = parts.SelectMany(part => part.Hyperparameters.Keys).GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        for (var index = 0; index < parts.Count; index++)
        {
            var (part, label) = (parts[index], labels[index]);
            foreach (var name in part.States.Keys.ToList())
            {
                var own = states.Contains(name) ? Camel(label) + StateReader.PropertyName(name) : name;
                part.States[name] = part.States[name] with { Name = own, PropertyName = StateReader.PropertyName(own) };
            }

            foreach (var name in part.Hyperparameters.Keys.ToList())
            {
                part.Hyperparameters[name] = part.Hyperparameters[name] with { Name = hyperparameters.Contains(name) ? label + StateReader.PropertyName(name) : StateReader.PropertyName(name) };
            }

            foreach (var (name, state) in part.States.Where(pair => pair.Value.Hyperparameter is not null).Select(pair => (pair.Key, pair.Value)).ToList())
            {
                part.States[name] = state with { Hyperparameter = part.Hyperparameters[state.Hyperparameter!].Name };
            }
        }
    }

    /// <summary>The names of the parts; the second of a kind has a 2 after it.</summary>
    private static List<string> Labels(IReadOnlyList<ChainPart> parts)
    {
        var labels = new List<string>();
        foreach (var part in parts)
        {
            var earlier = labels.Count(label => label.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') == part.Type.Name);
            labels.Add(earlier == 0 ? part.Type.Name : part.Type.Name + (earlier + 1).ToString(CultureInfo.InvariantCulture));
        }

        return labels;
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
