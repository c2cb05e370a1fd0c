using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes the run of one tensor in one variant: its loops, and between them, in <c>double</c>, what is known once per tensor.
/// </summary>
internal sealed class VariantEmitter
{
    private readonly RuleModel _rule;
    private readonly LoweredMethod _method;
    private readonly Variant _variant;
    private readonly Prologue _prologue;
    private readonly Names _names = new(["weights", "gradients", "state", "values", "global", "T"]);
    private readonly Dictionary<int, string> _locals = [];
    private readonly Dictionary<int, int> _uses = [];

    public VariantEmitter(RuleModel rule, LoweredMethod method, Variant variant, Prologue prologue)
    {
        (_rule, _method, _variant, _prologue) = (rule, method, variant, prologue);
        foreach (var operand in variant.Values.SelectMany(value => Program[value].Operands.Items))
        {
            _uses[operand] = _uses.TryGetValue(operand, out var uses) ? uses + 1 : 1;
        }
    }

    private Program Program => _method.Program;

    /// <summary>Whether it is one call of one loop.</summary>
    public bool IsSingleCall => _variant.Segments.Count == 1 && _variant.Segments[0].Loop is { } loop && !loop.Reductions(Program).Any();

    public void Write(SourceWriter writer)
    {
        foreach (var segment in _variant.Segments)
        {
            if (segment.Loop is { } loop)
            {
                WriteCall(writer, loop, "");
                continue;
            }

            foreach (var value in segment.Values)
            {
                WriteScalar(writer, value);
            }
        }
    }

    public void WriteCall(SourceWriter writer, LoopVersion loop, string before)
    {
        var signature = new LoopSignature(_method, loop);
        var tensors = signature.Tensors.Select(parameter => parameter.Role switch
        {
            ParameterRole.Weight => "weights",
            ParameterRole.Gradient => "gradients",
            _ => $"state.{StateEmitter.Field(_rule.States.First(state => state.Name == parameter.Name))}.Padded",
        });
        var totals = signature.Reductions.Select(reduction => $"out var {Local(reduction)}");
        writer.List(
            $"{before}global::{LoopsEmitter.Namespace}.{LoopsEmitter.ClassName(_rule)}.{signature.TensorMethod}",
            tensors.Concat(signature.InputValues.Select(input => Text(input).Text)).Concat(totals),
            ";");
    }

    private void WriteScalar(SourceWriter writer, int value)
    {
        var instruction = Program[value];
        if (instruction.Opcode == Opcode.Store)
        {
            writer.Line($"state.{Property(instruction)} = {Text(instruction.Operands[0]).Text};");
        }
        else if (!IsInline(value))
        {
            var formula = Formula(value).Text;
            writer.Line($"var {Local(value)} = {formula};");
        }
    }

    private bool IsInline(int value)
    {
        var instruction = Program[value];
        return instruction.Opcode == Opcode.Constant
            || (instruction.Opcode != Opcode.Reduce && instruction.Opcode != Opcode.Load && instruction.Hint is null && _uses.TryGetValue(value, out var uses) && uses == 1);
    }

    private Expression Text(int value)
    {
        if (value < _method.PrologueEnd && !Program[value].IsConstant)
        {
            return Expression.Primary("values." + _prologue.Field(value));
        }

        return IsInline(value) ? Formula(value) : Expression.Primary(Local(value));
    }

    private Expression Formula(int value)
    {
        var instruction = Program[value];
        if (instruction.Opcode == Opcode.Load)
        {
            return Expression.Primary("state." + Property(instruction));
        }

        var operands = instruction.Operands.Select(Text).ToList();
        return instruction.Opcode switch
        {
            Opcode.Select or Opcode.Phi => Expression.Conditional(operands[0], operands[1], operands[2]),
            Opcode.Sign or Opcode.Clamp => Expression.Call($"global::Descent.CompilerServices.Scalars.{instruction.Opcode}", [.. operands]),
            _ => ScalarExpressions.Of(instruction, operands),
        };
    }

    private string Property(Instruction instruction)
        => Names.Escape(_rule.States.First(state => "state." + state.Name == instruction.Symbol).PropertyName);

    private string Local(int value)
    {
        if (!_locals.TryGetValue(value, out var local))
        {
            local = _names.Unique(ValueNames.Of(Program, value, _method.StepName));
            _locals.Add(value, local);
        }

        return local;
    }
}
