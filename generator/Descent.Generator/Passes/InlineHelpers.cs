using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Replaces every call by the body of the helper, callees first: a call copies a body that has none. What is passed by reference is
/// bound to the caller's place, so that a helper sees whoever else writes there, and places become values. Recursion was refused when the
/// rule was read, and so was what would be too large.
/// </summary>
internal static class InlineHelpers
{
    public static Program Run(Program program, IReadOnlyList<Function> functions)
    {
        var flat = new Dictionary<string, Program>();
        foreach (var function in CallGraph.CalleesFirst(program, functions))
        {
            flat.Add(function.Name, Inline(function.Body, flat));
        }

        return Inline(program, flat);
    }

    private static Program Inline(Program program, Dictionary<string, Program> flat)
    {
        var inliner = new Inliner(flat);
        var results = inliner.Copy(program, call: null);
        if (program.Count > 0 && program[program.Count - 1] is { Opcode: Opcode.Return } returned)
        {
            inliner.Builder.Add(returned with { Operands = results.ToEquatableArray() });
        }

        return inliner.Builder.ToProgram();
    }

    /// <summary>What a call passes: values and places, and the place in the source for what has none of its own, as the body of another assembly's helper.</summary>
    private sealed record Call(IReadOnlyList<int> Arguments, IReadOnlyList<Place?> Places, int Site);

    /// <summary>A variable that is passed by reference, with its present value; or, in a helper, what its caller passes.</summary>
    private sealed class Place(int value, bool isOfCaller, int depth, Instruction declaration)
    {
        /// <summary>What it holds; of a caller's place, the instruction that names it.</summary>
        public int Value { get; set; } = value;

        public bool IsOfCaller => isOfCaller;

        /// <summary>How many branches were open where it came into being: those do not join it.</summary>
        public int Depth => depth;

        public string? Name => declaration.Hint;

        public ScalarType Type => declaration.Type;
    }

    private sealed class Inliner(Dictionary<string, Program> flat)
    {
        private readonly Stack<Branch> _branches = new();

        public ProgramBuilder Builder { get; } = new();

        /// <summary>Copies a body and returns the operands of its <c>return</c>, if it has one.</summary>
        public IReadOnlyList<int> Copy(Program body, Call? call)
        {
            var map = new int[body.Count];
            var places = new Dictionary<int, Place>();
            var calls = new Dictionary<int, (IReadOnlyList<int> Values, int Start)>();
            for (var value = 0; value < body.Count; value++)
            {
                var instruction = body[value].Site >= 0 || call is null ? body[value] : body[value] with { Site = call.Site };
                var operands = instruction.Operands;
                switch (instruction.Opcode)
                {
                    case Opcode.Argument when call is not null:
                        map[value] = call.Arguments[instruction.Ordinal];
                        break;
                    case Opcode.Reference:
                        places[value] = call?.Places[instruction.Ordinal] ?? new(Builder.Add(instruction), isOfCaller: true, _branches.Count, instruction);
                        break;
                    case Opcode.Variable:
                        places[value] = new(map[operands[0]], isOfCaller: false, _branches.Count, instruction);
                        break;
                    case Opcode.Get:
                        map[value] = Get(places[operands[0]], instruction);
                        Name(map[value], instruction, operands.Count == 2 ? calls[operands[1]].Start : int.MaxValue);
                        break;
                    case Opcode.Set:
                        Set(places[operands[0]], map[operands[1]], instruction.Site);
                        break;
                    case Opcode.Call:
                        var start = Builder.Count;
                        var passed = operands.Select(operand => places.TryGetValue(operand, out var place) ? place : null).ToList();
                        calls[value] = (Copy(flat[instruction.Callee!], new Call([.. operands.Select(operand => map[operand])], passed, instruction.Site)), start);
                        break;
                    case Opcode.Result:
                        map[value] = calls[operands[0]].Values[instruction.Ordinal];
                        Name(map[value], instruction, calls[operands[0]].Start);
                        break;
                    case Opcode.Return:
                        return [.. operands.Select(operand => map[operand])];
                    default:
                        map[value] = Builder.AddMapped(instruction, map);
                        Follow(instruction.Opcode, map[value]);
                        break;
                }
            }

            return [];
        }

        private int Get(Place place, Instruction instruction)
            => place.IsOfCaller ? Builder.Add(Opcode.Get, place.Type, instruction.Site, place.Value) : place.Value;

        private void Set(Place place, int value, int site)
        {
            if (place.IsOfCaller)
            {
                Builder.Add(Opcode.Set, ScalarType.None, site, place.Value, value);
                return;
            }

            if (_branches.Count > place.Depth)
            {
                _branches.Peek().Remember(place);
            }

            place.Value = value;
        }

        /// <summary>What a call computed goes by the name that the caller gives it.</summary>
        private void Name(int value, Instruction instruction, int start)
        {
            if (value >= start && instruction.Hint is { } hint)
            {
                Builder.Rename(value, hint);
            }
        }

        /// <summary>Keeps the places apart in the arms of a branch, and joins what they hold behind it.</summary>
        private void Follow(Opcode opcode, int position)
        {
            switch (opcode)
            {
                case Opcode.If:
                    _branches.Push(new(Builder[position].Operands[0]));
                    break;
                case Opcode.Else:
                    _branches.Peek().Turn();
                    break;
                case Opcode.End:
                    var branch = _branches.Pop();
                    foreach (var (place, whenTrue, whenFalse) in branch.Leave())
                    {
                        Set(place, Join(place, branch.Condition, whenTrue, whenFalse, Builder[position].Site), Builder[position].Site);
                    }

                    break;
            }
        }

        private int Join(Place place, int condition, int whenTrue, int whenFalse, int site)
            => whenTrue == whenFalse ? whenTrue
                : Builder.Add(new(Opcode.Phi, place.Type, new[] { condition, whenTrue, whenFalse }.ToEquatableArray(), Hint: place.Name, Site: site));
    }

    /// <summary>An open branch: what the places that it writes held before, and at the end of the first arm.</summary>
    private sealed class Branch(int condition)
    {
        private readonly List<Place> _written = [];
        private readonly Dictionary<Place, int> _before = [];
        private Dictionary<Place, int>? _whenTrue;

        public int Condition => condition;

        public void Remember(Place place)
        {
            if (!_before.ContainsKey(place))
            {
                _before.Add(place, place.Value);
                _written.Add(place);
            }
        }

        /// <summary>Ends the first arm: the second begins with what the first began with.</summary>
        public void Turn()
        {
            _whenTrue = _written.ToDictionary(place => place, place => place.Value);
            foreach (var place in _written)
            {
                place.Value = _before[place];
            }
        }

        /// <summary>Ends the branch: what each place held at the end of each arm. It holds again what it held before.</summary>
        public List<(Place Place, int WhenTrue, int WhenFalse)> Leave()
        {
            var joined = new List<(Place, int, int)>();
            foreach (var place in _written)
            {
                var last = place.Value;
                place.Value = _before[place];
                joined.Add(_whenTrue is null ? (place, last, _before[place]) : (place, _whenTrue.TryGetValue(place, out var first) ? first : _before[place], last));
            }

            return joined;
        }
    }
}
