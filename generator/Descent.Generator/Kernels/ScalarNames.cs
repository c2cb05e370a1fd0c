using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Kernels;

/// <summary>What values that the author did not name are called: by what they compute, or by what the loops do with them.</summary>
internal sealed class ScalarNames(Program program, string stepName)
{
    private static readonly string[] s_ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

    private readonly Dictionary<int, string> _names = [];

    /// <summary>The name of a value.</summary>
    public string Of(int value) => _names.TryGetValue(value, out var name) ? name : Spell(value);

    /// <summary>Names the totals of a variant by what they are, several of one name by their order.</summary>
    public void Add(IReadOnlyList<int> totals)
    {
        foreach (var group in totals.GroupBy(Spell))
        {
            foreach (var (total, index) in group.Select((total, index) => (total, index)))
            {
                _names.Add(total, group.Count() == 1 || index >= s_ordinals.Length ? group.Key : s_ordinals[index] + Names.Pascal(group.Key));
            }
        }
    }

    /// <summary>Names the scalars that a loop takes and that have no name otherwise for what it does with them first.</summary>
    public void AddUses(IEnumerable<int> scalars, IEnumerable<int> body)
    {
        // The broadcast of each scalar, and who takes each value first.
        var (broadcasts, firstUsers) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        foreach (var value in body)
        {
            if (program[value].Opcode == Opcode.Broadcast && !broadcasts.ContainsKey(program[value].Operands[0]))
            {
                broadcasts.Add(program[value].Operands[0], value);
            }

            foreach (var operand in program[value].Operands.Items.Where(operand => !firstUsers.ContainsKey(operand)))
            {
                firstUsers[operand] = value;
            }
        }

        foreach (var scalar in scalars.Where(scalar => !_names.ContainsKey(scalar) && ValueNames.Of(program, scalar, stepName) is null))
        {
            var broadcast = broadcasts[scalar];
            if (firstUsers.TryGetValue(broadcast, out var user) && ValueNames.ByUse(program, broadcast, program[user], stepName) is { } name)
            {
                _names.Add(scalar, name);
            }
        }
    }

    private string Spell(int value) => ValueNames.Of(program, value, stepName) ?? program[value] switch
    {
        { Opcode: Opcode.Reduce } total => total.Reduction.ToString().ToLowerInvariant(),
        { Type: ScalarType.Boolean } => "condition",
        { IsConstant: true } => "constant",
        _ => "scalar",
    };
}
