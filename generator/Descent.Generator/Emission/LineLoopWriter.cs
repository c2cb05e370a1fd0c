using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>What a loop over rows or columns writes for each of them.</summary>
/// <param name="Value">The value.</param>
/// <param name="Field">The field of the state that holds the memory.</param>
/// <param name="Type">The type of the memory: that of the weights, or <c>double</c>.</param>
internal sealed record LineOutput(int Value, string Field, string Type = "double");

/// <summary>
/// Writes a loop over the rows or the columns of a tensor: what follows from their totals and states, in <c>double</c>, a vector of them at a
/// time.
/// </summary>
internal sealed class LineLoopWriter
{
    private const string Runtime = "global::Descent.CompilerServices";

    private readonly RuleModel _rule;
    private readonly MethodPlan _method;
    private readonly Variant _variant;
    private readonly MemberNames _members;
    private readonly IReadOnlyList<LineOutput> _outputs;
    private readonly LateScalars _lines;
    private readonly LateScalars _scalars;
    private readonly List<int> _values;
    private readonly List<int> _invariant;
    private readonly Dictionary<string, string> _memory = [];
    private readonly Dictionary<int, string> _totals = [];
    private readonly Dictionary<int, string> _locals = [];

    public LineLoopWriter(RuleModel rule, MethodPlan method, Variant variant, Prologue prologue, MemberNames members, IReadOnlyList<LineOutput> outputs)
    {
        (_rule, _method, _variant, _members, _outputs) = (rule, method, variant, members, outputs);
        var roots = outputs.Select(output => output.Value).ToList();
        _lines = new(method, variant, prologue, members, roots, keepsOfTensor: true);
        _values = [.. _lines.Needed(roots).Where(IsOfLines)];
        var taken = roots.Concat(_values.Where(value => Program[value].Opcode != Opcode.Reduce).SelectMany(value => Program[value].Operands.Items));
        _invariant = [.. taken.Where(value => !IsOfLines(value) && !VectorLoop.IsKnown(Program[value])).Distinct()];
        _scalars = new(method, variant, prologue, members, _invariant);
    }

    private Program Program => _method.Program;

    /// <summary>Writes the body of the method that is the loop.</summary>
    public void Write(SourceWriter writer)
    {
        writer.Line($"var state = ({TypeNames.State(_rule)})memory;");
        WriteMemory(writer);
        _scalars.Write(writer, _invariant, value => !IsUsedHereAlone(value));
        foreach (var value in _invariant)
        {
            var text = IsUsedHereAlone(value) ? _scalars.Formula(value) : _scalars.Text(value);
            _locals.Add(value, _scalars.Unique(_method.NameOf(value)));
            writer.Line($"var {_locals[value]} = TLanes.Broadcast({text.Text});");
        }

        using (writer.Block("for (nuint i = 0; i < (nuint)count; i += (nuint)TLanes.Count)"))
        {
            foreach (var value in _values.Where(value => !_lines.IsInline(value)))
            {
                var formula = Formula(value).Text;
                _locals.Add(value, _scalars.Unique(Suggest(value)));
                writer.Line($"var {_locals[value]} = {formula};");
            }

            foreach (var output in _outputs)
            {
                WriteOutput(output, writer);
            }
        }
    }

    private void WriteMemory(SourceWriter writer)
    {
        foreach (var load in _values.Where(value => Program[value].Opcode == Opcode.Load))
        {
            AddMemory(FieldOf(Program[load].Slot!));
        }

        foreach (var output in _outputs)
        {
            AddMemory(output.Field, output.Type);
        }

        foreach (var total in _values.Where(value => Program[value].Opcode == Opcode.Reduce))
        {
            _totals.Add(total, _scalars.Unique(_method.NameOf(total).TrimStart('@') + "Totals"));
            var number = _variant.TotalNumbers[total].ToString(CultureInfo.InvariantCulture);
            writer.Line($"ref readonly var {_totals[total]} = ref state.Totals!.{(Program[total].Scope == Axes.Row ? "FirstOfRows" : "FirstOfColumns")}({number});");
        }

        void AddMemory(string field, string type = "double")
        {
            if (!_memory.ContainsKey(field))
            {
                _memory.Add(field, _scalars.Unique(Names.Camel(field) + (_rule.States.Any(state => state.Scope.IsWithinTensor() && _members.Field(state) == field) ? "State" : "")));
                writer.Line($"ref var {_memory[field]} = ref state.{field}.At<{type}>(0);");
            }
        }
    }

    private void WriteOutput(LineOutput output, SourceWriter writer)
    {
        var value = Program[output.Value].Type == ScalarType.Boolean
            ? Expression.Call("TLanes.Select", Text(output.Value), Expression.Primary("TLanes.One"), Expression.Primary("TLanes.Zero"))
            : Text(output.Value);
        writer.Line(output.Type != "double" ? $"{Runtime}.Lines.Store({value.Text}, ref {_memory[output.Field]}, i);"
            : $"{(value.Precedence == Precedence.Primary ? value.Text : $"({value.Text})")}.Store(ref {_memory[output.Field]}, i);");
    }

    private string FieldOf(Slot slot) => _members.Field(_rule.States.First(state => state.Slot == slot));

    private bool IsOfLines(int value) => _method.AxesOf(value).IsWithinTensor();

    /// <summary>Whether what there is one of for the tensor needs no local beside that of its vector.</summary>
    private bool IsUsedHereAlone(int value) => value >= _method.PrologueEnd && !Program[value].IsConstant && _invariant.Contains(value) && _scalars.UsesOf(value) == 1;

    /// <summary>What the author calls it; what a state has already as its value, its next one.</summary>
    private string Suggest(int value)
    {
        var name = _method.NameOf(value);
        return _values.Any(load => load < value && Program[load].Opcode == Opcode.Load && _method.NameOf(load) == name) ? "next" + Names.Pascal(name) : name;
    }

    private Expression Text(int value)
        => VectorLoop.IsKnown(Program[value]) ? Expression.Primary(VectorExpressions.Known(Program[value]))
            : _locals.TryGetValue(value, out var local) ? Expression.Primary(local) : Formula(value);

    private Expression Formula(int value)
    {
        var instruction = Program[value];
        return instruction.Opcode switch
        {
            Opcode.Load => Expression.Call("TLanes.Load", Expression.Primary("in " + _memory[FieldOf(instruction.Slot!)]), Expression.Primary("i")),
            Opcode.Reduce => Expression.Call("TLanes.Load", Expression.Primary("in " + _totals[value]), Expression.Primary("i")),
            Opcode.Phi => VectorExpressions.Of(instruction with { Opcode = Opcode.Select }, [.. instruction.Operands.Select(Text)]),
            _ => VectorExpressions.Of(VectorLoop.FormOf(Program, instruction), instruction, [.. instruction.Operands.Select(Text)]),
        };
    }
}
