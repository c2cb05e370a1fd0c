using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes the class of a rule's state: an aligned, padded buffer and a span for each state.</summary>
internal static class StateEmitter
{
    /// <summary>Writes the states of which there is one value for the optimizer, as properties of the optimizer.</summary>
    public static void WriteOptimizerStates(SourceWriter writer, RuleModel rule, MemberNames members, IReadOnlyList<string> cachedSteps, bool areUpdated)
    {
        foreach (var state in rule.States.Where(state => state.Scope == Axes.Optimizer))
        {
            var initial = state.Source == StateSource.Hyperparameter ? members.Hyperparameter(state.Hyperparameter!) : Literals.Double(state.InitialBits);
            writer.Line($"private double? {members.Field(state)};");
            if (areUpdated)
            {
                writer.Line($"private double? {members.NextField(state)};");
            }

            writer.Line();
            writer.Line($"/// <summary>The state <c>{state.Name}</c>: one value for the whole optimizer, {Start(state)} at first.</summary>");
            using (writer.Block($"public double {Names.Escape(state.PropertyName)}"))
            {
                writer.Line($"get => {members.Field(state)} ?? {initial};");
                using (writer.Block("set"))
                {
                    writer.Line($"{members.Field(state)} = value;");
                    foreach (var cached in cachedSteps)
                    {
                        writer.Line($"{cached} = 0;");
                    }
                }
            }

            writer.Line();
        }
    }

    public static void Write(SourceWriter writer, RuleModel rule, MemberNames members, int reductions)
    {
        var states = rule.States.Where(state => state.Scope != Axes.Optimizer).ToList();
        writer.Line($"/// <summary>What <see cref=\"{Names.Escape(rule.Name)}\"/> remembers about the weights of one parameter between steps.</summary>");
        writer.Line("/// <typeparam name=\"T\"><see cref=\"float\"/> or <see cref=\"double\"/>.</typeparam>");
        writer.Line(Generated.Attribute);
        writer.Line($"{rule.Accessibility} sealed class {Names.Escape(TypeNames.StateClass(rule))}<T> : global::Descent.OptimizerState");
        using (writer.Block("    " + Generated.Constraint))
        {
            foreach (var state in states.Where(state => state.Scope == Axes.Weight))
            {
                writer.Line($"internal readonly global::Descent.CompilerServices.StateBuffer<T> {members.Field(state)};");
            }

            writer.Line();
            var fromHyperparameters = states.Where(state => state.Source == StateSource.Hyperparameter).ToList();
            var parameters = string.Concat(fromHyperparameters.Select(state => $", double initial{Names.Pascal(state.Name)}"));
            writer.Line($"internal {Names.Escape(TypeNames.StateClass(rule))}(global::System.ReadOnlySpan<T> weights{parameters})");
            using (writer.Block($"    : base(weights.Length{(reductions > 0 ? $", reductions: {reductions.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : "")})"))
            {
                foreach (var state in states)
                {
                    if (state.Scope == Axes.Weight)
                    {
                        writer.Line($"{members.Field(state)} = new({Initial(state)});");
                    }
                    else if (state.Source == StateSource.Hyperparameter || state.InitialBits != 0)
                    {
                        var initial = state.Source == StateSource.Hyperparameter ? "initial" + Names.Pascal(state.Name) : Literals.Double(state.InitialBits);
                        writer.Line($"{Names.Escape(state.PropertyName)} = {initial};");
                    }
                }
            }

            var elements = states.Where(state => state.Scope == Axes.Weight).ToList();
            WriteFetchAhead(writer, members, elements);
            WriteMemoryAt(writer, members, elements, rule.Inputs);
            new SchemaEmitter(rule, members).WriteOfState(writer);
            foreach (var input in rule.Inputs)
            {
                writer.Line();
                writer.Line($"private global::System.ReadOnlyMemory<T> {members.Field(input)};");
                writer.Line();
                writer.Line($"/// <summary>The input <c>{input.Name}</c>: one value for each weight, which a step reads. Stays bound until it is bound anew.</summary>");
                writer.Line("/// <exception cref=\"global::System.ArgumentException\">The length differs from that of the weights.</exception>");
                using (writer.Block($"public global::System.ReadOnlyMemory<T> {Names.Escape(input.PropertyName)}"))
                {
                    writer.Line($"get => {members.Field(input)};");
                    writer.Line($"set => {members.Field(input)} = global::Descent.CompilerServices.Guard.Input(this, {members.Field(input)}, value, nameof({Names.Escape(input.PropertyName)}));");
                }
            }

            foreach (var state in states)
            {
                var isElement = state.Scope == Axes.Weight;
                writer.Line();
                writer.Line($"/// <summary>The state <c>{state.Name}</c>: one value for {(isElement ? "each weight" : "the tensor")}, {Start(state)} at first.</summary>");
                writer.Line(isElement
                    ? $"public global::System.Span<T> {Names.Escape(state.PropertyName)} => {members.Field(state)}.Span;"
                    : $"public double {Names.Escape(state.PropertyName)} {{ get; set; }}");
            }
        }
    }

    private static void WriteFetchAhead(SourceWriter writer, MemberNames members, IReadOnlyList<StateModel> elements)
    {
        if (elements.Count == 0)
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public override void FetchAhead(int start, int length)"))
        {
            foreach (var state in elements)
            {
                writer.Line($"{members.Field(state)}.FetchAhead(start, length);");
            }
        }
    }

    /// <summary>Names the memory that a step reads or writes beside weights and gradients.</summary>
    private static void WriteMemoryAt(SourceWriter writer, MemberNames members, IReadOnlyList<StateModel> elements, IReadOnlyList<InputModel> inputs)
    {
        const string Region = "global::Descent.CompilerServices.MemoryRegion";
        if (elements.Count + inputs.Count == 0)
        {
            return;
        }

        var regions = elements.Select(state => $"{Region}.OfState({members.Field(state)}, nameof({Names.Escape(state.PropertyName)}))")
            .Concat(inputs.Select(input => $"{Region}.OfInput({members.Field(input)}, nameof({Names.Escape(input.PropertyName)}))")).ToList();
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override {Region} MemoryAt(int index) => index switch");
        writer.Line("{");
        for (var index = 0; index < regions.Count; index++)
        {
            writer.Line($"    {index.ToString(System.Globalization.CultureInfo.InvariantCulture)} => {regions[index]},");
        }

        writer.Line("    _ => default,");
        writer.Line("};");
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
