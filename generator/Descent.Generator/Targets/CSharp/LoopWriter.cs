using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.CSharp;

/// <summary>Writes one loop: what is invariant before it, then loads, one statement a named value, stores.</summary>
internal sealed class LoopWriter
{
    private const string Runtime = "global::Descent.CompilerServices";

    private static readonly string[] s_reserved = ["T", "TLanes", "weights", "gradients", "memory", "state", "values", "terms", "start", "count", "i", "rest", "double", "global"];

    private readonly RuleModel _rule;
    private readonly MethodPlan _method;
    private readonly Kernel _kernel;
    private readonly VectorLoop _loop;
    private readonly Prologue _prologue;
    private readonly MemberNames _members;
    private readonly Names _names = new(s_reserved);
    private readonly Dictionary<ParameterModel, string> _memory = [];
    private readonly Dictionary<int, string> _terms = [];
    private readonly Dictionary<int, string> _sums = [];
    private readonly Dictionary<int, string> _columnTerms = [];
    private readonly Dictionary<int, string> _columns = [];
    private readonly Dictionary<ParameterModel, string> _tails = [];
    private readonly Dictionary<Slot, string> _draws = [];
    private readonly Dictionary<int, string> _locals = [];
    private readonly Dictionary<Slot, ParameterModel> _parameters;

    public LoopWriter(RuleModel rule, MethodPlan method, Kernel kernel, Prologue prologue, MemberNames members)
    {
        (_rule, _method, _kernel, _prologue, _members, _loop) = (rule, method, kernel, prologue, members, new(kernel));
        _parameters = kernel.Buffers.ToDictionary(buffer => buffer.Parameter.Slot!, buffer => buffer.Parameter);
        foreach (var parameter in _parameters.Values)
        {
            _memory.Add(parameter, parameter.Role switch
            {
                ParameterRole.Weight => "weights",
                ParameterRole.Gradient => "gradients",
                ParameterRole.Scratch => _names.Unique(Names.Camel(parameter.Name) + "Matrix"),
                ParameterRole.Input => _names.Unique(Names.Camel(parameter.Name) + "Input"),
                _ => _names.Unique(Names.Camel(parameter.Name) + "State"),
            });
        }

        foreach (var draw in kernel.Draws)
        {
            _parameters.Add(draw.Slot!, draw);
            _draws.Add(draw.Slot!, _names.Unique(Names.Camel(draw.Name) + "Draws"));
        }

        foreach (var total in kernel.Totals)
        {
            var name = method.NameOf(total).TrimStart('@');
            _terms.Add(total, _names.Unique(name + "Terms"));
            if (kernel.Program[total] is { IsOfColumns: true } or { Reduction: ReductionKind.Sum })
            {
                (kernel.Program[total].IsOfColumns ? _columnTerms : _sums).Add(total, _names.Unique(name));
            }
        }

        foreach (var column in kernel.Columns)
        {
            _columns.Add(column, _names.Unique(method.NameOf(column).TrimStart('@') + "OfColumns"));
        }

        // A state's last vector in a row reaches into the next row, which another thread may be at.
        foreach (var buffer in rule.IsOfMatrices ? kernel.Buffers.Where(buffer => buffer is { IsWritten: true, Parameter.Role: ParameterRole.State or ParameterRole.Scratch }) : [])
        {
            _tails.Add(buffer.Parameter, _names.Unique(Names.Camel(buffer.Parameter.Name) + "Tail"));
        }
    }

    private Program Program => _kernel.Program;

