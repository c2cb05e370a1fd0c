using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>Writes one loop: what is invariant before it, then loads, one statement a named value, stores.</summary>
internal sealed class LoopEmitter
{
    private static readonly string[] s_reserved =
        ["T", "TLanes", "ILanes", "DefaultLanes", "WideLanes", "Divisor", "Unsafe", "MemoryMarshal", "MethodImpl", "MethodImplOptions", "Span", "ReadOnlySpan", "count", "i", "double", "global"];

    private readonly LoweredMethod _method;
    private readonly LoopVersion _loop;
    private readonly Names _names;
    private readonly LoopSignature _signature;
    private readonly Dictionary<int, string> _locals = [];
    private readonly Dictionary<int, int> _uses = [];
    private readonly HashSet<int> _invariant = [];
    private readonly HashSet<int> _usedByInvariant = [];
    private readonly Dictionary<int, List<int>> _users = [];
    private readonly Dictionary<int, int> _stores = [];
    private readonly Dictionary<int, int> _depths = [];
    private readonly Dictionary<Slot, ParameterModel> _parameters;

    public LoopEmitter(LoweredMethod method, LoopVersion loop, LoopSignature signature)
    {
        (_method, _loop, _signature) = (method, loop, signature);
        _names = new Names(s_reserved.Concat(signature.Inputs.Values).Concat(signature.Memory.Values).Concat(signature.Locals.Values).Concat(signature.Terms.Values));
        _parameters = method.Method.Parameters.Where(parameter => parameter.Slot is not null).ToDictionary(parameter => parameter.Slot!);
        foreach (var value in loop.Values)
        {
            var instruction = Program[value];
            foreach (var operand in instruction.Operands)
            {
                _uses[operand] = _uses.TryGetValue(operand, out var uses) ? uses + 1 : 1;
                if (!_users.TryGetValue(operand, out var users))
                {
                    _users.Add(operand, users = []);
                }

                users.Add(value);
            }

            if (instruction.Opcode == Opcode.Store && !_stores.ContainsKey(instruction.Operands[0]))
            {
                _stores.Add(instruction.Operands[0], value);
            }

            if (instruction.Opcode == Opcode.Broadcast
                || (!instruction.IsControl && instruction.Opcode is not (Opcode.Load or Opcode.Reduce) && instruction.Operands.All(_invariant.Contains)))
            {
                _invariant.Add(value);
                _usedByInvariant.UnionWith(instruction.Operands);
            }
        }

        foreach (var value in loop.Values)
        {
            _depths[value] = 1 + Program[value].Operands.Items.Where(operand => _depths.ContainsKey(operand) && !IsKept(operand)).Select(operand => _depths[operand]).DefaultIfEmpty(0).Max();
        }
    }

    /// <summary>The names that a loop uses for itself.</summary>
    public static IReadOnlyList<string> Reserved => s_reserved;

    private Program Program => _method.Program;

    public void Write(SourceWriter writer)
    {
        if (!_loop.Values.Any(value => Program[value].Opcode is Opcode.Store or Opcode.Reduce))
        {
            writer.Line("// Nothing changes.");
            return;
        }

        foreach (var value in _loop.Values.Where(value => Program[value].Opcode == Opcode.Load))
        {
            _locals.Add(value, _names.Unique(Parameter(value).Name));
        }

        foreach (var value in _loop.Values.Where(value => _invariant.Contains(value) && IsKept(value)))
        {
            WriteLocal(value, writer);
        }

        using (writer.Block("for (nuint i = 0; i < (nuint)count; i += (nuint)TLanes.Count)"))
        {
            foreach (var value in _loop.Values.Where(value => Program[value].Opcode == Opcode.Load))
            {
                writer.Line($"var {_locals[value]} = TLanes.Load(in {_signature.Memory[Parameter(value)]}, i);");
            }

            foreach (var value in _loop.Values.Where(value => !_invariant.Contains(value) && IsKept(value)))
            {
                WriteLocal(value, writer);
            }

            foreach (var value in _loop.Values.Where(value => Program[value].Opcode is Opcode.Store or Opcode.Reduce))
            {
                var memory = Program[value].Opcode == Opcode.Store ? _signature.Memory[Parameter(value)] : _signature.Terms[value];
                writer.Line($"{Stored(Program[value].Operands[0])}.Store(ref {memory}, i);");
            }
        }
    }

    /// <summary>What a method is called on: an operator's result needs parentheses.</summary>
    private string Stored(int value)
    {
        var text = Text(value);
        return text.Precedence == Precedence.Primary ? text.Text : $"({text.Text})";
    }

