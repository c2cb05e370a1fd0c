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
        var uses = new Uses(program);
        var placer = new Placer(program, uses, map, builder);
        for (var value = 0; value < program.Count; value++)
        {
            if (program[value].Opcode == Opcode.Loop)
            {
                placer = new(program, uses, map, builder);
            }

            placer.Place(value);
        }

        return builder.ToProgram();
    }

    /// <summary>What the values of a program are taken for.</summary>
    private sealed class Uses
    {
        public Uses(Program program)
        {
            for (var value = 0; value < program.Count; value++)
            {
                var instruction = program[value];
                switch (instruction.Opcode)
                {
                    case Opcode.Whole:
                        Squares.UnionWith(instruction.Operands.Items.Where((_, index) => instruction.Whole.Arguments[index].Kind is WholeKind.Square or WholeKind.Written));
                        break;
                    case Opcode.Written:
                        Squares.Add(value);
                        break;
                    default:
                        OfWeights.UnionWith(instruction.Operands);
                        break;
                }
            }
        }

        /// <summary>The square states at one point or another: they are memory, not values.</summary>
        public HashSet<int> Squares { get; } = [];

        /// <summary>What anything but operations on whole matrices takes.</summary>
        public HashSet<int> OfWeights { get; } = [];
    }

    /// <summary>Places the matrices of one loop.</summary>
    private sealed class Placer(Program program, Uses uses, int[] map, ProgramBuilder builder)
    {
        private readonly Names _names = new(program.Instructions.Select(instruction => instruction.Slot?.Name).OfType<string>());

        /// <summary>Where values of each weight are whole matrices.</summary>
        private readonly Dictionary<int, Slot> _places = [];


        public void Place(int value)
        {
            var instruction = program[value];
            switch (instruction.Opcode)
            {
                case Opcode.Whole:
                    Apply(value, instruction);
                    break;
                case Opcode.Written:
                case Opcode.Load when uses.Squares.Contains(value):
                case Opcode.Store when uses.Squares.Contains(instruction.Operands[0]):
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
            if (uses.OfWeights.Contains(value))
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
    }
}
