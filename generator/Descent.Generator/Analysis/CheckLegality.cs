using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analysis;

/// <summary>Finds what C# allows and a vector loop cannot do.</summary>
internal static class CheckLegality
{
    /// <summary>Something a rule may not do, where it does it.</summary>
    /// <param name="Site">Where.</param>
    /// <param name="What">What it is; <c>{0}</c> stands for what is written at the site, <c>{1}</c> for the condition.</param>
    /// <param name="Condition">The site of the condition; −1 if it does not matter.</param>
    internal sealed record Violation(int Site, string What, int Condition = -1);

    /// <summary>On how many conditions it may depend which square states are written: as many as always have loops of their own.</summary>
    private const int MaxConditionsOfSquares = 3;

    /// <summary>Checks a body.</summary>
    /// <param name="program">The body, simplified.</param>
    /// <param name="positive">The whole hyperparameters whose range leaves no number below 1: what divides by them does not throw.</param>
    public static EquatableArray<Violation> Run(Program program, IReadOnlyCollection<string> positive)
    {
        var axes = AxesOf.Values(program);
        var violations = new List<Violation>();
        var regions = new Stack<(Axes Axes, int Condition)>();
        regions.Push((Axes.None, -1));

        // The site of the condition under which a total is computed that a value waits for, so that only some tensors may compute it.
        var follows = new int?[program.Count];
        var isOverOptimizer = program.Instructions.Any(instruction => instruction.IsOverOptimizer || instruction is { Opcode: Opcode.Load, Scope: Axes.Optimizer });
        var (conditions, ofSquares) = (new Stack<int>(), new HashSet<int>());
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            follows[value] = instruction.Opcode == Opcode.Reduce && conditions.Count > 0
                ? program[conditions.Peek()].Site
                : instruction.Operands.Select(operand => follows[operand]).FirstOrDefault(condition => condition is not null);
            switch (instruction.Opcode)
            {
                case Opcode.If:
                    conditions.Push(instruction.Operands[0]);
                    var condition = axes[instruction.Operands[0]];
                    regions.Push(condition.IsWithin(regions.Peek().Axes) ? regions.Peek() : (condition | regions.Peek().Axes, program[instruction.Operands[0]].Site));
                    break;
                case Opcode.Loop:
                    regions.Push((Axes.None, -1));
                    break;
                case Opcode.End:
                    regions.Pop();
                    if (conditions.Count > 0)
                    {
                        conditions.Pop();
                    }

                    break;
                case Opcode.Written:
                    ofSquares.UnionWith(conditions);
                    break;
            }

            if (instruction.Opcode == Opcode.Written && ofSquares.Count > MaxConditionsOfSquares)
            {
                violations.Add(new(program[instruction.Operands[0]].Site, "writing square states under more than three conditions, for which loops would be too many"));
                break;
            }

            if (instruction.Type == ScalarType.Integer && !axes[value].IsOfStep())
            {
                if (instruction.Operands.Any(operand => program[operand].Type == ScalarType.Integer && !axes[operand].IsOfStep()))
                {
                    // Found at the operand already.
                    continue;
                }

                violations.Add(new(instruction.Site, $"an int that differs from {Unit(axes[value])} (compute it in double)"));
            }
            else if (instruction.MayThrow && !IsHarmless(program, instruction, positive) && axes[value].IsOfStep() && !regions.Peek().Axes.IsOfStep())
            {
                violations.Add(new(
                    instruction.Site,
                    $"'{{0}}', which throws {instruction.Operation.ThrowsWhen}, under the condition '{{1}}', which differs from {Unit(regions.Peek().Axes)}; compute it before the condition",
                    regions.Peek().Condition));
            }
            else if (instruction.Opcode is Opcode.Reduce or Opcode.Length or Opcode.Rows or Opcode.Columns && regions.Peek().Axes.IsWithinTensor())
            {
                violations.Add(new(instruction.Site, $"a reduction under a condition that differs from {Unit(regions.Peek().Axes)}; write Reduce.Sum(condition ? x : 0)"));
            }
            else if (instruction.Opcode == Opcode.Whole && FindOfWhole(program, instruction, axes, regions.Peek().Axes, isOverOptimizer) is { } wrong)
            {
                violations.Add(wrong);
            }
            else if (instruction.IsOfEachRow && !axes[instruction.Operands[0]].IsWithin(Axes.Row.Around()))
            {
                violations.Add(new(program[instruction.Operands[0]].Site, $"a reduction with one term for each row of what differs from {Unit(axes[instruction.Operands[0]])}"));
            }
            else if (instruction.IsOverOptimizer && regions.Count > 1)
            {
                violations.Add(new(instruction.Site, "a reduction over the optimizer that a condition decides about: all its tensors must take part at the same point"));
            }
            else if (instruction.IsOverOptimizer && follows[instruction.Operands[0]] is { } condition)
            {
                violations.Add(new(
                    instruction.Site,
                    "a reduction over the optimizer that waits for another under the condition '{1}': all its tensors must take part at the same point; compute the other before the condition",
                    condition));
            }
            else if (instruction.Opcode == Opcode.Store && !axes[instruction.Operands[0]].IsWithin(instruction.Scope.Around()))
            {
                var owner = instruction.Scope == Axes.Optimizer ? "for the whole optimizer" : $"for each {instruction.Scope.PerName().ToLowerInvariant()}";
                violations.Add(new(program[instruction.Operands[0]].Site, $"assigning state '{instruction.Slot!.Name}', which has one value {owner}, what differs from {Unit(axes[instruction.Operands[0]])}"));
            }
        }

