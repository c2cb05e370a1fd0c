using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Reading;

namespace Descent.Generator.Targets.CSharp;

/// <summary>
/// The prologue of a lowered method as statements: which values become fields that the loops take, which become locals, and which
/// are written inside the one expression that uses them.
/// </summary>
internal sealed class Prologue
{
    private readonly MethodPlan _method;
    private readonly MemberNames _members;
    private readonly Names _names;
    private readonly Dictionary<Slot, string> _arguments = [];
    private readonly Dictionary<Slot, string> _nextFields = [];
    private readonly Dictionary<int, string> _fields = [];
    private readonly Dictionary<int, string> _locals = [];
    private readonly int[] _depths;
    private readonly ScalarProgram _scalars;
    private readonly ScalarDescriptions _descriptions;

    /// <summary>The constants that the C# compiler must not see as such: it would refuse what throws when it runs.</summary>
    private readonly bool[] _isThrowing;

    /// <summary>Whether each branch is a conditional expression.</summary>
    private readonly Dictionary<ScalarBranch, bool> _expressions = [];

    /// <summary>Reads the prologue of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="members">The names of members.</param>
    /// <param name="ofDevice">What a device takes from it besides what loops take.</param>
    public Prologue(MethodPlan method, MemberNames members, IEnumerable<int> ofDevice)
    {
        Inputs = [.. method.Inputs.Concat(ofDevice).Distinct().OrderBy(value => value)];
        (_method, _members) = (method, members);
        _names = new Names(["rule", "step", "Variant", "global", members.Of(method).Values, .. GeneratedMembers.OfObject]);
        (_scalars, _descriptions) = (new(method), new(method, Formula));
        _depths = new int[method.PrologueEnd];
        _isThrowing = new bool[method.PrologueEnd];

        // A state that is stored takes names of its own here, too: locals are numbered after those.
        foreach (var slot in method.StepLoads.Concat(method.StepStores).Select(state => Program[state].Slot!))
        {
            var state = slot.Name;
            var (argument, next) = (_names.Unique(Names.Camel(state)), _names.Unique("Next" + Names.Pascal(state)));
            if (!_arguments.ContainsKey(slot))
            {
                _arguments.Add(slot, argument);
                _nextFields.Add(slot, next);
            }
        }

        foreach (var input in Inputs.Concat(method.LateInputs))
        {
            _fields.Add(input, _names.Unique(Names.Pascal(method.NameOf(input))));
        }

        FindThrowing();
        for (var value = 0; value < method.PrologueEnd; value++)
        {
            _depths[value] = 1 + Program[value].Operands.Items.Where(IsInline).Select(operand => _depths[operand]).DefaultIfEmpty(0).Max();
        }
    }

    private Program Program => _method.Program;

    /// <summary>The values, other than constants, that what runs after it takes from it.</summary>
    public IReadOnlyList<int> Inputs { get; }

    /// <summary>The name of such a state, as the argument that holds its value before the step.</summary>
    public string StateArgument(Instruction instruction) => _arguments[instruction.Slot!];

    /// <summary>The name of the field that holds such a state's next value.</summary>
    public string NextField(Instruction instruction) => _nextFields[instruction.Slot!];

    /// <summary>The name of the field that holds an input of the loops.</summary>
    public string Field(int input) => _fields[input];

    /// <summary>What the prologue computes, for people: <c>1.0 - Beta1</c>. Values that the author named go by their names.</summary>
    public string Describe(int value) => _descriptions.Of(value);

    /// <summary>The outcomes of the conditions that lead to a variant, for people.</summary>
    public List<string> Outcomes(VariantSelection selection, Variant variant)
    {
        if (selection.Variant is not null)
        {
            return [];
        }

        var isTrue = selection.WhenTrue!.LeadsTo(variant);
        var outcome = Describe(selection.Condition);
        var text = isTrue ? outcome : outcome.Contains(" ") ? $"not ({outcome})" : $"not {outcome}";
        return [text, .. Outcomes(isTrue ? selection.WhenTrue! : selection.WhenFalse!, variant)];
    }

    /// <summary>Writes the statements that compute the fields, and the number of the variant to run if there are several.</summary>
    public void Write(SourceWriter writer)
    {
        WriteBlock(_scalars.Body, writer);
        if (_method.Variants.Count > 1)
        {
            if (_scalars.Body.Count > 0 && _scalars.Body[_scalars.Body.Count - 1].Branch is { } last && !IsExpression(last))
            {
                writer.Line();
            }

            writer.Line($"Variant = {Select(_method.Selection).Text};");
        }
    }

    private Expression Select(VariantSelection selection) => selection.Variant is { } variant
        ? Expression.Primary(variant.Number.ToString(System.Globalization.CultureInfo.InvariantCulture))
        : Expression.Conditional(Text(selection.Condition), Select(selection.WhenTrue!), Select(selection.WhenFalse!));

    /// <summary>Whether a value is written where it is used instead of being kept.</summary>
    private bool IsInline(int value)
    {
        var instruction = Program[value];
        if (instruction.Opcode == Opcode.Constant && _isThrowing[value])
        {
            return false;
        }

        if (instruction.Opcode is Opcode.Constant or Opcode.Undefined or Opcode.Hyperparameter or Opcode.Step or Opcode.Load)
        {
            return !_fields.ContainsKey(value);
        }

        var isNameless = instruction.Hint is null || (Program[_scalars.UserOf(value)] is { Opcode: Opcode.Phi } user && user.Hint == instruction.Hint);
        return _scalars.UsesOf(value) == 1 && isNameless && _depths[value] < Expression.MaxDepth && !_fields.ContainsKey(value) && !instruction.MayThrow
            && (instruction.Opcode != Opcode.Phi || IsExpression(value));
    }

