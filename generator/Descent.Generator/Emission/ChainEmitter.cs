using System.Linq;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>Writes the methods of a chain as an author would have written them: the calls of its parts, for one weight.</summary>
internal static class ChainEmitter
{
    public static void Write(SourceWriter writer, RuleModel rule)
    {
        foreach (var chain in rule.Chain)
        {
            var method = rule.Methods.First(method => method.Kind == chain.Kind);
            var parameters = method.Parameters.Select(parameter => parameter.Role == ParameterRole.Step
                ? $"int {parameter.Name}"
                : $"{(parameter.IsByReference ? "ref " : "")}double {Names.Escape(parameter.Name)}");
            writer.Line("/// <summary>What the chain does to one weight: the parts, one after the other.</summary>");
            using (writer.Block($"private void {method.Name}({string.Join(", ", parameters)})"))
            {
                WriteCalls(writer, chain);
            }

            writer.Line();
        }
    }

    private static void WriteCalls(SourceWriter writer, ChainMethod chain)
    {
        var hasStepped = chain.Kind != RuleMethod.Update;
        if (!hasStepped)
        {
            writer.Line("var update = gradient;");
        }

        foreach (var call in chain.Calls)
        {
            if (!hasStepped && !call.IsTransform)
            {
                hasStepped = true;
                writer.Line("weight -= update;");
            }

            writer.Line($"{(call.IsTransform ? "update = " : "")}{call.Method}({string.Join(", ", call.Arguments.Select(argument => (argument.IsByReference ? "ref " : "") + Names.Escape(argument.Name)))});");
        }

        if (!hasStepped)
        {
            writer.Line("weight -= update;");
        }
    }
}