        if (FirstBeyondSize(program) is { } beyond)
        {
            violations.Add(new(beyond.Site, $"a reduction over what so many others give one after the other that their walks over all weights have more than {ReadingContext.MaxSize.ToString(CultureInfo.InvariantCulture)} operations"));
        }

        return violations.ToEquatableArray();
    }

    /// <summary>What is wrong with an operation on whole matrices, if anything is.</summary>
    private static Violation? FindOfWhole(Program program, Instruction whole, Axes[] axes, Axes condition, bool isOverOptimizer)
    {
        if (!condition.IsOfStep())
        {
            return new(whole.Site, $"an operation on whole matrices under a condition that differs from {Unit(condition)}");
        }

        var number = whole.Operands.Items.Zip(whole.Whole.Arguments.Items, (operand, argument) => (operand, argument))
            .Where(pair => pair.argument.Kind == WholeKind.Number && axes[pair.operand].IsWithinTensor()).Select(pair => (int?)pair.operand).FirstOrDefault();
        return number is { } found
            ? new(whole.Site, $"a number of an operation on whole matrices that differs from {Unit(axes[found])}")
            : isOverOptimizer
                ? new(whole.Site, "an operation on whole matrices in a rule with reductions over the optimizer, or a state of the optimizer")
                : null;
    }

    /// <summary>
    /// The first reduction with which the walks over the weights are too long together: one that waits for another has a walk of its own,
    /// which computes again what comes before it, at most all that is written before.
    /// </summary>
    private static Instruction? FirstBeyondSize(Program program)
    {
        var (walks, lengths) = (new int[program.Count], new int[program.Count]);
        for (var (value, size) = (0, 0); value < program.Count; value++)
        {
            walks[value] = program[value].Operands.Select(operand => walks[operand]).DefaultIfEmpty(0).Max();
            if (program[value].Opcode is Opcode.Reduce or Opcode.Whole)
            {
                size += value - lengths[walks[value]];
                lengths[walks[value]++] = value;
                if (size > ReadingContext.MaxSize)
                {
                    return program[value];
                }
            }
        }

        return null;
    }

    /// <summary>Whether it cannot throw with these operands: it divides whole numbers by what is at least 1, clamps between constants in order, or takes the sign of a whole number.</summary>
    private static bool IsHarmless(Program program, Instruction instruction, IReadOnlyCollection<string> positive) => instruction switch
    {
        { Opcode: Opcode.Divide or Opcode.Remainder, Type: ScalarType.Integer } => program[instruction.Operands[1]] switch
        {
            { IsConstant: true, Bits: var divisor } => divisor > 0,
            { Hyperparameter: { } name } => positive.Contains(name),
            _ => false,
        },
        { Opcode: Opcode.Clamp } => (program[instruction.Operands[1]], program[instruction.Operands[2]]) is ({ IsConstant: true } least, { IsConstant: true } most)
            && (instruction.Type == ScalarType.Double ? !(least.DoubleValue > most.DoubleValue) : least.Bits <= most.Bits),
        { Opcode: Opcode.Sign } => program[instruction.Operands[0]].Type == ScalarType.Integer,
        _ => false,
    };

    private static string Unit(Axes axes) => axes.IsOfWeights() ? "weight to weight"
        : axes.IsOfRows() ? "row to row"
        : axes.IsOfColumns() ? "column to column"
        : "tensor to tensor";
}
