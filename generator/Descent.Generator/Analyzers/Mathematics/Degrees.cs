using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// In what powers certain things are factors of each value. A value is several terms: those of a sum, and those that conditions choose from. What
/// is the same for all weights and is added to what is not, such as an ε, does not count.
/// </summary>
internal sealed class Degrees
{
    /// <summary>A value of more terms is not known.</summary>
    private const int MaxTerms = 16;

    private readonly Values _values;
    private readonly int _tracked;
    private readonly ImmutableArray<Monomial>[] _terms;

    /// <summary>Finds the degrees of all values of the update.</summary>
    /// <param name="values">The values.</param>
    /// <param name="tracked">How many things are looked for.</param>
    /// <param name="symbolOf">Which of them a value is, if any.</param>
    /// <param name="termsOfState">The terms of a state at the start of the step; without it, nothing is in them.</param>
    /// <param name="isUnknown">Which values have no degree that is known.</param>
    public Degrees(Values values, int tracked, Func<int, int?> symbolOf, Func<Slot, ImmutableArray<Monomial>>? termsOfState = null, Func<int, bool>? isUnknown = null)
    {
        (_values, _tracked) = (values, tracked);
        _terms = new ImmutableArray<Monomial>[values.Program.Count];
        for (var value = 0; value < _terms.Length; value++)
        {
            var terms = symbolOf(value) is { } symbol ? [Monomial.Of(tracked, symbol)]
                : isUnknown?.Invoke(value) == true ? [Monomial.Unknown(isOfGradient: false)]
                : values.Program[value] is { Opcode: Opcode.Load } load ? Load(load.Slot!, termsOfState)
                : Compute(value, values.Program[value]).Distinct();
            _terms[value] = [.. terms];
            if (_terms[value].Length > MaxTerms)
            {
                _terms[value] = [Monomial.Unknown(_terms[value].Any(term => term.IsOfGradient))];
            }
        }
    }

    public ImmutableArray<Monomial> this[int value] => _terms[value];

    private IEnumerable<Monomial> Load(Slot slot, Func<Slot, ImmutableArray<Monomial>>? termsOfState)
        => termsOfState is not null && slot.IsState ? termsOfState(slot) : [Monomial.Of(_tracked, null, slot == Slot.Gradient)];

    private IEnumerable<Monomial> Compute(int value, Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.Add or Opcode.Subtract:
                return Sum(value, _terms[operands[0]], _values.IsCoefficient(operands[0]), _terms[operands[1]], _values.IsCoefficient(operands[1]));
            case Opcode.FusedMultiplyAdd or Opcode.MultiplyAdd:
                var product = Products(_terms[operands[0]], _terms[operands[1]], 1).ToImmutableArray();
                return Sum(value, product, _values.IsCoefficient(operands[0]) && _values.IsCoefficient(operands[1]), _terms[operands[2]], _values.IsCoefficient(operands[2]));
            case Opcode.Multiply:
                return Products(_terms[operands[0]], _terms[operands[1]], 1);
            case Opcode.Divide:
                return Products(_terms[operands[0]], _terms[operands[1]], -1);
            case var _ when instruction.Operation.Degree is { } degree:
                return degree == 1 ? _terms[operands[0]] : _terms[operands[0]].Select(term => term.Power(degree));
            case Opcode.Pow when _values.Program[operands[1]].IsConstant:
                return _terms[operands[0]].Select(term => term.Power(_values.DefaultOf(operands[1])));
            case Opcode.Min or Opcode.Max or Opcode.Clamp:
                return operands.SelectMany(operand => _terms[operand]);
            case Opcode.CopySign:
                return Marked(_terms[operands[0]], by: operands[1]);
            case Opcode.Phi or Opcode.Select:
                return Marked(_terms[operands[1]].Concat(_terms[operands[2]]), by: operands[0]);
            default:
                var isOfGradient = operands.Any(operand => _terms[operand].Any(term => term.IsOfGradient));
                return [operands.All(operand => _terms[operand].All(term => term.IsPlain)) ? Monomial.Of(_tracked, null, isOfGradient) : Monomial.Unknown(isOfGradient)];
        }
    }

    private IEnumerable<Monomial> Sum(int value, ImmutableArray<Monomial> left, bool isLeftCoefficient, ImmutableArray<Monomial> right, bool isRightCoefficient)
    {
        if (_values.IsCoefficient(value))
        {
            // Of 1 − η λ there is no degree in η.
            return left.Concat(right).All(term => term.IsKnown) && left.Concat(right).Distinct().Count() == 1 ? left : [Monomial.Unknown(isOfGradient: false)];
        }

        return isLeftCoefficient ? right : isRightCoefficient ? left : left.Concat(right);
    }

    private static IEnumerable<Monomial> Products(ImmutableArray<Monomial> left, ImmutableArray<Monomial> right, int power)
        => left.SelectMany(one => right.Select(other => one.Times(other, power)));

    private IEnumerable<Monomial> Marked(IEnumerable<Monomial> terms, int by)
        => _terms[by].Any(term => term.IsOfGradient) ? terms.Select(term => term with { IsOfGradient = true }) : terms;
}
