using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes what one variant does with a range of a tensor in each pass, and what it writes once per tensor after the last one. Totals
/// leave a pass through the state and come back once all ranges have left theirs; what follows from them is computed where it is used,
/// in <c>double</c>.
/// </summary>
internal sealed class VariantEmitter
{
    private const string Kinds = "global::Descent.CompilerServices.ReductionKind";

    private readonly RuleModel _rule;
    private readonly LoweredMethod _method;
    private readonly Variant _variant;
    private readonly Prologue _prologue;
    private readonly MemberNames _members;
    private readonly Dictionary<int, int> _numbers;
    private Names _names = new([]);
    private Dictionary<int, string> _locals = [];
    private Dictionary<int, int> _uses = [];
    private Dictionary<int, int> _depths = [];

    public VariantEmitter(RuleModel rule, LoweredMethod method, Variant variant, Prologue prologue, MemberNames members)
    {
        (_rule, _method, _variant, _prologue, _members) = (rule, method, variant, prologue, members);
        Passes = [.. variant.Segments.Select(segment => segment.Loop).OfType<LoopVersion>()];
        Stores = [.. variant.Segments.Where(segment => segment.Loop is null).SelectMany(segment => segment.Values).Where(value => method.Program[value].Opcode == Opcode.Store)];
        _numbers = NumberReductions(method, variant);
    }

    private Program Program => _method.Program;

    /// <summary>The loops, one for each pass.</summary>
    public List<LoopVersion> Passes { get; }

    /// <summary>The stores of states of which there is one value for the tensor or the optimizer.</summary>
    public List<int> Stores { get; }

    /// <summary>How many reductions there are; those over the optimizer have the first numbers.</summary>
    public static int CountReductions(LoweredMethod method) => method.Variants.Select(variant => NumberReductions(method, variant).Count).DefaultIfEmpty(0).Max();

    /// <summary>How many reductions over the whole optimizer there are: as many in each variant.</summary>
    public static int CountOptimizerReductions(LoweredMethod method)
        => method.Variants.Select(variant => variant.Values.Count(value => method.Program[value].IsOverOptimizer)).DefaultIfEmpty(0).Max();

    /// <summary>Whether a pass is one statement: a call of a loop, without totals.</summary>
    public bool IsSingleCall(LoopVersion loop) => !loop.Reductions(Program).Any() && Needed(loop.Inputs(Program)).Count == 0;

    /// <summary>Writes one pass over a range: what it takes from totals, its loop, and the totals it leaves.</summary>
    public void WritePass(SourceWriter writer, LoopVersion loop, string before = "")
    {
        var signature = new LoopSignature(_method, loop);
        Begin(loop.Inputs(Program));
        var tensors = signature.Tensors.Select(parameter => parameter.Role switch
        {
            ParameterRole.Weight => "weights",
            ParameterRole.Gradient => "gradients",
            ParameterRole.Input => $"state.{_members.Property(parameter.Slot!)}.Span.Slice(start, weights.Length)",
            _ => $"state.{_members.Field(_rule.States.First(state => state.Name == parameter.Name))}.Padded[start..]",
        });
        var totals = signature.Reductions.Select(reduction => $"out var {Local(reduction)}").ToList();
        WriteNeeded(writer, loop.Inputs(Program));
        writer.List(
            $"{before}global::{LoopsEmitter.Namespace}.{LoopsEmitter.ClassName(_rule)}.{signature.TensorMethod}",
            tensors.Concat(signature.InputValues.Select(input => Text(input).Text)).Concat(totals),
            ";");
        foreach (var reduction in signature.Reductions)
        {
            writer.Line($"state.Totals!.Record({Number(reduction)}, {Kinds}.{Program[reduction].Reduction}, start, {Local(reduction)});");
        }
    }

    /// <summary>Writes the states of which there is one value for the tensor or the optimizer.</summary>
    public void WriteStores(SourceWriter writer)
    {
        var values = Stores.Select(store => Program[store].Operands[0]).ToList();
        Begin(values);
        WriteNeeded(writer, values);
        foreach (var store in Stores)
        {
            writer.Line($"{_members.ScalarTarget(Program[store].Slot!)} = {Text(Program[store].Operands[0]).Text};");
        }
    }

