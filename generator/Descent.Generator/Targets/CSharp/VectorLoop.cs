using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.CSharp;

/// <summary>What a value is in a loop over vectors.</summary>
internal enum VectorForm
{
    /// <summary>The operation on vectors.</summary>
    Operation,

    /// <summary>A scalar in every lane.</summary>
    Broadcast,

    /// <summary>A value of each column, from the memory that has them in the type of the weights.</summary>
    Columns,

    /// <summary>A scalar by which weights are only divided: the division may be by its reciprocal, if it is at most 1.</summary>
    Divisor,

    /// <summary>Zero or one, or a mask that always or never holds: they have names of their own.</summary>
    Known,

    /// <summary>The old test x != x; the C# compiler warns of it.</summary>
    IsNaN,

    /// <summary>The old test x == x, and what else holds of every number.</summary>
    IsNumber,

    /// <summary>What holds of no value: x &lt; x.</summary>
    Never,

    /// <summary>Whether two masks are the same.</summary>
    SameMask,

    /// <summary>Whether two masks differ.</summary>
    OtherMask,
}

/// <summary>
/// A kernel lowered to a loop over vectors: which form each value has, what is the same for all weights and moves before the loop, and what
/// gets a statement of its own.
/// </summary>
internal sealed class VectorLoop
{
    private readonly Kernel _kernel;
    private readonly HashSet<int> _invariant = [];
    private readonly HashSet<int> _usedByInvariant = [];
    private readonly Dictionary<int, List<int>> _users = [];
    private readonly Dictionary<int, int> _stores = [];
    private readonly Dictionary<int, int> _depths = [];
    private readonly Dictionary<int, VectorForm> _forms = [];

    public VectorLoop(Kernel kernel)
    {
        _kernel = kernel;
        foreach (var value in kernel.Body)
        {
            var instruction = Program[value];
            foreach (var operand in instruction.Operands)
            {
                if (!_users.TryGetValue(operand, out var users))
                {
                    _users.Add(operand, users = []);
                }

                users.Add(value);
            }

            if (instruction.Opcode == Opcode.Store && !_stores.ContainsKey(instruction.Operands[0]))
            {
                _stores.Add(instruction.Operands[0], value);
            }

            if ((instruction.Opcode == Opcode.Broadcast && !IsOfColumns(instruction))
                || (!instruction.IsControl && instruction.Opcode is not (Opcode.Load or Opcode.Reduce or Opcode.Broadcast) && instruction.Operands.All(_invariant.Contains)))
            {
                _invariant.Add(value);
                _usedByInvariant.UnionWith(instruction.Operands);
            }
        }

        foreach (var value in kernel.Body)
        {
            _forms.Add(value, Choose(value));
            _depths[value] = 1 + Program[value].Operands.Items.Where(operand => _depths.ContainsKey(operand) && !IsKept(operand)).Select(operand => _depths[operand]).DefaultIfEmpty(0).Max();
        }
    }

    /// <summary>What is read of each weight.</summary>
    public IEnumerable<int> Loads => _kernel.Body.Where(value => Program[value].Opcode == Opcode.Load);

    /// <summary>What gets a statement before the loop.</summary>
    public IEnumerable<int> Before => _kernel.Body.Where(value => _invariant.Contains(value) && IsKept(value));

    /// <summary>What gets a statement in the loop.</summary>
    public IEnumerable<int> Statements => _kernel.Body.Where(value => !_invariant.Contains(value) && IsKept(value));

    /// <summary>What is written of each weight: stores, and the terms of reductions.</summary>
    public IEnumerable<int> Outputs => _kernel.Body.Where(value => Program[value].Opcode is Opcode.Store or Opcode.Reduce);

    private Program Program => _kernel.Program;

    /// <summary>What a value is.</summary>
    public VectorForm FormOf(int value) => _forms[value];

    /// <summary>The store of a value, if it is stored.</summary>
    public int? StoreOf(int value) => _stores.TryGetValue(value, out var store) ? store : null;

    /// <summary>Whether a value gets a statement of its own: the author named it, it is stored, or it is used more than once.</summary>
    private bool IsKept(int value)
    {
        var instruction = Program[value];
        if (instruction.IsControl || instruction.Opcode is Opcode.Load or Opcode.Reduce || _forms[value] == VectorForm.Known)
        {
            return false;
        }

        return instruction.Opcode == Opcode.Broadcast || instruction.Hint is not null || _users[value].Count > 1 || _depths[value] >= Expression.MaxDepth
            || _stores.ContainsKey(value) || (_invariant.Contains(value) && !_usedByInvariant.Contains(value));
    }

    private VectorForm Choose(int value)
    {
        var instruction = Program[value];
        if (instruction.Opcode == Opcode.Broadcast)
        {
            return IsOfColumns(instruction) ? VectorForm.Columns : IsKnown(Program[instruction.Operands[0]]) ? VectorForm.Known : IsDivisor(value) ? VectorForm.Divisor : VectorForm.Broadcast;
        }

        return FormOf(Program, instruction);
    }

    /// <summary>The form of an operation.</summary>
    public static VectorForm FormOf(Program program, Instruction instruction)
    {
        var comparesMasks = instruction.Operands.Count > 0 && program[instruction.Operands[0]].Type == ScalarType.Boolean;
        var isOfItself = instruction.Operands.Count == 2 && instruction.Operands[0] == instruction.Operands[1];
        return instruction.Opcode switch
        {
            Opcode.Equal when comparesMasks => VectorForm.SameMask,
            Opcode.NotEqual when comparesMasks => VectorForm.OtherMask,
            Opcode.NotEqual when isOfItself => VectorForm.IsNaN,
            Opcode.Equal or Opcode.LessOrEqual or Opcode.GreaterOrEqual when isOfItself => VectorForm.IsNumber,
            Opcode.Less or Opcode.Greater when isOfItself => VectorForm.Never,
            _ => VectorForm.Operation,
        };
    }

    private bool IsOfColumns(Instruction broadcast) => _kernel.Columns.Contains(broadcast.Operands[0]);

    /// <summary>Whether a scalar is a constant that has a name as a vector.</summary>
    public static bool IsKnown(Instruction scalar)
        => scalar.IsConstant && (scalar.Type == ScalarType.Boolean || BitConverter.Int64BitsToDouble(scalar.Bits) is 1.0 || scalar.Bits == 0);

    /// <summary>
    /// Whether the weights are only divided by a value: then each dividend differs from weight to weight. Whether its reciprocal will do, a constant shows now, another value when it is known.
    /// </summary>
    private bool IsDivisor(int broadcast)
    {
        var users = _users[broadcast].Select(user => Program[user]);
        return Program[broadcast].Type == ScalarType.Double
            && (Program[Program[broadcast].Operands[0]] is not { IsConstant: true } constant || constant.DoubleValue is > 0 and < 1)
            && users.All(user => user.Opcode == Opcode.Divide && !_invariant.Contains(user.Operands[0]));
    }
}
