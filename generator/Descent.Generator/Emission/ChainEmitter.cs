using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes the methods of a chain as an author would have written them: the calls of its parts, for one weight.</summary>
internal static class ChainEmitter
{
    public static void Write(SourceWriter writer, RuleModel rule, MemberNames members)
    {
        foreach (var chain in rule.Chain)
        {
            var method = rule.Methods.First(method => method.Kind == chain.Kind);
            var parameters = method.Parameters.Select(parameter => parameter.Role == ParameterRole.Step
                ? $"int {parameter.Name}"
                : $"{(parameter.IsByReference ? "ref " : "")}double {Names.Escape(parameter.Name)}");
            writer.Line("/// <summary>What the chain does to one weight: the parts, one after the other.</summary>");
            if (chain.IsObsolete)
            {
                writer.Line("[global::System.Obsolete]");
            }

            using (writer.Block($"private void {members.Of(chain.Kind).OfChain}({string.Join(", ", parameters)})"))
            {
                WriteCalls(writer, chain, [.. method.Parameters.Select(parameter => parameter.Name), "update"], members);
            }

            writer.Line();
        }
    }

    private static void WriteCalls(SourceWriter writer, ChainMethod chain, HashSet<string> locals, MemberNames members)
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

            writer.Line($"{(call.IsTransform ? "update = " : "")}{call.Method}({string.Join(", ", call.Arguments.Select(Argument))});");
        }

        if (!hasStepped)
        {
            writer.Line("weight -= update;");
        }

        string Argument(ChainArgument argument) => (argument.IsByReference ? "ref " : "")
            + (argument.IsHyperparameter && locals.Contains(argument.Name) ? "this." : "")
            + (argument.IsHyperparameter ? members.Hyperparameter(argument.Name) : Names.Escape(argument.Name));
    }
}
