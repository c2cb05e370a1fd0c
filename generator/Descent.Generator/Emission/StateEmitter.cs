using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>Writes the class of a rule's state: an aligned, padded buffer and a span for each state.</summary>
internal static class StateEmitter
{
    public static string ClassName(RuleModel rule) => rule.Name + "State";

    /// <summary>The state class as it is named everywhere else.</summary>
    public static string QualifiedName(RuleModel rule, string type)
    {
        IEnumerable<string> names = [.. rule.Namespace?.Split('.') ?? [], .. rule.ContainingTypes.Select(containing => containing.Name), ClassName(rule)];
        return $"global::{string.Join(".", names.Select(Names.Escape))}<{type}>";
    }

    /// <summary>The field that holds the memory of a state.</summary>
    public static string Field(StateModel state) => "_" + Names.Camel(state.Name);

    public static void Write(SourceWriter writer, RuleModel rule)
    {
        writer.Line($"/// <summary>What <see cref=\"{Names.Escape(rule.Name)}\"/> remembers about the weights of one parameter between steps.</summary>");
        writer.Line("/// <typeparam name=\"T\"><see cref=\"float\"/> or <see cref=\"double\"/>.</typeparam>");
        writer.Line(Generated.Attribute);
        writer.Line($"{rule.Accessibility} sealed class {Names.Escape(ClassName(rule))}<T> : global::Descent.OptimizerState");
        using (writer.Block("    " + Generated.Constraint))
        {
            foreach (var state in rule.States.Where(state => state.Scope == StateScope.Element))
            {
                writer.Line($"internal readonly global::Descent.CompilerServices.StateBuffer<T> {Field(state)};");
            }

            writer.Line();
            var fromHyperparameters = rule.States.Where(state => state.Source == StateSource.Hyperparameter).ToList();
            var parameters = string.Concat(fromHyperparameters.Select(state => $", double initial{Names.Pascal(state.Name)}"));
            writer.Line($"internal {Names.Escape(ClassName(rule))}(global::System.ReadOnlySpan<T> weights{parameters})");
            using (writer.Block("    : base(weights.Length)"))
            {
                foreach (var state in rule.States)
                {
                    if (state.Scope == StateScope.Element)
                    {
                        writer.Line($"{Field(state)} = new({Initial(state)});");
                    }
                    else if (state.Source == StateSource.Hyperparameter || state.InitialBits != 0)
                    {
                        var initial = state.Source == StateSource.Hyperparameter ? "initial" + Names.Pascal(state.Name) : Literals.Double(state.InitialBits);
                        writer.Line($"{Names.Escape(state.PropertyName)} = {initial};");
                    }
                }
            }

            foreach (var state in rule.States)
            {
                var isElement = state.Scope == StateScope.Element;
                writer.Line();
                writer.Line($"/// <summary>The state <c>{state.Name}</c>: one value for {(isElement ? "each weight" : "the tensor")}, {Start(state)} at first.</summary>");
                writer.Line(isElement
                    ? $"public global::System.Span<T> {Names.Escape(state.PropertyName)} => {Field(state)}.Span;"
                    : $"public double {Names.Escape(state.PropertyName)} {{ get; set; }}");
            }
        }
    }

    private static string Initial(StateModel state) => state.Source switch
    {
        StateSource.Weight => "weights",
        StateSource.Hyperparameter => $"weights.Length, initial{Names.Pascal(state.Name)}",
        _ => state.InitialBits == 0 ? "weights.Length" : $"weights.Length, {Literals.Double(state.InitialBits)}",
    };

    private static string Start(StateModel state) => state.Source switch
    {
        StateSource.Weight => "the weight's own",
        StateSource.Hyperparameter => $"<c>{state.Hyperparameter}</c>",
        _ => Literals.Double(state.InitialBits),
    };
}
