using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>
/// What follows from the totals of a variant, in <c>double</c>, as statements and expressions where it is used: locals of one place, each
/// written once.
/// </summary>
internal sealed class LateScalars
{
    private readonly MethodPlan _method;
    private readonly Variant _variant;
    private readonly Prologue _prologue;
    private readonly MemberNames _members;
    private readonly bool _keepsOfTensor;
    private readonly Names _names;
    private readonly HashSet<int> _written = [];
    private readonly Dictionary<int, string> _locals = [];
    private readonly Dictionary<int, int> _uses = [];
    private readonly Dictionary<int, int> _depths = [];

    /// <summary>Prepares a place.</summary>
    /// <param name="method">The method.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="prologue">What is known before.</param>
    /// <param name="members">The names of members.</param>
    /// <param name="values">What is used there.</param>
    /// <param name="keepsOfTensor">Whether what there is one of for the tensor gets a local, since it is used row after row.</param>
    public LateScalars(MethodPlan method, Variant variant, Prologue prologue, MemberNames members, IEnumerable<int> values, bool keepsOfTensor = false)
    {
        (_method, _variant, _prologue, _members, _keepsOfTensor) = (method, variant, prologue, members, keepsOfTensor);
        string[] inRows = keepsOfTensor ? ["first", "rowValues", "row", "column", "workspace"] : [];
        string[] inLoops = ["memory", "count", "i", "TLanes"];
        _names = new(["weights", "gradients", "state", "values", "sweep", "start", "given", "cudaValues", "cudaRows", "part", "global", "T", .. inRows, .. inLoops, .. members.OfOptimizer]);
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

    private Program Program => _method.Program;

    /// <summary>The scalars of the variant that lead to the values given, in order; totals among them, the prologue's values not.</summary>
    public List<int> Needed(IEnumerable<int> values)
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

    /// <summary>Writes the locals that lead to values, unless they are there.</summary>
    public void Write(SourceWriter writer, IEnumerable<int> values, Func<int, bool>? isMeant = null)
    {
        foreach (var value in Needed(values))
        {
            if (!IsInline(value) && (isMeant is null || isMeant(value)) && _written.Add(value))
            {
                var formula = Formula(value).Text;
                writer.Line($"var {Local(value)} = {formula};");
            }
        }
    }

    /// <summary>Whether a value has no local.</summary>
    public bool IsInline(int value)
    {
        var instruction = Program[value];
        return instruction.Opcode == Opcode.Constant
            || (instruction.Opcode is not (Opcode.Reduce or Opcode.Load) && instruction.Hint is null && _depths[value] < Expression.MaxDepth
                && _uses.TryGetValue(value, out var uses) && uses == 1 && !(_keepsOfTensor && !_method.AxesOf(value).IsWithinTensor()));
    }

    /// <summary>How often a value is used at the place.</summary>
    public int UsesOf(int value) => _uses.TryGetValue(value, out var uses) ? uses : 0;

    /// <summary>A name that no local of the place has.</summary>
    public string Unique(string suggestion) => _names.Unique(suggestion);

    /// <summary>What a value is at the place: its local, or its formula.</summary>
    public Expression Text(int value)
    {
        if (value < _method.PrologueEnd && !Program[value].IsConstant)
        {
            return Expression.Primary("values." + _prologue.Field(value));
        }

        return IsInline(value) ? Formula(value) : Expression.Primary(Local(value));
    }

    /// <summary>The formula of a value that is computed at the place.</summary>
    public Expression Formula(int value)
    {
        var instruction = Program[value];
        switch (instruction.Opcode)
        {
            case Opcode.Load:
                return Expression.Primary(_members.ScalarSource(instruction.Slot!));
            case Opcode.Length or Opcode.Rows or Opcode.Columns:
                // They are whole numbers there, and would be divided as such.
                return Expression.Prefix("(double)", Expression.Primary("state.Tensor" + instruction.Opcode));
            case Opcode.Reduce when instruction.IsOverOptimizer:
                return Expression.Call("CompiledRule.OptimizerTotal", Expression.Primary(Number(value)));
            case Opcode.Reduce when instruction.Scope == Axes.Row:
                return Expression.Call("state.Totals!.OfRow", Expression.Primary(Number(value)), Expression.Primary("row"));
            case Opcode.Reduce when instruction.Scope == Axes.Column:
                return Expression.Call("state.Totals!.OfColumn", Expression.Primary(Number(value)), Expression.Primary("column"));
            case Opcode.Reduce:
                return Expression.Primary($"state.Totals![{Number(value)}]");
        }

        var operands = instruction.Operands.Select(Text).ToList();
        return instruction.Opcode switch
        {
            Opcode.Select or Opcode.Phi => Expression.Conditional(operands[0], operands[1], operands[2]),
            Opcode.Sign or Opcode.Clamp => Expression.Call($"global::Descent.CompilerServices.Scalars.{instruction.Opcode}", [.. operands]),
            _ => ScalarExpressions.Of(Program, instruction, operands),
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
