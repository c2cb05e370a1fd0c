using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes what one variant does with a range of a tensor in each sweep, and what it writes once per tensor after the last one. Totals
/// leave a sweep through the state and come back once all ranges have left theirs; what follows from them is computed where it is used,
/// in <c>double</c>.
/// </summary>
internal sealed class VariantEmitter
{
    private const string Kernels = "global::Descent.CompilerServices.Kernel";

    private readonly MethodPlan _method;
    private readonly Variant _variant;
    private readonly Prologue _prologue;
    private readonly MemberNames _members;
    private Names _names = new([]);
    private Dictionary<int, string> _locals = [];
    private Dictionary<int, int> _uses = [];
    private Dictionary<int, int> _depths = [];

    public VariantEmitter(MethodPlan method, Variant variant, Prologue prologue, MemberNames members)
    {
        (_method, _variant, _prologue, _members) = (method, variant, prologue, members);
    }

    private Program Program => _method.Program;

    /// <summary>Whether a sweep is one statement: the run of its kernel.</summary>
    public bool IsSingleCall(Sweep sweep)
    {
        Begin(sweep.Scalars);
        return Needed(sweep.Scalars).All(IsInline);
    }

    /// <summary>Writes one sweep over a range: what it takes from totals, and the run of its kernel.</summary>
    public void WriteSweep(SourceWriter writer, Sweep sweep, string before = "")
    {
        Begin(sweep.Scalars);
        WriteNeeded(writer, sweep.Scalars);
        var names = _members.Of(_method.Kind);
        var late = sweep.Late.Select(late => $"{_prologue.Field(late.Scalar)} = {Text(late.Value).Text}").ToList();
        string[] arguments =
            ["weights", _method.Method.TakesGradients ? "gradients" : "default", "state", late.Count == 0 ? "in values" : $"values with {{ {string.Join(", ", late)} }}", "start"];
        writer.List($"{before}{Kernels}.{(sweep.Kernel.Totals.Count == 0 ? "Run" : "Reduce")}<{names.Kernel(_method, sweep.Kernel)}<T>, {names.Values}, T>", arguments, ";");
    }

    /// <summary>Writes the states of which there is one value for the tensor or the optimizer.</summary>
    public void WriteStores(SourceWriter writer)
    {
        var values = _variant.Stores.Select(store => Program[store].Operands[0]).ToList();
        Begin(values);
        WriteNeeded(writer, values);
        foreach (var store in _variant.Stores)
        {
            writer.Line($"{_members.ScalarTarget(Program[store].Slot!)} = {Text(Program[store].Operands[0]).Text};");
        }
    }

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

    /// <summary>Starts a scope of its own: the locals of a sweep.</summary>
    private void Begin(IEnumerable<int> values)
    {
        _names = new(["weights", "gradients", "state", "values", "sweep", "start", "global", "T", .. _members.OfOptimizer]);
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
                return Expression.Call("CompiledRule.OptimizerTotal", Expression.Primary(Number(value)));
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

    private string Number(int total) => _variant.TotalNumbers[total].ToString(CultureInfo.InvariantCulture);

    private string Local(int value)
    {
        if (!_locals.TryGetValue(value, out var local))
        {
            local = _names.Unique(_method.NameOf(value));
            _locals.Add(value, local);
        }

        return local;
    }
}