    private void WriteLocal(int value, SourceWriter writer)
    {
        var formula = Formula(value).Text;
        var input = Program[value].Opcode == Opcode.Broadcast && _signature.Locals.TryGetValue(Program[value].Operands[0], out var local) ? local : null;
        _locals.Add(value, input ?? _names.Unique(Suggest(value)));
        writer.Line($"var {_locals[value]} = {formula};");
    }

    /// <summary>Whether a value gets a statement of its own: the author named it, it is stored, or it is used more than once.</summary>
    private bool IsKept(int value)
    {
        var instruction = Program[value];
        if (instruction.IsControl || instruction.Opcode is Opcode.Load or Opcode.Reduce || IsWrittenOut(instruction))
        {
            return false;
        }

        return instruction.Opcode == Opcode.Broadcast || instruction.Hint is not null || _uses[value] > 1 || _depths[value] >= Expression.MaxDepth || StoredTo(value) is not null || (_invariant.Contains(value) && !IsUsedByInvariant(value));
    }

    private bool IsUsedByInvariant(int value) => _usedByInvariant.Contains(value);

    /// <summary>Zero and one have names of their own.</summary>
    private bool IsWrittenOut(Instruction instruction)
        => instruction.Opcode == Opcode.Broadcast && Program[instruction.Operands[0]] is { IsConstant: true } constant
            && (constant.Type == ScalarType.Boolean || BitConverter.Int64BitsToDouble(constant.Bits) is 1.0 || constant.Bits == 0);

    private string Suggest(int value)
    {
        var instruction = Program[value];
        if (instruction.Opcode == Opcode.Broadcast)
        {
            return Constant(instruction.Operands[0]);
        }

        var stored = StoredTo(value);
        return stored is not null && (instruction.Hint is null || instruction.Hint == stored.Name)
            ? "next" + Names.Pascal(stored.Name)
            : instruction.Hint ?? (instruction.Type == ScalarType.Boolean ? "mask" : "value");
    }

    private string Constant(int value)
    {
        var name = ValueNames.Of(Program, value, _method.StepName);
        return name == ValueNames.Nameless ? "constant" : name;
    }

    private ParameterModel? StoredTo(int value) => _stores.TryGetValue(value, out var store) ? Parameter(store) : null;

    private ParameterModel Parameter(int value) => _parameters[Program[value].Slot!];

    private Expression Text(int value) => _locals.TryGetValue(value, out var local) ? Expression.Primary(local) : Formula(value);

    private Expression Formula(int value)
    {
        var instruction = Program[value];
        if (instruction.Opcode == Opcode.Broadcast)
        {
            return Expression.Primary(IsDivisor(value) ? $"new Divisor<TLanes, T>({Scalar(instruction.Operands[0])})" : Broadcast(instruction.Operands[0]));
        }

        var comparesMasks = instruction.Operands.Count > 0 && Program[instruction.Operands[0]].Type == ScalarType.Boolean;
        return VectorExpressions.Of(instruction, comparesMasks, [.. instruction.Operands.Select(Text)]);
    }

    /// <summary>
    /// Whether the weights are only divided by a value. Then the division may be by its reciprocal, if it is at most 1 (which a constant shows
    /// now, another value when it is known).
    /// </summary>
    private bool IsDivisor(int broadcast)
    {
        var users = _users[broadcast].Select(user => Program[user]);
        return Program[broadcast].Type == ScalarType.Double
            && (Program[Program[broadcast].Operands[0]] is not { IsConstant: true } constant || constant.DoubleValue is > 0 and < 1)
            && users.All(user => user.Opcode == Opcode.Divide && user.Operands[1] == broadcast && !_invariant.Contains(user.Operands[0]));
    }

    private string Scalar(int source) => _signature.Inputs.TryGetValue(source, out var input) ? input : Literals.Of(Program[source]);

    private string Broadcast(int source)
    {
        var instruction = Program[source];
        if (_signature.Inputs.TryGetValue(source, out var input))
        {
            return $"TLanes.Broadcast({input})";
        }

        return instruction switch
        {
            { Type: ScalarType.Boolean } => instruction.Bits != 0 ? "TLanes.AllBitsSet" : "TLanes.Zero",
            { Bits: 0 } => "TLanes.Zero",
            { DoubleValue: 1.0 } => "TLanes.One",
            _ => $"TLanes.Broadcast({Literals.Of(instruction)})",
        };
    }
}
