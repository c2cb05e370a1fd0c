using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Analysis;

/// <summary>
/// A value between two others, however it is written: b · x + (1 − b) · y, x + b · (y − x) or x − b · (x − y). Each of the two is a product.
/// </summary>
/// <param name="Weight">The b.</param>
/// <param name="First">The factors of the one value.</param>
/// <param name="Second">The factors of the other.</param>
internal sealed record WeightedMean(int Weight, IReadOnlyList<int> First, IReadOnlyList<int> Second)
{
    /// <summary>What a value of a program that shares its common subexpressions is a mean of, if it is one.</summary>
    public static WeightedMean? Find(Program program, int value)
    {
        var instruction = program[value];
        if (instruction.Opcode is not (Opcode.Add or Opcode.Subtract))
        {
            return null;
        }

        var (first, second) = (instruction.Operands[0], instruction.Operands[1]);
        return instruction.Opcode == Opcode.Subtract
            ? Toward(program, first, second, isAway: true)
            : Convex(program, first, second) ?? Toward(program, first, second, isAway: false) ?? Toward(program, second, first, isAway: false);
    }

    /// <summary>The factors of a product; the value itself if it is none.</summary>
    public static IEnumerable<int> Factors(Program program, int value)
        => program[value] is { Opcode: Opcode.Multiply, Type: ScalarType.Double } product
            ? product.Operands.SelectMany(operand => Factors(program, operand))
            : [value];

    /// <summary>Of <c>1 − x</c>: x.</summary>
    public static int? ComplementOf(Program program, int value)
        => program[value] is { Opcode: Opcode.Subtract } difference && program[difference.Operands[0]] is { IsConstant: true, Type: ScalarType.Double, DoubleValue: 1 }
            ? difference.Operands[1]
            : null;

    private static WeightedMean? Convex(Program program, int first, int second)
    {
        var (left, right) = (Factors(program, first).ToList(), Factors(program, second).ToList());
        var pairs = from weight in left
                    from complement in right
                    where IsComplement(program, weight, complement) || IsComplement(program, complement, weight)
                    select new WeightedMean(weight, Without(left, weight), Without(right, complement));
        return pairs.FirstOrDefault();
    }

    private static WeightedMean? Toward(Program program, int start, int way, bool isAway)
    {
        var factors = Factors(program, way).ToList();
        foreach (var factor in factors)
        {
            if (factors.Count == 2 && program[factor] is { Opcode: Opcode.Subtract } difference && difference.Operands[isAway ? 0 : 1] == start)
            {
                return new(Without(factors, factor)[0], [start], [.. Factors(program, difference.Operands[isAway ? 1 : 0])]);
            }
        }

        return null;
    }

    /// <summary>Whether the second is 1 minus the first; of two constants to 4 roundings.</summary>
    private static bool IsComplement(Program program, int weight, int complement) => (program[weight], program[complement]) switch
    {
        ({ IsConstant: true } one, { IsConstant: true } other) => Math.Abs(one.DoubleValue + other.DoubleValue - 1) < 4.5e-16,
        _ => ComplementOf(program, complement) == weight,
    };

    private static List<int> Without(List<int> factors, int factor)
    {
        var rest = new List<int>(factors);
        rest.Remove(factor);
        return rest;
    }
}
