using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Targets.CSharp;
using Descent.Generator.Targets.Ptx;

namespace Descent.Generator.Emission;

/// <summary>Writes the class of a rule's state: an aligned, padded buffer and a view for each state.</summary>
internal static class StateEmitter
{
    /// <summary>Writes the states of which there is one value for the optimizer, as properties of the optimizer.</summary>
    public static void WriteOptimizerStates(SourceWriter writer, RuleModel rule, MemberNames members, IReadOnlyList<string> cachedSteps, bool areUpdated, KeptStates kept)
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
                if (kept.Has(state.Slot))
                {
                    using (writer.Block("get"))
                    {
                        writer.Line("CompiledRule.FetchStates();");
                        writer.Line($"return {members.Field(state)} ?? {initial};");
                    }
                }
                else
                {
                    writer.Line($"get => {members.Field(state)} ?? {initial};");
                }

                using (writer.Block("set"))
                {
                    if (kept.Has(state.Slot))
                    {
                        writer.Line("CompiledRule.FetchStates();");
                    }

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

    /// <summary>Writes the class.</summary>
    /// <param name="writer">What it is written to.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="members">The names of its members.</param>
    /// <param name="reductions">How many reductions a step has.</param>
    /// <param name="lines">The fields for what loops take of which there is one value for each row or column.</param>
    /// <param name="kept">The states with one value for the tensor that may live on a device.</param>
    public static void Write(SourceWriter writer, RuleModel rule, MemberNames members, int reductions, IReadOnlyList<(string Field, string Creation)> lines, KeptStates kept)
    {
        var elements = rule.States.Where(IsInMemory).ToList();
        writer.Line($"/// <summary>What <see cref=\"{Names.Escape(rule.Name)}\"/> remembers about the weights of one parameter between steps.</summary>");
        writer.Line(Generated.Attribute);
        using (writer.Block($"{rule.Accessibility} sealed class {Names.Escape(TypeNames.StateClass(rule))} : global::Descent.OptimizerState"))
        {
            foreach (var state in elements)
            {
                writer.Line($"internal readonly global::Descent.CompilerServices.StateBuffer {members.Field(state)};");
            }

            foreach (var (field, _) in lines)
            {
                writer.Line($"internal readonly global::Descent.CompilerServices.StateBuffer {field};");
            }

            foreach (var state in rule.States.Where(state => !IsInMemory(state) && state.Scope != Axes.Optimizer && kept.Has(state.Slot)))
            {
                writer.Line($"private double {members.Field(state)};");
            }

            WriteConstructor(writer, rule, [.. elements.Select(members.Field), .. lines.Select(line => line.Field)], reductions);
            WriteFetchAhead(writer, members, [.. elements.Where(state => state.Scope == Axes.Weight)]);
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
                var isElement = IsInMemory(state);
                writer.Line();
                writer.Line($"/// <summary>The state <c>{state.Name}</c>: {Values(state)}, {Start(state)} at first.</summary>");
                if (!kept.Has(state.Slot))
                {
                    writer.Line(isElement
                        ? $"public global::Descent.StateView {Names.Escape(state.PropertyName)} => View({Number(index)});"
                        : $"public double {Names.Escape(state.PropertyName)} {{ get; set; }}");
                    continue;
                }

                using (writer.Block($"public double {Names.Escape(state.PropertyName)}"))
                {
                    writer.Line($"get => Fetched(in {members.Field(state)});");
                    writer.Line($"set => Take(ref {members.Field(state)}, value);");
                }
            }
        }
    }

    private static string Values(StateModel state)
    {
        var owner = state.Scope.PerName().ToLowerInvariant();
        return state.IsSquare ? $"a square matrix with a row and a column for each {owner}, on its diagonal"
            : IsInMemory(state) ? $"one value for each {owner}"
            : "one value for the tensor";
    }

    /// <summary>Whether a state is memory of its own, not one value.</summary>
    private static bool IsInMemory(StateModel state) => state.Scope.IsWithinTensor();

