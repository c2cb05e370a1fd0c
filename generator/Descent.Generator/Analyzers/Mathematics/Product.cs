using System.Collections.Generic;
using System.Collections.Immutable;
using Descent.Generator.IR;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>A product with all its factors side by side.</summary>
/// <param name="IsNegative">Whether it is subtracted.</param>
/// <param name="Factors">What is multiplied.</param>
/// <param name="Divisors">What it is divided by.</param>
internal sealed record Product(bool IsNegative, ImmutableArray<int> Factors, ImmutableArray<int> Divisors)
{
    /// <summary>Longer sums and products are none that a check looks for; a value used twice, again and again, would have no end of terms.</summary>
    private const int MaxLength = 32;

    /// <summary>Its factor, if it has only one.</summary>
    public int? Single => Factors.Length == 1 && Divisors.Length == 0 ? Factors[0] : null;

    /// <summary>The terms of a sum; none if there are too many.</summary>
    public static ImmutableArray<Product> Terms(Program program, int sum)
    {
        var terms = ImmutableArray.CreateBuilder<Product>();
        var pending = new Stack<(int Value, bool IsNegative)>([(sum, false)]);
        while (pending.Count > 0)
        {
            var (value, isNegative) = pending.Pop();
            var operands = program[value].Operands;
            switch (program[value].Opcode)
            {
                case Opcode.Add or Opcode.Subtract:
                    pending.Push((operands[1], isNegative != (program[value].Opcode == Opcode.Subtract)));
                    pending.Push((operands[0], isNegative));
                    break;
                case Opcode.FusedMultiplyAdd or Opcode.MultiplyAdd:
                    pending.Push((operands[2], isNegative));
                    terms.Add(Of(program, isNegative, operands[0], operands[1]));
                    break;
                default:
                    terms.Add(Of(program, isNegative, value));
                    break;
            }

            if (terms.Count + pending.Count > MaxLength)
            {
                return [];
            }
        }

        return terms.ToImmutable();
    }

    private static Product Of(Program program, bool isNegative, params int[] factors)
    {
        var (above, below) = (ImmutableArray.CreateBuilder<int>(), ImmutableArray.CreateBuilder<int>());
        var pending = new Stack<(int Value, bool IsDivisor)>();
        foreach (var factor in factors)
        {
            pending.Push((factor, false));
        }

        while (pending.Count > 0)
        {
            var (value, isDivisor) = pending.Pop();
            var operands = program[value].Operands;
            switch (program[value].Opcode)
            {
                case Opcode.Multiply or Opcode.Divide when above.Count + below.Count + pending.Count < MaxLength:
                    pending.Push((operands[1], isDivisor != (program[value].Opcode == Opcode.Divide)));
                    pending.Push((operands[0], isDivisor));
                    break;
                case Opcode.Negate:
                    isNegative = !isNegative;
                    pending.Push((operands[0], isDivisor));
                    break;
                default:
                    (isDivisor ? below : above).Add(value);
                    break;
            }
        }

        return new(isNegative, above.ToImmutable(), below.ToImmutable());
    }
}
