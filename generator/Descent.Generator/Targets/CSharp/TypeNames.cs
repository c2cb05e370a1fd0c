using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Targets.CSharp;

/// <summary>How generated code names a rule's types.</summary>
internal static class TypeNames
{
    /// <summary>The C# type of a value.</summary>
    public static string Of(ScalarType type) => type switch
    {
        ScalarType.Integer => "int",
        ScalarType.Boolean => "bool",
        _ => "double",
    };

    /// <summary>The class of a rule's state.</summary>
    public static string StateClass(RuleModel rule) => rule.Name + "State";

    /// <summary>The state class as it is named everywhere else.</summary>
    public static string State(RuleModel rule) => Qualified(rule, Names.Escape(StateClass(rule)));

    /// <summary>The rule's own class where the type of the weights is <c>T</c>, which hides a rule of that name.</summary>
    public static string RuleBesideElements(RuleModel rule) => rule.Name == "T" ? Qualified(rule, rule.Name) : Names.Escape(rule.Name);

    /// <summary>A type beside the rule, or the rule itself, by its whole name.</summary>
    public static string Qualified(RuleModel rule, string type)
    {
        IEnumerable<string> names = [.. rule.Namespace?.Split('.') ?? [], .. rule.ContainingTypes.Select(containing => containing.Name)];
        return $"global::{string.Concat(names.Select(name => Names.Escape(name) + "."))}{type}";
    }
}
