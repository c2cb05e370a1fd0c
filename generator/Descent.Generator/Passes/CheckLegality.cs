using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>Finds what C# allows and a vector loop cannot do.</summary>
internal static class CheckLegality
{
    /// <summary>Something a rule may not do, where it does it.</summary>
    internal sealed record Violation(int Site, string What);

    public static EquatableArray<Violation> Run(Program program)
    {
        var rates = Rates.Of(program);
        var violations = new List<Violation>();
        var regions = new Stack<Rate>();
        regions.Push(Rate.Constant);

        // Whether a value waits for a total that only some tensors may compute.
        var followsCondition = new bool[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            followsCondition[value] = (instruction.Opcode == Opcode.Reduce && regions.Count > 1) || instruction.Operands.Any(operand => followsCondition[operand]);
            switch (instruction.Opcode)
            {
                case Opcode.If:
                    var condition = rates[instruction.Operands[0]];
                    regions.Push(condition > regions.Peek() ? condition : regions.Peek());
                    break;
                case Opcode.Loop:
                    regions.Push(Rate.Constant);
                    break;
                case Opcode.End:
                    regions.Pop();
                    break;
            }

            if (instruction.Type == ScalarType.Integer && rates[value] > Rate.Step)
            {
                if (instruction.Operands.Any(operand => program[operand].Type == ScalarType.Integer && rates[operand] > Rate.Step))
                {
                    // Found at the operand already.
                    continue;
                }

                violations.Add(new(instruction.Site, $"an int that differs from {Unit(rates[value])}"));
            }
            else if (instruction.MayThrow && rates[value] <= Rate.Step && regions.Peek() > Rate.Step)
            {
                violations.Add(new(instruction.Site, $"an operation that may throw, under a condition that differs from {Unit(regions.Peek())}; compute it before the condition"));
            }
            else if (instruction.Opcode is Opcode.Reduce or Opcode.Length && regions.Peek() == Rate.Element)
            {
                violations.Add(new(instruction.Site, "a reduction under a condition that differs from weight to weight; write Reduce.Sum(condition ? x : 0)"));
            }
            else if (instruction.IsOverOptimizer && (regions.Count > 1 || followsCondition[instruction.Operands[0]]))
            {
                violations.Add(new(instruction.Site, "a reduction over the optimizer that a condition decides about: all its tensors must take part at the same point"));
            }
            else if (instruction.Opcode == Opcode.Store && rates[instruction.Operands[0]] > Limit(instruction.Scope))
            {
                var state = instruction.Symbol!.Substring("state.".Length);
                var owner = instruction.Scope == StateScope.Optimizer ? "for the whole optimizer" : "for each tensor";
                violations.Add(new(program[instruction.Operands[0]].Site, $"assigning state '{state}', which has one value {owner}, what differs from {Unit(rates[instruction.Operands[0]])}"));
            }
        }

        return violations.ToEquatableArray();
    }

    private static Rate Limit(StateScope scope) => scope switch
    {
        StateScope.Tensor => Rate.Tensor,
        StateScope.Optimizer => Rate.Optimizer,
        StateScope.Step => Rate.Step,
        _ => Rate.Element,
    };

    private static string Unit(Rate rate) => rate == Rate.Element ? "weight to weight" : "tensor to tensor";
}