    private static void WriteConstructor(SourceWriter writer, RuleModel rule, IReadOnlyList<string> fields, int reductions)
    {
        var buffers = string.Concat(fields.Select((_, index) => $", global::Descent.CompilerServices.StateBuffer buffer{Number(index)}"));
        if (fields.Count > 0)
        {
            writer.Line();
        }

        var (shape, passed) = rule.IsOfMatrices ? (", global::Descent.CompilerServices.MatrixShape shape", ", shape: shape") : ("", "");
        writer.Line($"internal {Names.Escape(TypeNames.StateClass(rule))}(global::Descent.RuleSchema schema, global::System.Type elementType, int length{shape}{buffers})");
        using (writer.Block($"    : base(schema, elementType, length{(reductions > 0 ? $", reductions: {Number(reductions)}" : "")}{passed})"))
        {
            foreach (var (field, index) in fields.Select((field, index) => (field, index)))
            {
                writer.Line($"{field} = buffer{Number(index)};");
            }
        }
    }

    /// <summary>Writes how the rule makes it for <c>weights</c>.</summary>
    public static void WriteCreation(SourceWriter writer, RuleModel rule, MemberNames members, IReadOnlyList<(string Field, string Creation)> lines)
    {
        var states = rule.States.Where(state => state.Scope != Axes.Optimizer).ToList();
        if (states.Any(state => state.Scope == Axes.Weight))
        {
            writer.Line($"var states = new global::Descent.CompilerServices.StateAllocator(Schema, storage, weights.Length{(rule.IsOfMatrices ? ", shape" : "")});");
        }

        var buffers = string.Concat(states.Where(IsInMemory)
            .Select(state => state.Scope == Axes.Weight
                ? $", states.Create{(state.Source == StateSource.Weight ? "FromWeights" : "")}<T>({Number(rule.States.Items.IndexOf(state))}{InitialOfWeights(state, members)})"
                : $", global::Descent.CompilerServices.StateBuffer.Create{(state.IsSquare ? "Square<T" : "<double")}>({Initial(state, members)})")
            .Concat(lines.Select(line => ", global::Descent.CompilerServices.StateBuffer." + line.Creation)));
        var values = states.Where(state => !IsInMemory(state) && (state.Source == StateSource.Hyperparameter || state.InitialBits != 0)).ToList();
        var made = $"return new {TypeNames.State(rule)}(Schema, typeof(T), weights.Length{(rule.IsOfMatrices ? ", shape" : "")}{buffers})";
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

    private static string InitialOfWeights(StateModel state, MemberNames members) => state.Source switch
    {
        StateSource.Weight => ", weights",
        StateSource.Hyperparameter => $", {Hyperparameter(state, members)}",
        _ => state.InitialBits == 0 ? "" : $", {Literals.Double(state.InitialBits)}",
    };

    private static string Initial(StateModel state, MemberNames members) => state.Source switch
    {
        StateSource.Hyperparameter => $"{Count(state)}, {Hyperparameter(state, members)}",
        _ => state.InitialBits == 0 ? Count(state) : $"{Count(state)}, {Literals.Double(state.InitialBits)}",
    };

    /// <summary>How many values a state has.</summary>
    private static string Count(StateModel state) => state.Scope == Axes.Row ? "shape.Rows" : "shape.Columns";

    /// <summary>The hyperparameter that a state starts with, in a method that has some of these names itself.</summary>
    private static string Hyperparameter(StateModel state, MemberNames members)
        => members.Hyperparameter(state.Hyperparameter!) is var name && name is "weights" or "shape" or "storage" or "states" or "T" ? "this." + name : name;

    private static string Start(StateModel state) => state.Source switch
    {
        StateSource.Weight => "the weight's own",
        StateSource.Hyperparameter => $"<c>{state.Hyperparameter}</c>",
        _ => Literals.Double(state.InitialBits),
    };
}
