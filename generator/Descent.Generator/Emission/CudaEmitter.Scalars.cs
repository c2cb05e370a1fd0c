using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;
using Descent.Generator.Targets.Ptx;

namespace Descent.Generator.Emission;

/// <content>What a device computes from totals between two sweeps.</content>
internal sealed partial class CudaEmitter
{
    /// <summary>Where what follows from totals is computed, for people.</summary>
    public string DescribeScalars(RuleMethod kind) => program.RefusalOfScalars(kind) is { } refusal
        ? $"the processor computes what follows from totals, at the cost of a round trip, since {refusal}"
        : program.StateFromTotals(kind) is { } state
            ? $"what loops take from totals is computed there, without a round trip; totals come here at the end of a step, for the next value of the state {state}, since {program.Kept.Refusal}"
            : program.Kept.Any ? $"what follows from totals is computed there, without a round trip, and {Join(program.Kept)} there"
            : plan.Rule.IsOfMatrices ? "what follows from totals, of rows and columns too, is computed there, without a round trip"
            : "what follows from totals is computed there, without a round trip";

    /// <summary>Writes which scalars a device computes from totals, and what it is given for them.</summary>
    private void WriteScalars(SourceWriter writer, Action<SourceWriter, Func<KernelEmitter, Action<SourceWriter>>> forEachMethod)
    {
        var computing = kernels.Where(kernel => program.HasScalars(kernel.Method.Kind)).ToList();
        if (computing.Count == 0)
        {
            return;
        }

        WriteIs("HasCudaScalars", computing);
        if (computing.Where(kernel => program.StateFromTotals(kernel.Method.Kind) is not null).ToList() is { Count: > 0 } ofStates)
        {
            WriteIs("HasCudaStates", ofStates);
        }

        if (program.Kept.Any)
        {
            WriteKept(writer);
        }

        var ofLines = computing.SelectMany(PlansOf).Any(kernel => program.LinesOf(kernel.Method).Count > 0);
        if (!ofLines && computing.SelectMany(PlansOf).All(kernel => program.ScalarsOf(kernel.Method).Count == 0))
        {
            // No loop takes anything from totals; states alone do.
            return;
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override int CountCudaInputs({Method} method) => {Text(computing.Max(kernel => program.CountInputs(kernel.Method)))};");
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

        if (ofLines)
        {
            WriteLines(writer, computing, forEachMethod);
        }

        void WriteIs(string name, List<KernelEmitter> those)
        {
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public override bool {name}({Method} method) => {(those.Count == kernels.Count ? "true" : $"method is {string.Join(" or ", those.Select(kernel => MembersEmitter.Kind(kernel.Method.Kind)))}")};");
        }
    }

    /// <summary>The states that live there, for people.</summary>
    private static string Join(KeptStates states)
    {
        var names = states.OfTensor.Concat(states.OfOptimizer).Select(state => state.Name).ToList();
        return names.Count == 1 ? $"the state {names[0]} lives" : $"the states {string.Join(", ", names.Take(names.Count - 1))} and {names[names.Count - 1]} live";
    }

    /// <summary>Writes which states with one value for the tensor or the optimizer live there.</summary>
    private void WriteKept(SourceWriter writer)
    {
        var slots = plan.Rule.States.Select(state => state.Slot).ToList();
        var numbers = program.Kept.OfTensor.Concat(program.Kept.OfOptimizer).Select(slot => Text(slots.IndexOf(slot)));
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override global::System.ReadOnlySpan<int> CudaStates => [{string.Join(", ", numbers)}];");
    }

    /// <summary>Writes what a device computes of rows, columns, the tensor and the optimizer, and when.</summary>
    private void WriteLines(SourceWriter writer, List<KernelEmitter> computing, Action<SourceWriter, Func<KernelEmitter, Action<SourceWriter>>> forEachMethod)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override int GetCudaLines({Method} method, global::Descent.OptimizerState state, int step, int sweep, int part, global::Descent.Per per)"))
        {
            writer.Line("var lines = -1;");
            forEachMethod(writer, kernel => inner => WriteChoice(inner, kernel, WriteLinesOf));
            writer.Line("return lines;");
        }

        var recording = computing.SelectMany(PlansOf).SelectMany(kernel => program.LinesOf(kernel.Method).Select(item => (kernel.Method, item.Work, item.Number)))
            .Where(item => item.Work.Recorded.Count > 0).GroupBy(item => (item.Method.Kind, item.Number)).Select(group => group.First()).ToList();
        if (recording.Count > 0)
        {
            WriteSwitch(
                writer,
                $"int CountCudaRecorded({Method} method, int lines) => (method, lines)",
                recording.Select(item => ($"({MembersEmitter.Kind(item.Method.Kind)}, {Text(item.Number)})", Text(item.Work.Recorded.Count))),
                "0");
            WriteSwitch(
                writer,
                $"{Total} GetCudaRecorded({Method} method, int lines, int index) => (method, lines, index)",
                recording.SelectMany(item => item.Work.Recorded.Select((total, index) => (
                    $"({MembersEmitter.Kind(item.Method.Kind)}, {Text(item.Number)}, {Text(index)})",
                    $"new({Text(item.Work.Variant.TotalNumbers[total])}, global::Descent.CompilerServices.ReductionKind.{item.Method.Program[total].Reduction})"))),
                "default");
        }
    }

    private void WriteLinesOf(SourceWriter writer, KernelEmitter kernel)
    {
        var (method, isOne) = (kernel.Method, kernel.Method.Variants.Count == 1);
        var lines = program.LinesOf(method);
        if (lines.Count == 0)
        {
            return;
        }

        if (!isOne)
        {
            WritePrepared(writer, kernel, isTyped: false);
        }

        writer.Line($"lines = ({(isOne ? "" : "prepared.Variant, ")}sweep, part, per) switch");
        writer.Line("{");
        using (writer.Indented())
        {
            foreach (var (work, number) in lines)
            {
                writer.Line($"({(isOne ? "" : Text(work.Variant.Number) + ", ")}{Text(work.Sweep)}, {Text(work.Part)}, global::Descent.Per.{work.Each}) => {Text(number)},");
            }

            writer.Line("_ => -1,");
        }

        writer.Line("};");
    }

    private void WriteInputs(SourceWriter writer, KernelEmitter kernel)
    {
        var method = kernel.Method;
        var (inputs, scalars, isOne) = (program.InputsOf(method), program.ScalarsOf(method), method.Variants.Count == 1);
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
