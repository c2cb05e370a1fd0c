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
    private readonly Axes[] _scopes = [.. program.Instructions.Items.Select(instruction => instruction.Scope)];
    private readonly InterpretedValue<T>[] _values = new InterpretedValue<T>[program.Count];

    /// <summary>Of each load and store: the memory of what has a value for each weight.</summary>
    private readonly T[]?[] _memory = new T[]?[program.Count];

    /// <summary>Of each load and store: which state it is of, if it is of one.</summary>
    private readonly int[] _states = [.. program.Instructions.Items.Select(instruction => rule.Model.States.Items.ToList().FindIndex(state => state.Slot == instruction.Slot))];
    private readonly List<double> _terms = [];
    private List<(Axes Scope, double[] Values)> _totals = [];
    private double[] _newScalars = [];
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
        (_length, _totals) = (weights.Length, []);
        var memory = new Dictionary<Slot, T[]> { [Slot.Gradient] = gradients };
        foreach (var (input, values) in rule.Model.Inputs.Items.Zip(inputs))
        {
            memory[input.Slot] = values;
        }

        foreach (var draw in rule.Model.Update.Draws)
        {
            memory[draw.Slot!] = [.. Enumerable.Range(0, _length).Select(index => SecondChance.Of<T>((Distribution)draw.Distribution, optimizer.Options.Seed, optimizer.Parameters[0].Name, step, index, draw.Use))];
        }

        while (true)
        {
            var (newWeights, newStates) = ((T[])weights.Clone(), states.Select(state => (T[])state.Clone()).ToList());
            memory[Slot.Weight] = newWeights;
            foreach (var (state, values) in rule.Model.States.Items.Where(state => state.Scope == Axes.Weight).Zip(newStates))
            {
                memory[state.Slot] = values;
            }

            _newScalars = (double[])scalars.Clone();
            _newBands = [.. Bands.Select(band => (double[])band.Clone())];
            _terms.Clear();
            ReadOnce(step, scalars, memory);
            for (_weight = 0; _weight < _length; _weight++)
            {
                RunOne();
            }

            if (_terms.Count == 0)
            {
                newWeights.CopyTo(weights, 0);
                _newScalars.CopyTo(scalars, 0);
                _newBands.CopyTo(Bands, 0);
                for (var state = 0; state < states.Count; state++)
                {
                    newStates[state].CopyTo(states[state], 0);
                }

                return;
            }

            _totals.Add((_reduction.Scope, Totals()));
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

    /// <summary>What is the same for all weights of a step before anything is computed, and where the memory is of what is not.</summary>
    private void ReadOnce(int step, double[] scalars, Dictionary<Slot, T[]> memory)
    {
        for (var position = 0; position < program.Count; position++)
        {
            var instruction = program[position];
            switch (instruction.Opcode)
            {
                case Opcode.Load or Opcode.Store when _scopes[position] == Axes.Weight:
                    _memory[position] = memory[instruction.Slot!];
                    break;
                case Opcode.Load when _scopes[position] is not (Axes.Row or Axes.Column):
                    _values[position] = new InterpretedValue<T> { Double = scalars[_states[position]] };
                    break;
                case Opcode.Constant:
                    _values[position] = new InterpretedValue<T> { Double = instruction.DoubleValue, Integer = (int)instruction.Bits, Boolean = instruction.Bits != 0 };
                    break;
                case Opcode.Length:
                    _values[position] = new InterpretedValue<T> { Double = _length };
                    break;
                case Opcode.Columns:
                    _values[position] = new InterpretedValue<T> { Double = Columns };
                    break;
                case Opcode.Rows when _length > 0:
                    _values[position] = new InterpretedValue<T> { Double = _length / Columns };
                    break;
                case Opcode.Step:
                    _values[position] = new InterpretedValue<T> { Integer = step };
                    break;
                case Opcode.Hyperparameter:
                    _values[position] = optimizer.GetType().GetProperty(instruction.Hyperparameter!)!.GetValue(optimizer) switch
                    {
                        double real => new InterpretedValue<T> { Double = real },
                        bool condition => new InterpretedValue<T> { Boolean = condition },
                        var integer => new InterpretedValue<T> { Integer = (int)integer! },
                    };
                    break;
            }
        }
    }

    private void RunOne()
    {
        _position = 0;
        for (var position = 0; position < program.Count; position++)
        {
            var instruction = program[position];
            var scope = _scopes[position];
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
                case Opcode.Store when scope == Axes.Weight:
                    _memory[position]![_weight] = Element(instruction.Operands[0]);
                    break;
                case Opcode.Store when scope is Axes.Row or Axes.Column:
                    _newBands[_states[position]][Place(scope)] = _values[instruction.Operands[0]].Double;
                    break;
                case Opcode.Store:
                    _newScalars[_states[position]] = _values[instruction.Operands[0]].Double;
                    break;
                case Opcode.Load when scope == Axes.Weight:
                    _values[position] = new InterpretedValue<T> { Element = _memory[position]![_weight] };
                    break;
                case Opcode.Load when scope is Axes.Row or Axes.Column:
                    _values[position] = new InterpretedValue<T> { Double = Bands[_states[position]][Place(scope)] };
                    break;
                case Opcode.Reduce:
                    _values[position] = new InterpretedValue<T> { Double = Reduce(instruction) };
                    break;
                case Opcode.Phi:
                    var chosen = instruction.Operands[_values[instruction.Operands[0]].Boolean ? 1 : 2];
                    _values[position] = _isElement[position] && instruction.Type == ScalarType.Double ? new InterpretedValue<T> { Element = Element(chosen) } : _values[chosen];
                    break;
                case Opcode.End or Opcode.Undefined or Opcode.Load or Opcode.Constant or Opcode.Length or Opcode.Columns or Opcode.Rows or Opcode.Step or Opcode.Hyperparameter:
                    break;
                default:
                    _values[position] = Evaluate(position, instruction);
                    break;
            }
        }
    }

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

    private InterpretedValue<T> Evaluate(int position, Instruction instruction)
    {
        var operands = instruction.Operands.Items;
        var (first, middle, last) = (operands[0], operands[operands.Length == 3 ? 1 : 0], operands[^1]);
        switch (program[first].Type)
        {
            case ScalarType.Boolean:
                return new InterpretedValue<T> { Boolean = InterpretedOperations.Logic(instruction.Opcode, _values[first].Boolean, _values[last].Boolean) };
            case ScalarType.Integer:
                return InterpretedOperations.OnIntegers<T>(instruction, _values[first].Integer, _values[middle].Integer, _values[last].Integer);
        }

        if (_isElement[position])
        {
            return InterpretedOperations.OnReals<T, T>(instruction, Element(first), Element(middle), Element(last));
        }

        var result = InterpretedOperations.OnReals<T, double>(instruction, _values[first].Double, _values[middle].Double, _values[last].Double);
        return new InterpretedValue<T> { Double = result.Wide, Integer = result.Integer, Boolean = result.Boolean };
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