    private static Dictionary<int, int> NumberReductions(LoweredMethod method, Variant variant)
        => variant.Values.Where(value => method.Program[value].Opcode == Opcode.Reduce)
            .OrderBy(value => method.Program[value].IsOverOptimizer ? 0 : 1)
            .Select((value, number) => (value, number))
            .ToDictionary(pair => pair.value, pair => pair.number);

    /// <summary>The scalars of the variant that lead to the values given, in order; totals among them, the prologue's values not.</summary>
    private List<int> Needed(IEnumerable<int> values)
    {
        var needed = new SortedSet<int>();
        var open = new Stack<int>(values);
        while (open.Count > 0)
        {
            var value = open.Pop();
            if (value >= _method.PrologueEnd && !Program[value].IsConstant && needed.Add(value) && Program[value].Opcode != Opcode.Reduce)
            {
                foreach (var operand in Program[value].Operands)
                {
                    open.Push(operand);
                }
            }
        }

        return [.. needed];
    }

    /// <summary>Starts a scope of its own: the locals of a pass.</summary>
    private void Begin(IEnumerable<int> values)
    {
        _names = new(["weights", "gradients", "state", "values", "pass", "start", "global", "T", .. _members.OfOptimizer]);
        _locals = [];
        _uses = [];
        _depths = [];
        var roots = values.ToList();
        var needed = Needed(roots);
        foreach (var operand in roots.Concat(needed.Where(value => Program[value].Opcode != Opcode.Reduce).SelectMany(value => Program[value].Operands.Items)))
        {
            _uses[operand] = _uses.TryGetValue(operand, out var uses) ? uses + 1 : 1;
        }

        foreach (var value in needed)
        {
            _depths[value] = 1 + Program[value].Operands.Items.Where(operand => _depths.ContainsKey(operand) && IsInline(operand)).Select(operand => _depths[operand]).DefaultIfEmpty(0).Max();
        }
    }

    private void WriteNeeded(SourceWriter writer, IEnumerable<int> values)
    {
        foreach (var value in Needed(values))
        {
            if (!IsInline(value))
            {
                var formula = Formula(value).Text;
                writer.Line($"var {Local(value)} = {formula};");
            }
        }
    }

    private bool IsInline(int value)
    {
        var instruction = Program[value];
        return instruction.Opcode == Opcode.Constant
            || (instruction.Opcode is not (Opcode.Reduce or Opcode.Load) && instruction.Hint is null && _depths[value] < Expression.MaxDepth && _uses.TryGetValue(value, out var uses) && uses == 1);
    }

    private Expression Text(int value)
    {
        if (value < _method.PrologueEnd && !Program[value].IsConstant)
        {
            return Expression.Primary("values." + _prologue.Field(value));
        }

        return IsInline(value) ? Formula(value) : Expression.Primary(Local(value));
    }

    private Expression Formula(int value)
    {
        var instruction = Program[value];
        switch (instruction.Opcode)
        {
            case Opcode.Load:
                return Expression.Primary(_members.ScalarSource(instruction.Slot!));
            case Opcode.Length:
                return Expression.Primary("state.Length");
            case Opcode.Reduce when instruction.IsOverOptimizer:
                return Expression.Call("OptimizerTotal", Expression.Primary(Number(value)));
            case Opcode.Reduce:
                return Expression.Primary($"state.Totals![{Number(value)}]");
        }

        var operands = instruction.Operands.Select(Text).ToList();
        return instruction.Opcode switch
        {
            Opcode.Select or Opcode.Phi => Expression.Conditional(operands[0], operands[1], operands[2]),
            Opcode.Sign or Opcode.Clamp => Expression.Call($"global::Descent.CompilerServices.Scalars.{instruction.Opcode}", [.. operands]),
            _ => ScalarExpressions.Of(instruction, operands),
        };
    }

    private string Number(int reduction) => _numbers[reduction].ToString(CultureInfo.InvariantCulture);

    private string Local(int value)
    {
        if (!_locals.TryGetValue(value, out var local))
        {
            local = _names.Unique(ValueNames.Of(Program, value, _method.StepName));
            _locals.Add(value, local);
        }

        return local;
    }
}
