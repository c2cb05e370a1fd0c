using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Descent.Generator.Reading;

/// <summary>
/// Gives the states, random values and hyperparameters of a chain's parts names of their own: the chosen one or the parameter's, and where two parts have the
/// same one, the part's name before it.
/// </summary>
internal static class ChainNames
{
    /// <summary>Locals of the chain's methods.</summary>
    private static readonly string[] s_locals = ["Weight", "Gradient", "Update", "Step"];

    /// <summary>Gives the names.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="reserved">The names that every state has.</param>
    public static void Assign(IReadOnlyList<ChainPart> parts, IEnumerable<string> reserved)
    {
        var labels = Labels(parts);
        var locals = Repeated(parts.SelectMany(part => part.States.Keys.Concat(part.Draws.Keys)));
        var properties = Repeated(parts.SelectMany(part => part.States.Values, (_, state) => state.PropertyName));
        locals.UnionWith(s_locals.Concat(reserved));
        properties.UnionWith(s_locals.Concat(reserved));
        var handedOut = new HashSet<string>();
        var hyperparameters = Repeated(parts.SelectMany(part => part.Hyperparameters.Keys));
        for (var index = 0; index < parts.Count; index++)
        {
            var (part, label) = (parts[index], labels[index]);
            foreach (var name in part.Draws.Keys.ToList())
            {
                part.Draws[name] = Local(name);
            }

            foreach (var name in part.States.Keys.ToList())
            {
                part.States[name] = part.States[name] with { Name = Local(name), PropertyName = Own(part.States[name].PropertyName, properties, StateReader.PropertyName(label)) };
            }

            foreach (var name in part.Hyperparameters.Keys.ToList())
            {
                part.Hyperparameters[name] = part.Hyperparameters[name] with { Name = Own(StateReader.PropertyName(name), hyperparameters, label) };
            }

            foreach (var (name, state) in part.States.Where(pair => pair.Value.Hyperparameter is not null).Select(pair => (pair.Key, pair.Value)).ToList())
            {
                part.States[name] = state with { Hyperparameter = part.Hyperparameters[state.Hyperparameter!].Name };
            }

            string Local(string name)
            {
                var local = Camel(Own(name, locals, label));
                while (!handedOut.Add(local))
                {
                    local += "_";
                }

                return local;
            }
        }
    }

    /// <summary>A name, with the part's before it if others have it, too.</summary>
    private static string Own(string name, HashSet<string> repeated, string label)
        => repeated.Contains(StateReader.PropertyName(name)) ? label + StateReader.PropertyName(name) : name;

    /// <summary>The properties that several parameters would become; two of them may differ in the case of their first letter.</summary>
    private static HashSet<string> Repeated(IEnumerable<string> names)
        => [.. names.GroupBy(StateReader.PropertyName).Where(group => group.Count() > 1).Select(group => group.Key)];

    /// <summary>The names of the parts; the second of a kind has a 2 after it, or the next number that makes no name of another part.</summary>
    private static List<string> Labels(IReadOnlyList<ChainPart> parts)
    {
        var labels = new List<string>();
        foreach (var name in parts.Select(part => part.Type.Name))
        {
            var label = name;
            for (var number = 2; labels.Contains(label); number++)
            {
                var numbered = name + number.ToString(CultureInfo.InvariantCulture);
                label = parts.Any(part => part.Type.Name == numbered) ? label : numbered;
            }

            labels.Add(label);
        }

        return labels;
    }

    /// <summary>A local's name: it may not hide a hyperparameter of the same name.</summary>
    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
