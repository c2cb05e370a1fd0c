using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes the hyperparameters: a field with the default, and accessors that check what is set.</summary>
internal static class HyperparameterEmitter
{
    public static void Write(SourceWriter writer, RuleModel rule, MemberNames names, IReadOnlyList<string> cachedSteps)
    {
        foreach (var hyperparameter in rule.Hyperparameters)
        {
            var field = names.Field(hyperparameter);
            if (hyperparameter.IsMarked)
            {
                // As its property may be, whose type is perhaps what is obsolete.
                writer.Line("[global::System.Obsolete]");
            }

            writer.Line($"private {hyperparameter.TypeName} {field} = {Default(hyperparameter)};");
            writer.Line();
            if (hyperparameter.Part is { } part)
            {
                writer.Line($"/// <summary>The hyperparameter of <see cref=\"{part}\"/>.</summary>");
                writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The value is outside its range.</exception>");
            }

            using (writer.Block($"{hyperparameter.Modifiers} {hyperparameter.TypeName} {Names.Escape(hyperparameter.Name)}"))
            {
                writer.Line($"{hyperparameter.Getter} => {field};");
                if (hyperparameter.Setter is { } setter)
                {
                    using (writer.Block(setter))
                    {
                        writer.Line($"{field} = {Checked(hyperparameter)};");
                        foreach (var cached in cachedSteps)
                        {
                            writer.Line($"{cached} = 0;");
                        }
                    }
                }
            }

            writer.Line();
        }
    }

    /// <summary>The default as C#.</summary>
    public static string Default(HyperparameterModel hyperparameter) => hyperparameter.Kind switch
    {
        HyperparameterKind.Double => Literals.Double(hyperparameter.DefaultBits),
        HyperparameterKind.Boolean => hyperparameter.DefaultBits != 0 ? "true" : "false",
        HyperparameterKind.Integer => Number(hyperparameter.DefaultBits),
        _ => Member(hyperparameter, (int)hyperparameter.DefaultBits),
    };

    private static string Checked(HyperparameterModel hyperparameter) => hyperparameter.Kind switch
    {
        HyperparameterKind.Boolean => "value",
        HyperparameterKind.Enumeration => CheckedMember(hyperparameter),
        _ => $"global::Descent.CompilerServices.Guard.Hyperparameter({string.Join(", ", Arguments(hyperparameter))})",
    };

    private static IEnumerable<string> Arguments(HyperparameterModel hyperparameter)
    {
        yield return "value";
        yield return $"nameof({Names.Escape(hyperparameter.Name)})";
        foreach (var (name, bits) in new[] { ("min", hyperparameter.Min), ("max", hyperparameter.Max), ("above", hyperparameter.Above), ("below", hyperparameter.Below) })
        {
            if (!double.IsNaN(BitConverter.Int64BitsToDouble(bits)))
            {
                yield return $"{name}: {Literals.Double(bits)}";
            }
        }
    }

    /// <summary>The members of its enumeration as C#, each value once.</summary>
    public static IEnumerable<string> MembersOf(HyperparameterModel hyperparameter) => Distinct(hyperparameter).Select(member => Member(hyperparameter, member.Value));

    private static IEnumerable<EnumerationMember> Distinct(HyperparameterModel hyperparameter) => hyperparameter.Members.GroupBy(member => member.Value).Select(group => group.First());

    private static string CheckedMember(HyperparameterModel hyperparameter)
    {
        var pattern = string.Join(" or ", MembersOf(hyperparameter));
        var list = string.Join(", ", Distinct(hyperparameter).Select(member => member.Name));
        return $"value is {pattern} ? value : throw global::Descent.CompilerServices.Guard.NotAMember(value, nameof({Names.Escape(hyperparameter.Name)}), \"{list}\")";
    }

    private static string Member(HyperparameterModel hyperparameter, int value)
        => hyperparameter.Members.FirstOrDefault(member => member.Value == value && !member.IsMarked) is { } member
            ? $"{hyperparameter.TypeName}.{Names.Escape(member.Name)}"
            : $"({hyperparameter.TypeName})({Number(value)})";

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
