using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Gives the matrices of operations on whole matrices their memory: a value of each weight is stored as a matrix of the step, the result is
/// loaded from one. The gradient, and the result of another operation, is taken where it lies; square states are changed in place, in the order
/// of the operations.
/// </summary>
internal static class PlaceMatrices
{
    public static Program Run(Program program)
    {
        if (!program.Instructions.Any(instruction => instruction.Opcode == Opcode.Whole))
        {
            return program;
        }

        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        var placer = new Placer(program, map, builder);
        for (var value = 0; value < program.Count; value++)
        {
            if (program[value].Opcode == Opcode.Loop)
            {
                placer = new(program, map, builder);
            }

            placer.Place(value);
        }

        return builder.ToProgram();
    }

    /// <summary>Places the matrices of one loop.</summary>
    private sealed class Placer(Program program, int[] map, ProgramBuilder builder)
    {
        private readonly Names _names = new(program.Instructions.Select(instruction => instruction.Slot?.Name).OfType<string>());

        /// <summary>Where values of each weight are whole matrices.</summary>
        private readonly Dictionary<int, Slot> _places = [];

        /// <summary>The square states at one point or another: they are memory, not values.</summary>
        private readonly HashSet<int> _squares = [];

        public void Place(int value)
        {
            var instruction = program[value];
            switch (instruction.Opcode)
            {
                case Opcode.Whole:
                    Apply(value, instruction);
                    break;
                case Opcode.Written:
                    _squares.Add(value);
                    break;
                case Opcode.Load when IsSquare(value):
                    _squares.Add(value);
                    break;
                case Opcode.Store when _squares.Contains(instruction.Operands[0]):
                    break;
                default:
                    map[value] = builder.AddMapped(instruction, map);
                    break;
            }
        }

        private void Apply(int value, Instruction instruction)
        {
            var numbers = new List<int>();
            var arguments = instruction.Whole.Arguments.Items.Zip(instruction.Operands.Items, (argument, operand) =>
            {
                switch (argument.Kind)
                {
                    case WholeKind.Number:
                        numbers.Add(map[operand]);
                        return argument;
                    case WholeKind.Values:
                        return argument with { Slot = PlaceOf(operand) };
                    default:
                        return argument with { Slot = SquareOf(operand) };
                }
            }).ToEquatableArray();
            var result = instruction.Whole.HasResult ? New(instruction.Hint) : null;
            builder.Add(new(Opcode.Apply, ScalarType.None, numbers.ToEquatableArray(), new Payload.Whole(instruction.Whole with { Arguments = arguments, Result = result }), Site: instruction.Site));
            if (result is null)
            {
                return;
            }

            _places.Add(value, result);
            if (IsTakenByWeights(value))
            {
                map[value] = builder.Add(new(Opcode.Load, ScalarType.Double, default, new Payload.Access(result, Axes.Weight), Site: instruction.Site));
            }
        }

        /// <summary>Where a value of each weight is a whole matrix, which it is made if it is none yet.</summary>
        private Slot PlaceOf(int value)
        {
            if (program[value] is { Opcode: Opcode.Load, Slot.Kind: SlotKind.Gradient })
            {
                return Slot.Gradient;
            }

            if (!_places.TryGetValue(value, out var place))
            {
                _places.Add(value, place = New(program[value].Hint));
                builder.Add(new(Opcode.Store, ScalarType.None, new[] { map[value] }.ToEquatableArray(), new Payload.Access(place, Axes.Weight), Site: program[value].Site));
            }

            return place;
        }

        /// <summary>The state that a square matrix is, at whatever point.</summary>
        private Slot SquareOf(int value) => program[value].Opcode == Opcode.Written ? SquareOf(program[value].Operands[1]) : program[value].Slot!;

        private Slot New(string? name) => Slot.Scratch(_names.Unique(name ?? "matrix"));

        /// <summary>Whether anything but operations on whole matrices takes a value.</summary>
        private bool IsTakenByWeights(int whole)
            => program.Instructions.Items.Skip(whole).Any(user => user.Opcode is not (Opcode.Whole or Opcode.Written) && user.Operands.Items.Contains(whole));

        /// <summary>Whether a state is loaded as a square matrix: only operations on whole matrices take it.</summary>
        private bool IsSquare(int load)
        {
            for (var value = load + 1; value < program.Count && program[value].Opcode != Opcode.Loop; value++)
            {
                var index = program[value].Operands.Items.IndexOf(load);
                if (index >= 0)
                {
                    return program[value].Opcode == Opcode.Written || (program[value].Opcode == Opcode.Whole && program[value].Whole.Arguments[index].Kind is WholeKind.Square or WholeKind.Written);
                }
            }

            return false;
        }
    }
}