    public void Write(SourceWriter writer)
    {
        if (!_loop.Outputs.Any())
        {
            writer.Line("// Nothing changes.");
            return;
        }

        WriteMemory(writer);
        foreach (var load in _loop.Loads)
        {
            _locals.Add(load, _names.Unique(Parameter(load).Name));
        }

        WriteLocals(_loop.Before, writer);
        foreach (var sum in _sums.Values)
        {
            writer.Line($"var {sum} = default({Runtime}.TermSum<TLanes, T>);");
        }

        if (_kernel.Body.Any(value => Program[value] is { Opcode: Opcode.And or Opcode.Or, Type: ScalarType.Boolean }))
        {
            writer.Line("// Where the method stops at && and ||, the loop computes both sides, for all lanes at once: & and | of masks.");
        }

        using (writer.Block("for (nuint i = 0; i < (nuint)count; i += (nuint)TLanes.Count)"))
        {
            foreach (var load in _loop.Loads)
            {
                writer.Line($"var {_locals[load]} = {Read(load)};");
            }

            WriteLocals(_loop.Statements, writer);
            foreach (var output in _loop.Outputs)
            {
                WriteOutput(output, writer);
            }
        }

        if (_sums.Count > 0)
        {
            writer.Line();
        }

        foreach (var sum in _sums)
        {
            writer.Line($"{sum.Value}.Leave(ref {_terms[sum.Key]}, count);");
        }

        if (_tails.Count > 0)
        {
            writer.Line();
        }

        foreach (var tail in _tails)
        {
            writer.Line($"{Runtime}.Kernel.EndRow({tail.Value}, ref {InTensor(tail.Key)}, rest);");
        }
    }

    private void WriteOutput(int output, SourceWriter writer)
    {
        var value = Program[output].Operands[0];
        if (_sums.TryGetValue(output, out var sum))
        {
            writer.Line($"{sum}.Add({Text(value).Text}, ref {_terms[output]}, i);");
            return;
        }

        if (_columnTerms.TryGetValue(output, out var ofColumns))
        {
            writer.Line($"{ofColumns}.{(Program[output].Reduction == ReductionKind.Sum ? "Add" : Program[output].Reduction)}({Text(value).Text}, i);");
            return;
        }

        var (memory, access) = Program[output].Opcode == Opcode.Store ? (_memory[Parameter(output)], Access(Parameter(output))) : (_terms[output], "Near");
        writer.Line($"{Stored(value)}.Store{access}(ref {memory}, i);");
    }

    /// <summary>Writes where the states and inputs of the range begin, and the terms of its reductions.</summary>
    private void WriteMemory(SourceWriter writer)
    {
        if (_columns.Count > 0 || _memory.Keys.Any(parameter => parameter.Role is ParameterRole.State or ParameterRole.Input or ParameterRole.Scratch))
        {
            writer.Line($"var state = ({TypeNames.State(_rule)})memory;");
        }

        if (_tails.Count > 0)
        {
            writer.Line($"var rest = {Runtime}.Kernel.RestOfRow(state, start, count);");
        }

        foreach (var parameter in _memory)
        {
            if (_tails.TryGetValue(parameter.Key, out var ofState))
            {
                writer.Line($"var {ofState} = TLanes.Zero;");
                writer.Line($"ref var {parameter.Value} = ref {Runtime}.Kernel.InRow(ref {InTensor(parameter.Key)}, rest, ref {ofState});");
            }
            else if (parameter.Key.Role is ParameterRole.State or ParameterRole.Scratch)
            {
                writer.Line($"ref var {parameter.Value} = ref {InTensor(parameter.Key)};");
            }
            else if (parameter.Key.Role == ParameterRole.Input)
            {
                var tail = _names.Unique(Names.Camel(parameter.Key.Name) + "Tail");
                writer.Line($"var {tail} = TLanes.Zero;");
                writer.Line($"ref readonly var {parameter.Value} = ref {Runtime}.Kernel.Input(state.{_members.Property(parameter.Key.Slot!)}.Memory<T>(), start, count, ref {tail});");
            }
        }

        foreach (var draw in _kernel.Draws)
        {
            writer.Line($"var {_draws[draw.Slot!]} = memory.DrawsOf(use: {draw.Use.ToString(CultureInfo.InvariantCulture)}, start);");
        }

        foreach (var column in _columns)
        {
            writer.Line($"ref var {column.Value} = ref state.{_members.Of(_method).Columns(_method, column.Key)}.At<T>(start % state.Columns);");
        }

        foreach (var (terms, index) in _terms.Values.Select((terms, index) => (terms, index)))
        {
            writer.Line($"ref var {terms} = ref {(index == 0 ? "terms" : $"{Runtime}.Kernel.TermsOf(ref terms, {index.ToString(CultureInfo.InvariantCulture)})")};");
        }

        foreach (var (total, number) in _kernel.Totals.Zip(_kernel.TotalNumbers, (total, number) => (total, number)))
        {
            if (_columnTerms.TryGetValue(total, out var ofColumns))
            {
                writer.Line($"var {ofColumns} = new {Runtime}.ColumnTerms<TLanes, T>(memory, {number.ToString(CultureInfo.InvariantCulture)}, in {_terms[total]});");
            }
        }
    }

