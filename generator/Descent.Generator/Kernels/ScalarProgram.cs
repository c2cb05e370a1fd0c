using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Kernels;

/// <summary>A value, or a branch.</summary>
internal sealed record ScalarNode(int Value, ScalarBranch? Branch);

/// <summary>A branch among the scalars of a step.</summary>
/// <param name="condition">What decides.</param>
/// <param name="end">Where it ends: what it joins must be known by then.</param>
/// <param name="whenTrue">What is computed where it holds.</param>
/// <param name="whenFalse">What is computed where it does not.</param>
internal sealed class ScalarBranch(int condition, int end, IReadOnlyList<ScalarNode> whenTrue, IReadOnlyList<ScalarNode> whenFalse)
{
    public int Condition => condition;

    public int End => end;

    public IReadOnlyList<ScalarNode> WhenTrue => whenTrue;

    public IReadOnlyList<ScalarNode> WhenFalse => whenFalse;

    /// <summary>The values that take up what its arms computed.</summary>
    public List<int> Phis { get; } = [];
}

/// <summary>
/// What a method computes once per step, in <c>double</c>, on the host whatever the target: its values and branches as a tree, and how often
/// each value is used.
/// </summary>
internal sealed class ScalarProgram
{
    private readonly MethodPlan _method;
    private readonly ScalarBranch?[] _branchOfPhi;
    private readonly int[] _uses;
    private readonly int[] _user;

    public ScalarProgram(MethodPlan method)
    {
        _method = method;
        (_branchOfPhi, _uses, _user) = (new ScalarBranch?[method.PrologueEnd], new int[method.PrologueEnd], new int[method.PrologueEnd]);
        var position = 0;
        Body = ReadBlock(ref position);
        CountUses();
    }

    /// <summary>What is computed, in order.</summary>
    public IReadOnlyList<ScalarNode> Body { get; }

    private Program Program => _method.Program;

    /// <summary>The branch whose arms a phi joins, if it joins those of one.</summary>
    public ScalarBranch? BranchOf(int phi) => _branchOfPhi[phi];

    /// <summary>How often a value is used.</summary>
    public int UsesOf(int value) => _uses[value];

    /// <summary>The last value that uses another.</summary>
    public int UserOf(int value) => _user[value];

    private List<ScalarNode> ReadBlock(ref int position)
    {
        var nodes = new List<ScalarNode>();
        var branches = new Dictionary<int, ScalarBranch>();
        for (; position < _method.PrologueEnd && Program[position].Opcode is not (Opcode.Else or Opcode.End); position++)
        {
            var instruction = Program[position];
            if (instruction.Opcode != Opcode.If)
            {
                nodes.Add(new(position, null));
                if (instruction.Opcode == Opcode.Phi)
                {
                    var branch = branches.TryGetValue(instruction.Operands[0], out var last) && Joins(instruction, last) ? last : null;
                    _branchOfPhi[position] = branch;
                    branch?.Phis.Add(position);
                }

                continue;
            }

            position++;
            var whenTrue = ReadBlock(ref position);
            List<ScalarNode> whenFalse = [];
            if (Program[position].Opcode == Opcode.Else)
            {
                position++;
                whenFalse = ReadBlock(ref position);
            }

            branches[instruction.Operands[0]] = new(instruction.Operands[0], position, whenTrue, whenFalse);
            nodes.Add(new(-1, branches[instruction.Operands[0]]));
        }

        return nodes;
    }

    /// <summary>Whether a phi takes up what the arms of a branch computed: all that it takes is known where the branch ends.</summary>
    private bool Joins(Instruction phi, ScalarBranch branch)
        => phi.Operands[0] == branch.Condition && phi.Operands.Items.All(operand => operand < branch.End || Program[operand].IsConstant);

    private void CountUses()
    {
        for (var value = 0; value < _method.PrologueEnd; value++)
        {
            foreach (var operand in Program[value].Operands)
            {
                _uses[operand]++;
                _user[operand] = value;
            }
        }

        CountSelection(_method.Selection);
        foreach (var store in _method.StepStores)
        {
            _uses[Program[store].Operands[0]]++;
        }

        void CountSelection(VariantSelection selection)
        {
            if (selection.Variant is null)
            {
                _uses[selection.Condition] += 2;
                CountSelection(selection.WhenTrue!);
                CountSelection(selection.WhenFalse!);
            }
        }
    }
}
