using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Descent.Generator.Passes;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>What is known of the values of a method as it was written, without running it.</summary>
internal sealed class Values
{
    private readonly RuleUnderCheck _rule;
    private readonly int[] _numbers;
    private readonly bool[] _isCoefficient;
    private readonly double[] _defaults;
    private readonly Dictionary<Slot, bool[]> _mayBe = [];
    private ImmutableHashSet<string>[] _hyperparameters = [];

    private Values(RuleUnderCheck rule, Program program)
    {
        (_rule, Program) = (rule, program);
        _numbers = new int[program.Count];
        _isCoefficient = new bool[program.Count];
        _defaults = new double[program.Count];
        var known = new Dictionary<Instruction, int>();
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            var key = ShareCommonSubexpressions.Key(instruction, _numbers);
            if (instruction.IsControl || !known.TryGetValue(key, out _numbers[value]))
            {
                _numbers[value] = value;
                known[key] = value;
            }

            _isCoefficient[value] = instruction.Opcode is not (Opcode.Load or Opcode.Reduce) && instruction.Operands.All(operand => _isCoefficient[operand]);
            _defaults[value] = Evaluate(instruction);
        }
    }

    public Program Program { get; }

    public static Values Of(RuleUnderCheck rule, MethodUnderCheck method) => new(rule, method.Written);

    /// <summary>Whether two values are computed in the same way from the same things.</summary>
    public bool AreEqual(int first, int second) => _numbers[first] == _numbers[second];

    /// <summary>One number for all values that are equal.</summary>
    public int NumberOf(int value) => _numbers[value];

    /// <summary>Takes values that are computed in the same way for one.</summary>
    public IEqualityComparer<int> Comparer => new SameNumber(this);

    /// <summary>Whether a value comes from constants, hyperparameters and the step number alone.</summary>
    public bool IsCoefficient(int value) => _isCoefficient[value];

    /// <summary>What a value is while all hyperparameters have their defaults; NaN where that is not known.</summary>
    public double DefaultOf(int value) => _defaults[value];

    /// <summary>Whether a value is a constant or a hyperparameter.</summary>
    public bool IsSetting(int value) => Program[value].Opcode is Opcode.Constant or Opcode.Hyperparameter;

    /// <summary>Of <c>1 − x</c>: x.</summary>
    public int? ComplementOf(int value) => WeightedMean.ComplementOf(Program, value);

    /// <summary>How the author calls a value.</summary>
    public string TextOf(int value) => _rule.TextOf(Program[value]);

    /// <summary>The hyperparameters that a value depends on.</summary>
    public ImmutableHashSet<string> HyperparametersOf(int value)
    {
        if (_hyperparameters.Length == 0)
        {
            _hyperparameters = new ImmutableHashSet<string>[Program.Count];
            for (var index = 0; index < Program.Count; index++)
            {
                var instruction = Program[index];
                _hyperparameters[index] = instruction.Operands.Items.Aggregate(
                    instruction.Opcode == Opcode.Hyperparameter ? [instruction.Hyperparameter!] : ImmutableHashSet<string>.Empty,
                    (names, operand) => names.Union(_hyperparameters[operand]));
            }
        }

        return _hyperparameters[value];
    }

    /// <summary>What a value may be, whichever way the conditions go: values that are no choices themselves.</summary>
    public IEnumerable<int> AlternativesOf(int value)
    {
        var seen = new HashSet<int>();
        var pending = new Stack<int>([value]);
        while (pending.Count > 0)
        {
            var next = pending.Pop();
            if (!seen.Add(next))
            {
                continue;
            }

            if (Program[next] is { Opcode: Opcode.Phi or Opcode.Select } choice)
            {
                pending.Push(choice.Operands[2]);
                pending.Push(choice.Operands[1]);
            }
            else
            {
                yield return next;
            }
        }
    }

    /// <summary>Whether a value is, under some condition, what a slot holds at the start of the step.</summary>
    public bool MayBe(int value, Slot slot)
    {
        if (!_mayBe.TryGetValue(slot, out var mayBe))
        {
            _mayBe[slot] = mayBe = new bool[Program.Count];
            for (var index = 0; index < Program.Count; index++)
            {
                mayBe[index] = Program[index] switch
                {
                    { Opcode: Opcode.Load } load => load.Slot == slot,
                    { Opcode: Opcode.Phi or Opcode.Select, Operands: var operands } => mayBe[operands[1]] || mayBe[operands[2]],
                    _ => false,
                };
            }
        }

        return mayBe[value];
    }

    /// <summary>The value that is stored in a slot at the end of the method, if one is.</summary>
    public int? StoredIn(Slot slot) => Program.Instructions.FirstOrDefault(instruction => instruction.Opcode == Opcode.Store && instruction.Slot == slot)?.Operands[0];

    private double Evaluate(Instruction instruction)
    {
        var operands = instruction.Operands.Items.Select(operand => _defaults[operand]).ToList();
        return instruction.Opcode switch
        {
            Opcode.Constant => instruction.Type switch { ScalarType.Double => instruction.DoubleValue, ScalarType.Integer => instruction.Bits, _ => double.NaN },
            Opcode.Hyperparameter => _rule.Model.Hyperparameters.FirstOrDefault(model => model.Name == instruction.Hyperparameter) switch
            {
                { Kind: HyperparameterKind.Double } model => BitConverter.Int64BitsToDouble(model.DefaultBits),
                { Kind: HyperparameterKind.Integer } model => model.DefaultBits,
                _ => double.NaN,
            },
            _ when instruction.Operation.Is(OperationTraits.Exact) && instruction is not { Type: ScalarType.Boolean } and not { Opcode: Opcode.Divide, Type: ScalarType.Integer }
                => instruction.Operation.OfDoubles!(operands[0], operands[operands.Count - 1], double.NaN),
            _ => double.NaN,
        };
    }

    private sealed class SameNumber(Values values) : IEqualityComparer<int>
    {
        public bool Equals(int first, int second) => values.AreEqual(first, second);

        public int GetHashCode(int value) => values.NumberOf(value);
    }
}