    /// <summary>What reads a value of each weight, or draws it.</summary>
    private string Read(int load)
        => _draws.TryGetValue(Program[load].Slot!, out var draws) ? $"TLanes.{Parameter(load).Distribution}(in {draws}, i)" : $"TLanes.Load{Access(Parameter(load))}(in {_memory[Parameter(load)]}, i)";

    /// <summary>
    /// What is said of memory that may be of 16 bits where it lies. Loops that reduce, or go row by row, and inputs have it decoded.
    /// </summary>
    private string Access(ParameterModel parameter) => _rule.IsOfMatrices || _kernel.Totals.Count > 0 ? "" : parameter.Role switch
    {
        ParameterRole.Weight or ParameterRole.Gradient => "Weight",
        ParameterRole.State => "State",
        _ => "",
    };

    /// <summary>Where a state of the range, or a matrix of the step, begins.</summary>
    private string InTensor(ParameterModel parameter) => parameter.Role == ParameterRole.Scratch
        ? $"state.Matrices.At<T>({_method.NumberOf(parameter.Slot!).ToString(CultureInfo.InvariantCulture)}, start)"
        : $"state.{_members.Field(_rule.States.First(state => state.Slot == parameter.Slot))}.At<T>(start)";

    private void WriteLocals(IEnumerable<int> values, SourceWriter writer)
    {
        foreach (var value in values)
        {
            var formula = Formula(value).Text;
            _locals.Add(value, _names.Unique(Suggest(value)));
            writer.Line($"var {_locals[value]} = {formula};");
        }
    }

    /// <summary>What a method is called on: an operator's result needs parentheses.</summary>
    private string Stored(int value)
    {
        var text = Text(value);
        return text.Precedence == Precedence.Primary ? text.Text : $"({text.Text})";
    }

    private string Suggest(int value)
    {
        var instruction = Program[value];
        if (instruction.Opcode == Opcode.Broadcast)
        {
            return _method.NameOf(instruction.Operands[0]);
        }

        return _loop.StoreOf(value) is { } store && Parameter(store).Name is var stored && (instruction.Hint is null || instruction.Hint == stored)
            ? "next" + Names.Pascal(stored)
            : instruction.Hint ?? ValueNames.Of(Program, value, _method.Method.StepName) ?? (instruction.Type == ScalarType.Boolean ? "mask" : "value");
    }

    private ParameterModel Parameter(int value) => _parameters[Program[value].Slot!];

    private Expression Text(int value) => _locals.TryGetValue(value, out var local) ? Expression.Primary(local) : Formula(value);

    private Expression Formula(int value)
    {
        var operands = Program[value].Operands;
        return _loop.FormOf(value) switch
        {
            VectorForm.Broadcast => Expression.Call("TLanes.Broadcast", Scalar(operands[0])),
            VectorForm.Columns => Columns(operands[0]),
            VectorForm.Divisor => Expression.Call($"new {Runtime}.Divisor<TLanes, T>", Scalar(operands[0])),
            VectorForm.Known => Expression.Primary(VectorExpressions.Known(Program[operands[0]])),
            var form => VectorExpressions.Of(form, Program[value], [.. operands.Select(Text)]),
        };
    }

    private Expression Columns(int value)
    {
        var load = Expression.Call("TLanes.LoadNear", Expression.Primary("in " + _columns[value]), Expression.Primary("i"));
        return Program[value].Type == ScalarType.Boolean ? Expression.Binary(load, "!=", Expression.Primary("TLanes.Zero"), Precedence.Equality) : load;
    }

    private Expression Scalar(int scalar) => Expression.Primary(Program[scalar].IsConstant ? Literals.Of(Program[scalar]) : "values." + _prologue.Field(scalar));
}
