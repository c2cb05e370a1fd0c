using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes what a rule is made of as data, and how its members are reached by their numbers in it.</summary>
internal sealed class SchemaEmitter(RuleModel rule, MemberNames members, IReadOnlyCollection<Slot>? nonNegative = null)
{
    private const string Field = "s_schema";

    /// <summary>Writes the members of the class for the rule.</summary>
    public void WriteOfRule(SourceWriter writer)
    {
        if (rule.Hyperparameters.Any(hyperparameter => hyperparameter.IsMarked))
        {
            writer.Line("[global::System.Obsolete]");
        }

        writer.Line($"private static readonly global::Descent.RuleSchema {Field} = new()");
        writer.Line("{");
        using (writer.Indented())
        {
            WriteList(writer, "Hyperparameters", rule.Hyperparameters.Select(Describe));
            WriteList(writer, "States", rule.States.Select(Describe));
            WriteList(writer, "Inputs", rule.Inputs.Select(input => $"\"{input.PropertyName}\""));
            WriteList(writer, "Draws", rule.Draws.Select(draw => $"\"{draw.Name}\""));
            if (rule.IsOfMatrices)
            {
                writer.Line("IsOfMatrices = true,");
            }

            if (rule.IsRelaxed)
            {
                writer.Line("Math = global::Descent.FloatMath.Relaxed,");
            }
        }

        writer.Line("};");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override global::Descent.RuleSchema Schema => {Field};");
        WriteHyperparameters(writer, isNumber: true, "Number", "double");
        WriteHyperparameters(writer, isNumber: false, "Hyperparameter", "object");
        WriteValues(writer, "State", "rule.", Axes.Optimizer);
    }

    /// <summary>Writes the members of the class of the state.</summary>
    public void WriteOfState(SourceWriter writer) => WriteValues(writer, "Value", "", Axes.Tensor, Axes.Step);

    private void WriteHyperparameters(SourceWriter writer, bool isNumber, string what, string type)
    {
        var ofKind = rule.Hyperparameters.Items.Select((model, index) => (Model: model, Index: index)).Where(item => isNumber == (item.Model.Kind == HyperparameterKind.Double)).ToList();
        WriteGet(writer, $"{type} Get{what}", ofKind.Select(item => (item.Index, "rule." + members.Hyperparameter(item.Model.Name))));
        WriteSet(
            writer,
            $"Set{what}(int index, {type} value)",
            ofKind.Where(item => !IsReadOnly(item.Model))
                .Select(item => (item.Index, $"rule.{Names.Escape(item.Model.Name)} = {(isNumber ? "" : $"({item.Model.TypeName})")}value")));
    }

    private void WriteValues(SourceWriter writer, string what, string owner, params Axes[] scopes)
    {
        var states = rule.States.Items.Select((state, index) => (state, index)).Where(item => scopes.Contains(item.state.Scope))
            .Select(item => (item.index, member: owner + Names.Escape(item.state.PropertyName))).ToList();
        WriteGet(writer, "double Get" + what, states);
        WriteSet(writer, $"Set{what}(int index, double value)", states.Select(state => (state.index, state.member + " = value")));
    }

    private static void WriteGet(SourceWriter writer, string member, IEnumerable<(int Index, string Value)> values)
    {
        var list = values.ToList();
        if (list.Count == 0)
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(Generated.Hidden);
        writer.Line($"public override {member}(int index) => index switch");
        writer.Line("{");
        using (writer.Indented())
        {
            list.ForEach(item => writer.Line($"{Number(item.Index)} => {item.Value},"));
            writer.Line($"_ => base.{member.Split(' ')[1]}(index),");
        }

        writer.Line("};");
    }

    private static void WriteSet(SourceWriter writer, string member, IEnumerable<(int Index, string Assignment)> assignments)
    {
        var list = assignments.ToList();
        if (list.Count == 0)
        {
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(Generated.Hidden);
        using (writer.Block($"public override void {member}"))
        {
            WriteSwitch(writer, list);
        }
    }

    private static void WriteSwitch(SourceWriter writer, IEnumerable<(int Index, string Assignment)> assignments)
    {
        using (writer.Block("switch (index)"))
        {
            foreach (var (index, assignment) in assignments)
            {
                writer.Line($"case {Number(index)}: {assignment}; break;");
            }
        }
    }

    private static void WriteList(SourceWriter writer, string name, IEnumerable<string> items)
    {
        var list = items.ToList();
        if (list.Count == 0)
        {
            return;
        }

        writer.Line($"{name} =");
        writer.Line("[");
        using (writer.Indented())
        {
            list.ForEach(item => writer.Line(item + ","));
        }

        writer.Line("],");
    }

    private static string Describe(HyperparameterModel hyperparameter)
    {
        var facts = new[] { ("Min", hyperparameter.Min), ("Max", hyperparameter.Max), ("Above", hyperparameter.Above), ("Below", hyperparameter.Below) }
            .Where(bound => !double.IsNaN(BitConverter.Int64BitsToDouble(bound.Item2))).Select(bound => $"{bound.Item1} = {Literals.Double(bound.Item2)}").ToList();
        if (hyperparameter.Role != HyperparameterRole.None)
        {
            facts.Add($"Role = global::Descent.HyperparameterRole.{hyperparameter.Role}");
        }

        if (hyperparameter.Kind is HyperparameterKind.Boolean)
        {
            facts.Add("Choices = [false, true]");
        }
        else if (hyperparameter.Kind is HyperparameterKind.Enumeration)
        {
            facts.Add($"Choices = [{string.Join(", ", HyperparameterEmitter.MembersOf(hyperparameter))}]");
        }

        if (IsReadOnly(hyperparameter))
        {
            facts.Add("IsReadOnly = true");
        }

        return $"new(\"{hyperparameter.Name}\", {HyperparameterEmitter.Default(hyperparameter)}){With(facts)}";
    }

    private string Describe(StateModel state)
    {
        List<string> facts = state.Source switch
        {
            StateSource.Weight => ["StartsWithWeight = true"],
            StateSource.Hyperparameter => [$"InitialHyperparameter = \"{state.Hyperparameter}\""],
            _ => state.InitialBits == 0 ? [] : [$"InitialValue = {Literals.Double(state.InitialBits)}"],
        };
        if (state.IsSquare)
        {
            facts.Add("IsSquare = true");
        }

        if (state.Storage != AllowedStorage.Any)
        {
            facts.Add($"Storage = global::Descent.AllowedStorage.{state.Storage}");
        }

        if (state is { Scope: Axes.Weight, IsSquare: false } && nonNegative?.Contains(state.Slot) == true)
        {
            facts.Add("IsNonNegative = true");
        }

        if (state.FormerNames.Count > 0)
        {
            facts.Add($"FormerNames = [{string.Join(", ", state.FormerNames.Select(name => $"\"{name}\""))}]");
        }

        return $"new(\"{state.PropertyName}\", global::Descent.Per.{state.Scope.PerName()}){With(facts)}";
    }

    private static string With(List<string> facts) => facts.Count == 0 ? "" : $" {{ {string.Join(", ", facts)} }}";

    /// <summary>Whether nobody may set it by its number: there is no setter as public as the property, or to name it gives a warning.</summary>
    private static bool IsReadOnly(HyperparameterModel hyperparameter) => hyperparameter.Setter != "set" || hyperparameter.IsMarked;

    private static string Number(int index) => index.ToString(CultureInfo.InvariantCulture);
}
