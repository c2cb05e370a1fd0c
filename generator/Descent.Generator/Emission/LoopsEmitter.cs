using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes the loops of a rule into a class of their own that no other file sees. It lies in a namespace of ours, so that the names of
/// the framework need no qualification whatever the author's namespace holds.
/// </summary>
internal static class LoopsEmitter
{
    public const string Namespace = "Descent.Generated";

    public static string ClassName(RuleModel rule) => rule.Name + "Loops";

    public static void Write(SourceWriter writer, RuleModel rule, IReadOnlyList<LoweredMethod> methods)
    {
        using (writer.Block($"namespace {Namespace}"))
        {
            writer.Lines("""
                using System;
                using System.Numerics;
                using System.Runtime.CompilerServices;
                using System.Runtime.InteropServices;
                using Descent.CompilerServices;

                """);
            writer.Line();
            writer.Line(Generated.Attribute);
            using (writer.Block($"file static class {ClassName(rule)}"))
            {
                for (var index = 0; index < methods.Count; index++)
                {
                    if (index > 0)
                    {
                        writer.Line();
                    }

                    WriteMethod(writer, methods[index]);
                }
            }
        }
    }

    private static void WriteMethod(SourceWriter writer, LoweredMethod method)
    {
        var signature = new LoopSignature(method);
        WriteTensor(writer, method, signature);
        if (method.Loops.Count > 1)
        {
            writer.Line();
            WriteDispatch(writer, method, signature);
        }

        var prologue = new Prologue(method);
        foreach (var loop in method.Loops)
        {
            writer.Line();
            if (method.Loops.Count > 1)
            {
                writer.Line($"// Where {string.Join(" and ", Outcomes(method.Selection, loop, prologue))}.");
            }

            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            writer.List($"private static void {LoopName(method, loop)}<T>", signature.LoopParameters(loop), "");
            using (writer.Block("    where T : unmanaged, IBinaryFloatingPointIeee754<T>"))
            {
                new LoopEmitter(method, loop, signature).Write(writer);
            }
        }
    }

    /// <summary>Writes the method that runs a whole tensor: whole vectors in place, then the last weights in a padded vector.</summary>
    private static void WriteTensor(SourceWriter writer, LoweredMethod method, LoopSignature signature)
    {
        writer.List($"public static void {method.Name}<T>", signature.TensorParameters, "");
        using (writer.Block("    where T : unmanaged, IBinaryFloatingPointIeee754<T>"))
        {
            var weights = signature.Memory[method.Method.Parameters.First(parameter => parameter.Role == ParameterRole.Weight)];
            var entry = (method.Loops.Count > 1 ? method.Name + "Loops" : LoopName(method, method.Loops[0])) + "<T>";
            writer.Line($"var whole = {weights}.Length - ({weights}.Length % Vector<T>.Count);");
            writer.List(entry, signature.Arguments(parameter => $"ref MemoryMarshal.GetReference({signature.Memory[parameter]})", "whole"), ";");
            writer.Lines($$"""
                if (whole == {{weights}}.Length)
                {
                    return;
                }
                """);
            writer.Line();
            foreach (var parameter in signature.Tensors.Where(parameter => parameter.Role != ParameterRole.State))
            {
                writer.Line($"var {signature.Tail[parameter]} = Lanes<T>.LoadTail({signature.Memory[parameter]}[whole..]);");
            }

            writer.List(entry, signature.Arguments(Tail, "Vector<T>.Count"), ";");
            foreach (var parameter in signature.Tensors.Where(parameter => parameter.Role == ParameterRole.Weight && method.Writes(parameter)))
            {
                writer.Line($"Lanes<T>.StoreTail({signature.Tail[parameter]}, {signature.Memory[parameter]}[whole..]);");
            }
        }

        string Tail(ParameterModel parameter) => parameter.Role == ParameterRole.State
            ? $"ref {signature.Memory[parameter]}[whole]"
            : $"ref Unsafe.As<Vector<T>, T>(ref {signature.Tail[parameter]})";
    }

    private static void WriteDispatch(SourceWriter writer, LoweredMethod method, LoopSignature signature)
    {
        writer.List($"private static void {method.Name}Loops<T>", signature.DispatchParameters, "");
        using (writer.Block("    where T : unmanaged, IBinaryFloatingPointIeee754<T>"))
        {
            using (writer.Block("switch (loop)"))
            {
                foreach (var loop in method.Loops)
                {
                    writer.Line(loop.Number == method.Loops.Count - 1 ? "default:" : $"case {Number(loop)}:");
                    using (writer.Indented())
                    {
                        writer.List(LoopName(method, loop) + "<T>", signature.LoopArguments(loop), ";");
                        writer.Line("break;");
                    }
                }
            }
        }
    }

    private static string LoopName(LoweredMethod method, LoopVersion loop) => method.Name + "Loop" + (method.Loops.Count > 1 ? Number(loop) : "");

    private static string Number(LoopVersion loop) => loop.Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The outcomes of the conditions that lead to a loop, for people.</summary>
    private static List<string> Outcomes(LoopSelection selection, LoopVersion loop, Prologue prologue)
    {
        if (selection.Loop is not null)
        {
            return [];
        }

        var isTrue = Contains(selection.WhenTrue!, loop);
        var outcome = prologue.Describe(selection.Condition);
        return [isTrue ? outcome : outcome.Contains(" ") ? $"not ({outcome})" : $"not {outcome}", .. Outcomes(isTrue ? selection.WhenTrue! : selection.WhenFalse!, loop, prologue)];
    }

    private static bool Contains(LoopSelection selection, LoopVersion loop)
        => selection.Loop == loop || (selection.Loop is null && (Contains(selection.WhenTrue!, loop) || Contains(selection.WhenFalse!, loop)));
}
