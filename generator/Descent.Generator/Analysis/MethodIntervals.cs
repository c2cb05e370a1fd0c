using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;

namespace Descent.Generator.Analysis;

/// <summary>Between what the values of one method lie, given what its states may be.</summary>
internal sealed class MethodIntervals
{
    private static readonly ImmutableDictionary<int, Interval> s_nothing = ImmutableDictionary<int, Interval>.Empty;

    private readonly RuleModel _rule;
    private readonly Program _program;
    private readonly IReadOnlyDictionary<Slot, Interval> _slots;
    private readonly Interval[] _values;
    private readonly ImmutableStack<Arm>[] _arms;
    private readonly ImmutableDictionary<int, Interval>[] _whenTrue, _whenFalse;

    /// <summary>Finds them.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="program">The body, simplified: one value is computed once.</param>
    /// <param name="slots">The intervals of the states; what is not among them may be any number.</param>
    public MethodIntervals(RuleModel rule, Program program, IReadOnlyDictionary<Slot, Interval> slots)
    {
        (_rule, _program, _slots) = (rule, program, slots);
        _values = new Interval[program.Count];
        _arms = new ImmutableStack<Arm>[program.Count];
        (_whenTrue, _whenFalse) = (new ImmutableDictionary<int, Interval>[program.Count], new ImmutableDictionary<int, Interval>[program.Count]);
        var arms = ImmutableStack<Arm>.Empty;
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            arms = instruction.Opcode switch
            {
                Opcode.If => arms.Push(new(instruction.Operands[0], IsTaken: true)),
                Opcode.Else => arms.Pop(out var arm).Push(arm with { IsTaken = false }),
                Opcode.End => arms.Pop(),
                _ => arms,
            };
            _arms[value] = arms;
            _values[value] = instruction.IsControl ? default : Evaluate(value);
            (_whenTrue[value], _whenFalse[value]) = instruction is { IsControl: false, Type: ScalarType.Boolean } ? (Known(value, isTrue: true), Known(value, isTrue: false)) : (s_nothing, s_nothing);
        }
    }

    /// <summary>The interval of a value.</summary>
    public Interval this[int value] => _values[value];

    /// <summary>The interval of an operand where it is used: inside <c>if (v > 0)</c> a v is positive.</summary>
    public Interval At(int user, int operand) => _arms[user].Aggregate(_values[operand], (interval, arm) => Refine(operand, interval, arm.Condition, arm.IsTaken));

    private Interval Evaluate(int value)
    {
        var instruction = _program[value];
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.Constant:
                return Interval.Of(instruction.Type == ScalarType.Double ? instruction.DoubleValue : instruction.Bits);
            case Opcode.Hyperparameter:
                return Interval.Of(_rule.Hyperparameters.First(model => model.Name == instruction.Hyperparameter));
            case Opcode.Step:
                return new(1, int.MaxValue);
            case Opcode.Load:
                return _slots.TryGetValue(instruction.Slot!, out var slot) ? slot
                    : _rule.Draws.FirstOrDefault(draw => draw.Slot == instruction.Slot) is { } draw ? Interval.OfChance(draw.Distribution)
                    : Interval.All;
            case Opcode.Phi or Opcode.Select when _program.OnlyDefined(instruction) is { } defined:
                return At(value, defined);
            case Opcode.Phi or Opcode.Select:
                return Choose(value, operands[0], operands[1], operands[2]);
            case Opcode.Length or Opcode.Rows or Opcode.Columns:
                return new(1, double.PositiveInfinity);
            case Opcode.Reduce:
                return instruction.Reduction == ReductionKind.Sum ? At(value, operands[0]) * new Interval(1, double.PositiveInfinity) : At(value, operands[0]);
            case Opcode.Broadcast:
                return At(value, operands[0]);
            case Opcode.Multiply when instruction.Type == ScalarType.Double:
                return Product(value, WeightedMean.Factors(_program, value));
            case var _ when !instruction.Operation.Is(OperationTraits.Pure):
                return instruction.Type == ScalarType.Boolean ? Interval.Truth : Interval.All;
        }

        return WeightedMean.Find(_program, value) is { } mean && At(value, mean.Weight) is { Low: >= 0, High: <= 1 }
            ? Product(value, mean.First).Join(Product(value, mean.Second))
            : IntervalArithmetic.Evaluate(instruction, [.. operands.Select(operand => At(value, operand))]);
    }

    /// <summary>The interval of a product, in which what is there twice is a square.</summary>
    private Interval Product(int user, IEnumerable<int> factors)
        => factors.GroupBy(factor => factor).Aggregate(Interval.Of(1), (product, group) => product * At(user, group.Key).ToPower(group.Count()));

    private Interval Choose(int value, int condition, int whenTrue, int whenFalse) => _values[condition] switch
    {
        { Low: 1 } => At(value, whenTrue),
        { High: 0 } => At(value, whenFalse),
        _ => Refine(whenTrue, At(value, whenTrue), condition, isTrue: true).Join(Refine(whenFalse, At(value, whenFalse), condition, isTrue: false)),
    };

    /// <summary>What a value may be where a condition is known.</summary>
    private Interval Refine(int value, Interval interval, int condition, bool isTrue)
        => (isTrue ? _whenTrue : _whenFalse)[condition].TryGetValue(value, out var bounds) ? interval.Meet(bounds) : interval;

    /// <summary>What is known of other values where a condition holds, or does not: found once for each, so that a condition made of all those before it costs no more than another.</summary>
    private ImmutableDictionary<int, Interval> Known(int condition, bool isTrue)
    {
        var instruction = _program[condition];
        var operands = instruction.Operands;
        return instruction.Opcode switch
        {
            Opcode.Not => Where(operands[0], !isTrue),
            Opcode.And when isTrue => Both(Where(operands[0], true), Where(operands[1], true)),
            Opcode.Or when !isTrue => Both(Where(operands[0], false), Where(operands[1], false)),
            Opcode.Phi when isTrue && _program[operands[2]] is { IsConstant: true, Bits: 0 } => Both(Where(operands[0], true), Where(operands[1], true)),
            Opcode.Phi when !isTrue && _program[operands[1]] is { IsConstant: true, Bits: 1 } => Both(Where(operands[0], false), Where(operands[2], false)),
            Opcode.Equal when isTrue => Two(_values[operands[1]], _values[operands[0]]),
            Opcode.NotEqual when !isTrue => Two(_values[operands[1]], _values[operands[0]]),
            Opcode.Less or Opcode.LessOrEqual => Two(Bounds(operands[1], isAbove: isTrue), Bounds(operands[0], isAbove: !isTrue)),
            Opcode.Greater or Opcode.GreaterOrEqual => Two(Bounds(operands[1], isAbove: !isTrue), Bounds(operands[0], isAbove: isTrue)),
            _ => s_nothing,
        };

        ImmutableDictionary<int, Interval> Where(int value, bool holds) => (holds ? _whenTrue : _whenFalse)[value];

        ImmutableDictionary<int, Interval> Two(Interval first, Interval second) => s_nothing.SetItem(operands[1], second).SetItem(operands[0], first);

        Interval Bounds(int other, bool isAbove) => isAbove ? new(double.NegativeInfinity, _values[other].High) : new(_values[other].Low, double.PositiveInfinity);
    }

    private static ImmutableDictionary<int, Interval> Both(ImmutableDictionary<int, Interval> first, ImmutableDictionary<int, Interval> second)
    {
        var (many, few) = first.Count < second.Count ? (second, first) : (first, second);
        return many.SetItems(few.Select(item => new KeyValuePair<int, Interval>(item.Key, many.TryGetValue(item.Key, out var bounds) ? bounds.Meet(item.Value) : item.Value)));
    }

    /// <summary>An arm of a condition.</summary>
    private readonly record struct Arm(int Condition, bool IsTaken);
}
