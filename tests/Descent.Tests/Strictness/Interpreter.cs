using System.Numerics;
using Descent.CompilerServices;
using Descent.Generator.IR;
using Descent.Tests.Strictness.Chance;

namespace Descent.Tests.Strictness;

/// <summary>
/// The second opinion on what a rule means: runs the instructions one after the other, for one weight after the other, on scalars. It
/// shares neither passes' hoisting nor emission with the compiler. Below element rate it computes in double; where such a value meets
/// an element it is rounded once to <typeparamref name="T"/>; there every operation is one operation in <typeparamref name="T"/>.
/// </summary>
internal sealed class Interpreter<T>(CompiledRule rule, Program program, RuleOptimizer optimizer) : ISpecification<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool[] _isElement = FindElements(program);
    private readonly InterpretedValue<T>[] _values = new InterpretedValue<T>[program.Count];
    private readonly List<double> _terms = [];
    private List<(Axes Scope, double[] Values)> _totals = [];
    private double[] _scalars = [], _newScalars = [];
    private double[][] _newBands = [];
    private Payload.Total _reduction = new(Descent.Generator.IR.ReductionKind.Sum, Axes.Tensor);
    private int _position, _weight, _length;

    /// <inheritdoc/>
    public int Columns { get; set; }

    /// <inheritdoc/>
    public double[][] Bands { get; set; } = [];

    /// <summary>
    /// Runs one step over all weights. With reductions it is run again until every total is known, on copies; the last run counts.
    /// </summary>
    public void Run(int step, T[] weights, T[] gradients, IReadOnlyList<T[]> states, double[] scalars, IReadOnlyList<T[]> inputs)
    {
        var totals = new List<(Axes Scope, double[] Values)>();
        while (true)
        {
            var (newWeights, newStates) = ((T[])weights.Clone(), states.Select(state => (T[])state.Clone()).ToList());
            var newScalars = (double[])scalars.Clone();
            _newBands = [.. Bands.Select(band => (double[])band.Clone())];
            _terms.Clear();
            RunAll(step, newWeights, gradients, newStates, scalars, newScalars, totals, inputs);
            if (_terms.Count == 0)
            {
                newWeights.CopyTo(weights, 0);
                newScalars.CopyTo(scalars, 0);
                _newBands.CopyTo(Bands, 0);
                for (var state = 0; state < states.Count; state++)
                {
                    newStates[state].CopyTo(states[state], 0);
                }

                return;
            }

            totals.Add((_reduction.Scope, Totals()));
        }
    }

    /// <summary>The total of the terms, or one for each row or column.</summary>
    private double[] Totals()
    {
        var kind = (Descent.CompilerServices.ReductionKind)(int)_reduction.Kind;
        if (!rule.Model.IsOfMatrices)
        {
            return [ReductionTree.TotalOf<double>(kind, _terms.ToArray())];
        }

        if (_reduction.Scope == Axes.Column)
        {
            return PlainTree.OfColumns(kind.ToString(), _terms, Columns);
        }

        double[] ofRows = [.. _terms.Chunk(Columns).Select(row => _reduction.IsOfEachRow ? row[0] : ReductionTree.TotalOf<double>(kind, row))];
        return _reduction.Scope == Axes.Row ? ofRows : [ReductionTree.Combine(kind, ofRows)];
    }

    private void RunAll(int step, T[] weights, T[] gradients, IReadOnlyList<T[]> states, double[] oldScalars, double[] scalars, List<(Axes Scope, double[] Values)> totals, IReadOnlyList<T[]> inputs)
    {
        _totals = totals;
        _length = weights.Length;
        for (var index = 0; index < weights.Length; index++)
        {
            _scalars = oldScalars;
            _newScalars = scalars;
            var memory = new Dictionary<Slot, (T[] Array, int Index)> { [Slot.Weight] = (weights, index), [Slot.Gradient] = (gradients, index) };
            foreach (var (input, number) in rule.Model.Inputs.Items.Select((input, number) => (input, number)))
            {
                memory[input.Slot] = (inputs[number], index);
            }

            foreach (var draw in rule.Model.Update.Draws)
            {
                memory[draw.Slot!] = ([SecondChance.Of<T>((Distribution)draw.Distribution, optimizer.Options.Seed, optimizer.Parameters[0].Name, step, index, draw.Use)], 0);
            }

            foreach (var (state, number) in rule.Model.States.Items.Where(state => state.Scope == Axes.Weight).Select((state, number) => (state, number)))
            {
                memory[state.Slot] = (states[number], index);
            }

            (_position, _weight) = (0, index);
            RunOne(step, memory);
        }
    }

    private void RunOne(int step, Dictionary<Slot, (T[] Array, int Index)> memory)
    {
        for (var position = 0; position < program.Count; position++)
        {
            var instruction = program[position];
            switch (instruction.Opcode)
            {
                case Opcode.If:
                    if (!_values[instruction.Operands[0]].Boolean)
                    {
                        position = Skip(position, Opcode.Else);
                    }

                    break;
                case Opcode.Else:
                    position = Skip(position, Opcode.End);
                    break;
                case Opcode.End:
                    break;
                case Opcode.Store when instruction.Scope is Axes.Row or Axes.Column:
                    _newBands[StateIndex(instruction.Slot!)][Place(instruction.Scope)] = _values[instruction.Operands[0]].Double;
                    break;
                case Opcode.Load when instruction.Scope is Axes.Row or Axes.Column:
                    _values[position] = new InterpretedValue<T> { Double = Bands[StateIndex(instruction.Slot!)][Place(instruction.Scope)] };
                    break;
                case Opcode.Store when instruction.Scope != Axes.Weight:
                    _newScalars[StateIndex(instruction.Slot!)] = _values[instruction.Operands[0]].Double;
                    break;
                case Opcode.Load when instruction.Scope != Axes.Weight:
                    _values[position] = new InterpretedValue<T> { Double = _scalars[StateIndex(instruction.Slot!)] };
                    break;
                case Opcode.Reduce:
                    _values[position] = new InterpretedValue<T> { Double = Reduce(instruction) };
                    break;
                case Opcode.Store:
                    var (array, index) = memory[instruction.Slot!];
                    array[index] = Element(instruction.Operands[0]);
                    break;
                case Opcode.Load:
                    var (source, at) = memory[instruction.Slot!];
                    _values[position] = new InterpretedValue<T> { Element = source[at] };
                    break;
                default:
                    _values[position] = Evaluate(position, instruction, step);
                    break;
            }
        }
    }

    private int StateIndex(Slot slot) => rule.Model.States.Items.ToList().FindIndex(state => state.Slot == slot);

    /// <summary>The total if it is known; else the term is recorded, if it is of the first unknown total.</summary>
    private double Reduce(Instruction instruction)
    {
        var position = _position++;
        if (position < _totals.Count)
        {
            return _totals[position].Values[Place(_totals[position].Scope)];
        }

        if (position == _totals.Count)
        {
            _reduction = (Payload.Total)instruction.Payload!;
            _terms.Add(instruction.IsOfEachRow ? _values[instruction.Operands[0]].Double : double.CreateTruncating(Element(instruction.Operands[0])));
        }

        return 1;
    }

    /// <summary>Where the value of this weight is among those of its row or column, or of all.</summary>
    private int Place(Axes scope) => scope switch
    {
        Axes.Row => _weight / Columns,
        Axes.Column => _weight % Columns,
        _ => 0,
    };

    /// <summary>The position of the matching <c>else</c> or <c>end</c>.</summary>
    private int Skip(int position, Opcode until)
    {
        for (var depth = 0; ; )
        {
            switch (program[++position].Opcode)
            {
                case Opcode.If:
                    depth++;
                    break;
                case Opcode.Else when depth == 0 && until == Opcode.Else:
                case Opcode.End when depth == 0:
                    return position;
                case Opcode.End:
                    depth--;
                    break;
            }
        }
    }

    private InterpretedValue<T> Evaluate(int position, Instruction instruction, int step)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Constant:
                return new InterpretedValue<T> { Double = instruction.DoubleValue, Integer = (int)instruction.Bits, Boolean = instruction.Bits != 0 };
            case Opcode.Undefined:
                return default;
            case Opcode.Length:
                return new InterpretedValue<T> { Double = _length };
            case Opcode.Columns:
                return new InterpretedValue<T> { Double = Columns };
            case Opcode.Rows:
                return new InterpretedValue<T> { Double = _length / Columns };
            case Opcode.Step:
                return new InterpretedValue<T> { Integer = step };
            case Opcode.Hyperparameter:
                return optimizer.GetType().GetProperty(instruction.Hyperparameter!)!.GetValue(optimizer) switch
                {
                    double real => new InterpretedValue<T> { Double = real },
                    bool condition => new InterpretedValue<T> { Boolean = condition },
                    var integer => new InterpretedValue<T> { Integer = (int)integer! },
                };
            case Opcode.Phi:
                var chosen = instruction.Operands[_values[instruction.Operands[0]].Boolean ? 1 : 2];
                return _isElement[position] && instruction.Type == ScalarType.Double ? new InterpretedValue<T> { Element = Element(chosen) } : _values[chosen];
        }

        var operands = instruction.Operands.Items;
        var type = program[operands[0]].Type;
        if (type == ScalarType.Boolean)
        {
            return new InterpretedValue<T> { Boolean = InterpretedOperations.Logic(instruction.Opcode, _values[operands[0]].Boolean, _values[operands[^1]].Boolean) };
        }

        if (type == ScalarType.Integer)
        {
            return InterpretedOperations.OnIntegers<T>(instruction, _values[operands[0]].Integer, _values[operands[^1]].Integer, operands.Length == 3 ? _values[operands[1]].Integer : 0);
        }

        return _isElement[position]
            ? InterpretedOperations.OnReals<T, T>(instruction, [.. operands.Select(Element)])
            : InterpretedOperations.OnReals<T, double>(instruction, [.. operands.Select(operand => _values[operand].Double)]) is var result ? new InterpretedValue<T> { Double = result.Wide, Integer = result.Integer, Boolean = result.Boolean } : default;
    }

    private T Element(int value) => _isElement[value] ? _values[value].Element : T.CreateTruncating(_values[value].Double);

    /// <summary>
    /// Which values differ from weight to weight: all that depend on a loaded one, or on both a row and a column, through operands or
    /// conditions, but no total.
    /// </summary>
    private static bool[] FindElements(Program program)
    {
        var (differsByRow, differsByColumn) = (new bool[program.Count], new bool[program.Count]);
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            var isOfItsOwn = instruction.Opcode is Opcode.Load or Opcode.Reduce;
            differsByRow[value] = isOfItsOwn ? (instruction.Scope & Axes.Row) != 0 : instruction.Operands.Items.Any(operand => differsByRow[operand]);
            differsByColumn[value] = isOfItsOwn ? (instruction.Scope & Axes.Column) != 0 : instruction.Operands.Items.Any(operand => differsByColumn[operand]);
        }

        return [.. differsByRow.Zip(differsByColumn, (row, column) => row && column)];
    }
}