    /// <summary>Whether a phi is a conditional expression: neither arm of its branch has statements of its own.</summary>
    private bool IsExpression(int phi) => _scalars.BranchOf(phi) is not { } branch || IsExpression(branch);

    private bool IsExpression(ScalarBranch branch)
    {
        if (!_expressions.TryGetValue(branch, out var isExpression))
        {
            isExpression = branch.WhenTrue.Concat(branch.WhenFalse).All(node => node.Branch is { } inner ? IsExpression(inner) : IsInline(node.Value));
            _expressions.Add(branch, isExpression);
        }

        return isExpression;
    }

    /// <summary>Finds the operands of what would be an error in C# that is known to be constant: <c>int.MaxValue + 1</c> if it is checked, and a division by 0.</summary>
    private void FindThrowing()
    {
        foreach (var instruction in Program.Instructions.Items.Take(_method.PrologueEnd).Where(instruction => instruction.MayThrow && instruction.Type == ScalarType.Integer))
        {
            var isKnown = instruction.Operands.Items.All(operand => Program[operand].IsConstant);
            foreach (var operand in instruction.Operands.Items.Where(operand => isKnown || Program[operand] is { IsConstant: true, Bits: 0 }))
            {
                _isThrowing[operand] = true;
            }
        }
    }

    private void WriteBlock(IReadOnlyList<ScalarNode> nodes, SourceWriter writer)
    {
        foreach (var node in nodes)
        {
            if (node.Branch is { } branch)
            {
                if (!IsExpression(branch))
                {
                    WriteBranch(branch, writer);
                }
            }
            else if (Program[node.Value].Opcode == Opcode.Store)
            {
                writer.Line($"{NextField(Program[node.Value])} = {Text(Program[node.Value].Operands[0]).Text};");
            }
            else if (!IsInline(node.Value) && !(_scalars.BranchOf(node.Value) is { } joined && !IsExpression(joined)))
            {
                var text = Formula(node.Value).Text;
                writer.Line(_fields.TryGetValue(node.Value, out var field) ? $"{field} = {text};" : $"var {Local(node.Value)} = {text};");
            }
        }
    }

    private void WriteBranch(ScalarBranch branch, SourceWriter writer)
    {
        foreach (var phi in branch.Phis.Where(phi => !_fields.ContainsKey(phi)))
        {
            writer.Line($"{TypeNames.Of(Program[phi].Type)} {Local(phi)};");
        }

        using (writer.Block($"if ({Text(branch.Condition).Text})"))
        {
            WriteArm(branch.WhenTrue, branch.Phis, 1, writer);
        }

        if (branch.WhenFalse.Count > 0 || branch.Phis.Count > 0)
        {
            using (writer.Block("else"))
            {
                WriteArm(branch.WhenFalse, branch.Phis, 2, writer);
            }
        }
    }

    private void WriteArm(IReadOnlyList<ScalarNode> nodes, List<int> phis, int operand, SourceWriter writer)
    {
        WriteBlock(nodes, writer);
        foreach (var phi in phis)
        {
            writer.Line($"{Reference(phi)} = {Text(Program[phi].Operands[operand]).Text};");
        }
    }

    private string Reference(int value) => _fields.TryGetValue(value, out var field) ? field : Local(value);

    private string Local(int value)
    {
        if (!_locals.TryGetValue(value, out var local))
        {
            local = _names.Unique(_method.NameOf(value));
            _locals.Add(value, local);
        }

        return local;
    }

    private Expression Text(int value) => IsInline(value) ? Formula(value) : Expression.Primary(Reference(value));

    private Expression Formula(int value) => Formula(Program[value], [.. Program[value].Operands.Select(Text)]);

    private Expression Formula(Instruction instruction, List<Expression> operands) => instruction.Opcode switch
    {
        Opcode.Hyperparameter when instruction.IsEnumeration => Expression.Prefix("(int)", Expression.Primary("rule." + _members.Hyperparameter(instruction.Hyperparameter!))),
        Opcode.Hyperparameter => Expression.Primary("rule." + _members.Hyperparameter(instruction.Hyperparameter!)),
        Opcode.Step => Expression.Primary("step"),
        Opcode.Load when instruction.Scope == Axes.Optimizer => Expression.Primary("rule." + _members.ScalarSource(instruction.Slot!)),
        Opcode.Load => Expression.Primary(StateArgument(instruction)),
        Opcode.Phi => Choice(instruction, operands),

        // A choice under a condition that differs by weight, of what turned out not to.
        Opcode.Select => Expression.Conditional(operands[0], operands[1], operands[2]),
        _ => ScalarExpressions.Of(Program, instruction, operands),
    };

    private Expression Choice(Instruction phi, List<Expression> operands)
    {
        if (Program[phi.Operands[2]] is { IsConstant: true, Type: ScalarType.Boolean, Bits: 0 })
        {
            return Expression.Binary(operands[0], "&&", operands[1], Precedence.ConditionalAnd);
        }

        return Program[phi.Operands[1]] is { IsConstant: true, Type: ScalarType.Boolean, Bits: not 0 }
            ? Expression.Binary(operands[0], "||", operands[2], Precedence.ConditionalOr)
            : Expression.Conditional(operands[0], operands[1], operands[2]);
    }
}
