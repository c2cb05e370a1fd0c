using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <content>What a device computes from totals between two sweeps.</content>
internal sealed partial class CudaEmitter
{
    /// <summary>Where what follows from totals is computed, for people.</summary>
    public string DescribeScalars(RuleMethod kind) => _program.RefusalOfScalars(kind) is { } refusal
        ? $"the processor computes what follows from totals, at the cost of a round trip, since {refusal}"
        : _program.StateFromTotals(kind) is { } state
            ? $"what loops take from totals is computed there, without a round trip; totals come here at the end of a step, for the next value of the state {state}"
            : "what follows from totals is computed there, without a round trip";

    /// <summary>Writes which scalars a device computes from totals, and what it is given for them.</summary>
    private void WriteScalars(SourceWriter writer, Action<SourceWriter, Func<KernelEmitter, Action<SourceWriter>>> forEachMethod)
    {
        var computing = kernels.Where(kernel => _program.HasScalars(kernel.Method.Kind)).ToList();
        if (computing.Count == 0)
        {
            return;
        }

        WriteIs("HasCudaScalars", computing);
        if (computing.Where(kernel => _program.StateFromTotals(kernel.Method.Kind) is not null).ToList() is { Count: > 0 } ofStates)
        {
            WriteIs("HasCudaStates", ofStates);
        }

        if (All.All(kernel => !_program.HasScalars(kernel.Method.Kind) || _program.ScalarsOf(kernel.Method).Count == 0))
        {
            // No loop takes anything from totals; states alone do.
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override int CountCudaInputs({Method} method) => {Text(computing.Max(kernel => _program.CountInputs(kernel.Method)))};");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override int GetCudaScalars({Method} method, global::Descent.OptimizerState state, int step, int sweep, global::System.Span<double> inputs)"))
        {
            writer.Line("var scalars = -1;");
            forEachMethod(writer, kernel => inner =>
            {
                if (computing.Contains(kernel))
                {
                    WriteChoice(inner, kernel, WriteInputs);
                }
            });
            writer.Line("return scalars;");
        }

        void WriteIs(string name, List<KernelEmitter> those)
        {
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public override bool {name}({Method} method) => {(those.Count == kernels.Count ? "true" : $"method is {string.Join(" or ", those.Select(kernel => MembersEmitter.Kind(kernel.Method.Kind)))}")};");
        }
    }

    private void WriteInputs(SourceWriter writer, KernelEmitter kernel)
    {
        var method = kernel.Method;
        var (inputs, scalars, isOne) = (_program.InputsOf(method), _program.ScalarsOf(method), method.Variants.Count == 1);
        var ofTensor = inputs.Any(input => StateOf(method.Program[input]) is { Scope: not Axes.Optimizer });
        if (!isOne || inputs.Any(input => input < method.PrologueEnd) || ofTensor)
        {
            WritePrepared(writer, kernel, ofTensor);
        }

        foreach (var (input, place) in inputs.Select((input, place) => (input, place)))
        {
            var instruction = method.Program[input];
            var value = input < method.PrologueEnd ? $"prepared.{kernel.Prologue.Field(input)}"
                : StateOf(instruction) is { } state ? $"{(state.Scope == Axes.Optimizer ? "rule" : "typed")}.{Names.Escape(state.PropertyName)}"
                : $"state.Tensor{instruction.Opcode}";
            writer.Line($"inputs[{Text(place)}] = {(method.Program[input].Type == ScalarType.Boolean ? value + " ? 1.0 : 0.0" : value)};");
        }

        var runs = scalars.Select(item => $"{(isOne ? Text(item.Sweep) : $"({Text(item.Variant.Number)}, {Text(item.Sweep)})")} => {Text(item.Number)}, ");
        writer.Line($"scalars = {(isOne ? "sweep" : "(prepared.Variant, sweep)")} switch {{ {string.Concat(runs)}_ => -1 }};");
    }

    /// <summary>The state that an instruction loads, of which there is one for a tensor or the optimizer; <see langword="null"/> if it loads none.</summary>
    private StateModel? StateOf(Instruction instruction) => instruction.Opcode == Opcode.Load ? plan.Rule.States.FirstOrDefault(state => state.Slot == instruction.Slot) : null;
}
