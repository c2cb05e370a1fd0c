using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>How generated code calls the author's method of a rule, or the one that the compiler wrote for a chain.</summary>
internal static class AuthorsMethod
{
    /// <summary>What stands before the arguments of a call.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="method">The method.</param>
    /// <param name="members">The names of the rule's members.</param>
    /// <param name="locals">The locals where it is called: they would hide a method of their name.</param>
    public static string Name(RuleModel rule, MethodModel method, MemberNames members, IEnumerable<string> locals)
        => method.IsObsolete ? members.Of(method.Kind).Call : Directly(rule, method, members, locals);

    /// <summary>Writes a method that calls an obsolete one, for which it must be obsolete itself.</summary>
    public static void WriteCall(SourceWriter writer, RuleModel rule, MethodModel method, MemberNames members)
    {
        var written = method.Parameters.Where(parameter => parameter.Element == 0).ToList();
        var names = new Names([]);
        var arguments = written.ToDictionary(parameter => parameter, parameter => names.Unique(Names.Camel(parameter.Span ?? parameter.Name)));
        var parameters = written.Select(parameter => $"{Modifier(parameter)}{Type(parameter)} {arguments[parameter]}");
        writer.Line("/// <summary>Calls the rule's own method, which is obsolete.</summary>");
        writer.Line("[global::System.Obsolete]");
        writer.Line($"private {(method.IsStatic ? "static " : "")}void {members.Of(method.Kind).Call}({string.Join(", ", parameters)})");
        writer.Line($"    => {Directly(rule, method, members, arguments.Values)}({string.Join(", ", written.Select(parameter => Modifier(parameter) + arguments[parameter]))});");
    }

    private static string Directly(RuleModel rule, MethodModel method, MemberNames members, IEnumerable<string> locals)
    {
        var name = rule.Chain.Count > 0 ? members.Of(method.Kind).OfChain : Names.Escape(method.Name);
        return method.Interface is { } declaring ? $"(({declaring})this).{name}"
            : !locals.Contains(name) ? name
            : method.IsStatic ? $"{TypeNames.Qualified(rule, Names.Escape(rule.Name))}.{name}"
            : "this." + name;
    }

    private static string Modifier(ParameterModel parameter) => parameter is { IsByReference: true, IsSquare: false, Span: null } ? "ref " : "";

    private static string Type(ParameterModel parameter)
        => parameter.Span is not null ? "global::System.Span<double>" : parameter.IsSquare ? "global::Descent.SquareMatrix" : parameter.Role == ParameterRole.Step ? "int" : "double";
}
