using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes the class of a rule's state: an aligned, padded buffer and a view for each state.</summary>
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
        var elements = states.Where(state => state.Scope == Axes.Weight).ToList();
        writer.Line($"/// <summary>What <see cref=\"{Names.Escape(rule.Name)}\"/> remembers about the weights of one parameter between steps.</summary>");
        writer.Line(Generated.Attribute);
        using (writer.Block($"{rule.Accessibility} sealed class {Names.Escape(TypeNames.StateClass(rule))} : global::Descent.OptimizerState"))
        {
            foreach (var state in elements)
            {
                writer.Line($"internal readonly global::Descent.CompilerServices.StateBuffer {members.Field(state)};");
            }

            WriteConstructor(writer, rule, members, elements, reductions);
            WriteFetchAhead(writer, members, elements);
            WriteMemoryAt(writer, members, elements, rule.Inputs);
            new SchemaEmitter(rule, members).WriteOfState(writer);
            foreach (var (input, index) in rule.Inputs.Items.Select((input, index) => (input, index)))
            {
                writer.Line();
                writer.Line($"/// <summary>The input <c>{input.Name}</c>: one value for each weight, which a step reads once it is bound.</summary>");
                writer.Line($"public global::Descent.InputView {Names.Escape(input.PropertyName)} => Input({Number(index)});");
            }

            foreach (var (state, index) in rule.States.Items.Select((state, index) => (state, index)).Where(item => item.state.Scope != Axes.Optimizer))
            {
                var isElement = state.Scope == Axes.Weight;
                writer.Line();
                writer.Line($"/// <summary>The state <c>{state.Name}</c>: one value for {(isElement ? "each weight" : "the tensor")}, {Start(state)} at first.</summary>");
                writer.Line(isElement
                    ? $"public global::Descent.StateView {Names.Escape(state.PropertyName)} => View({Number(index)});"
                    : $"public double {Names.Escape(state.PropertyName)} {{ get; set; }}");
            }
        }
    }

    private static void WriteConstructor(SourceWriter writer, RuleModel rule, MemberNames members, IReadOnlyList<StateModel> elements, int reductions)
    {
        var buffers = string.Concat(elements.Select((_, index) => $", global::Descent.CompilerServices.StateBuffer buffer{Number(index)}"));
        if (elements.Count > 0)
        {
            writer.Line();
        }

        writer.Line($"internal {Names.Escape(TypeNames.StateClass(rule))}(global::Descent.RuleSchema schema, global::System.Type elementType, int length{buffers})");
        using (writer.Block($"    : base(schema, elementType, length{(reductions > 0 ? $", reductions: {Number(reductions)}" : "")})"))
        {
            foreach (var (state, index) in elements.Select((state, index) => (state, index)))
            {
                writer.Line($"{members.Field(state)} = buffer{Number(index)};");
            }
        }
    }

    /// <summary>Writes how the rule makes it for <c>weights</c>.</summary>
    public static void WriteCreation(SourceWriter writer, RuleModel rule, MemberNames members)
    {
        var states = rule.States.Where(state => state.Scope != Axes.Optimizer).ToList();
        var buffers = string.Concat(states.Where(state => state.Scope == Axes.Weight)
            .Select(state => $", global::Descent.CompilerServices.StateBuffer.Create<T>({Initial(state, members)})"));
        var values = states.Where(state => state.Scope != Axes.Weight && (state.Source == StateSource.Hyperparameter || state.InitialBits != 0)).ToList();
        var made = $"return new {TypeNames.State(rule)}(Schema, typeof(T), weights.Length{buffers})";
        if (values.Count == 0)
        {
            writer.Line(made + ";");
            return;
        }

        writer.Line(made);
        writer.Line("{");
        foreach (var state in values)
        {
            writer.Line($"    {Names.Escape(state.PropertyName)} = {(state.Source == StateSource.Hyperparameter ? Hyperparameter(state, members) : Literals.Double(state.InitialBits))},");
        }

        writer.Line("};");
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void WriteFetchAhead(SourceWriter writer, MemberNames members, IReadOnlyList<StateModel> elements)
    {
        if (elements.Count == 0)
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(Generated.Hidden);
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
            .Concat(inputs.Select(input => $"{Names.Escape(input.PropertyName)}.ToRegion()")).ToList();
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(Generated.Hidden);
        writer.Line($"public override {Region} MemoryAt(int index) => index switch");
        writer.Line("{");
        for (var index = 0; index < regions.Count; index++)
        {
            writer.Line($"    {Number(index)} => {regions[index]},");
        }

        writer.Line("    _ => default,");
        writer.Line("};");
    }

    private static string Initial(StateModel state, MemberNames members) => state.Source switch
    {
        StateSource.Weight => "weights",
        StateSource.Hyperparameter => "weights.Length, " + Hyperparameter(state, members),
        _ => state.InitialBits == 0 ? "weights.Length" : $"weights.Length, {Literals.Double(state.InitialBits)}",
    };

    /// <summary>The hyperparameter that a state starts with, in a method that has two of these names itself.</summary>
    private static string Hyperparameter(StateModel state, MemberNames members)
        => members.Hyperparameter(state.Hyperparameter!) is var name && name is "weights" or "T" ? "this." + name : name;

    private static string Start(StateModel state) => state.Source switch
    {
        StateSource.Weight => "the weight's own",
        StateSource.Hyperparameter => $"<c>{state.Hyperparameter}</c>",
        _ => Literals.Double(state.InitialBits),
    };
}
