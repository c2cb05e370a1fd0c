using System.Collections.Generic;
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

    private const string Constraint = "    where T : unmanaged, IBinaryFloatingPointIeee754<T>";
    private const string LanesConstraint = "    where TLanes : struct, ILanes<TLanes, T>";

    public static string ClassName(RuleModel rule) => rule.Name + "Loops";

    public static void Write(SourceWriter writer, RuleModel rule, IReadOnlyList<LoweredMethod> methods, MemberNames members)
    {
        using (writer.Block($"namespace {Namespace}"))
        {
            writer.Lines("""
                using global::System;
                using global::System.Numerics;
                using global::System.Runtime.CompilerServices;
                using global::System.Runtime.InteropServices;
                using global::Descent.CompilerServices;

                """);
            writer.Line();
            writer.Line(Generated.Attribute);
            using (writer.Block($"file static class {ClassName(rule)}"))
            {
                var isFirst = true;
                foreach (var method in methods)
                {
                    foreach (var variant in method.Variants)
                    {
                        foreach (var loop in variant.Segments.Select(segment => segment.Loop).OfType<LoopVersion>())
                        {
                            if (!isFirst)
                            {
                                writer.Line();
                            }

                            isFirst = false;
                            WriteLoop(writer, method, variant, loop, members);
                        }
                    }
                }
            }
        }
    }

    private static void WriteLoop(SourceWriter writer, LoweredMethod method, Variant variant, LoopVersion loop, MemberNames members)
    {
        var signature = new LoopSignature(method, loop);
        if (method.Variants.Count > 1)
        {
            writer.Line($"// Where {string.Join(" and ", Outcomes(method.Selection, variant, new Prologue(method, members)))}.");
        }

        if (signature.Reductions.Count > 0)
        {
            WriteBlocks(writer, method, signature);
        }
        else
        {
            WriteTensor(writer, signature);
        }

        writer.Line();
        WriteWholeAndTail(writer, method, loop, signature);
        writer.Line();
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.List($"private static void {signature.LoopMethod}<TLanes, T>", signature.LoopParameters, "");
        writer.Line(LanesConstraint);
        using (writer.Block(Constraint))
        {
            new LoopEmitter(method, loop, signature).Write(writer);
        }
    }

    /// <summary>Writes the run of a tensor that does not reduce.</summary>
    private static void WriteTensor(SourceWriter writer, LoopSignature signature)
    {
        writer.List($"public static void {signature.TensorMethod}<T>", signature.TensorParameters, "");
        using (writer.Block(Constraint))
        {
            WriteChoice(writer, signature.TensorMethod, [.. signature.Tensors.Select(parameter => signature.Memory[parameter]), .. Inputs(signature)]);
        }
    }

    /// <summary>Writes a call with the widest lanes that the hardware has.</summary>
    private static void WriteChoice(SourceWriter writer, string method, IReadOnlyList<string> arguments)
    {
        using (writer.Block("if (WideLanes<T>.IsSupported)"))
        {
            writer.List($"{method}<WideLanes<T>, T>", arguments, ";");
        }

        using (writer.Block("else"))
        {
            writer.List($"{method}<DefaultLanes<T>, T>", arguments, ";");
        }
    }

    /// <summary>Writes the run of a tensor that reduces: block after block, each block's terms into the total.</summary>
    private static void WriteBlocks(SourceWriter writer, LoweredMethod method, LoopSignature signature)
    {
        writer.List($"public static void {signature.TensorMethod}<T>", signature.TensorParameters, "");
        using (writer.Block(Constraint))
        {
            var weights = Weights(method, signature);
            foreach (var reduction in signature.Reductions)
            {
                writer.Line($"var {signature.Accumulators[reduction]} = new Reduction(ReductionKind.{method.Program[reduction].Reduction});");
                writer.Line($"Span<T> {signature.Terms[reduction]} = stackalloc T[Reduction.BlockLength];");
            }

            using (writer.Block($"for (var start = 0; start < {weights}.Length; start += Reduction.BlockLength)"))
            {
                writer.Line($"var length = Math.Min(Reduction.BlockLength, {weights}.Length - start);");
                var slices = signature.Tensors.Select(parameter => signature.Memory[parameter] + (parameter.Role == ParameterRole.State ? "[start..]" : ".Slice(start, length)"));
                WriteChoice(writer, signature.BlockMethod, [.. slices, .. signature.Reductions.Select(reduction => signature.Terms[reduction]), .. Inputs(signature)]);
                writer.Line();
                foreach (var reduction in signature.Reductions)
                {
                    writer.Line($"{signature.Accumulators[reduction]}.Add<T>({signature.Terms[reduction]}[..length]);");
                }
            }

            writer.Line();
            foreach (var reduction in signature.Reductions)
            {
                writer.Line($"{signature.Totals[reduction]} = {signature.Accumulators[reduction]}.Total;");
            }
        }
    }

    /// <summary>Writes the run of a tensor or block: whole vectors in place, then the last weights in a padded vector.</summary>
    private static void WriteWholeAndTail(SourceWriter writer, LoweredMethod method, LoopVersion loop, LoopSignature signature)
    {
        var reduces = signature.Reductions.Count > 0;
        writer.List(
            $"private static void {(reduces ? signature.BlockMethod : signature.TensorMethod)}<TLanes, T>",
            reduces ? signature.BlockParameters : signature.TensorParameters,
            "");
        writer.Line(LanesConstraint);
        using (writer.Block(Constraint))
        {
            var weights = Weights(method, signature);
            var inputs = Inputs(signature);
            writer.Line($"var whole = {weights}.Length - ({weights}.Length % TLanes.Count);");
            writer.List(
                signature.LoopMethod + "<TLanes, T>",
                signature.Used.Select(parameter => signature.Memory[parameter])
                    .Concat(signature.Reductions.Select(reduction => signature.Terms[reduction]))
                    .Select(memory => $"ref MemoryMarshal.GetReference({memory})")
                    .Append("whole")
                    .Concat(inputs),
                ";");
            writer.Lines($$"""
                if (whole == {{weights}}.Length)
                {
                    return;
                }
                """);
            writer.Line();
            foreach (var parameter in signature.Used.Where(parameter => parameter.Role != ParameterRole.State))
            {
                writer.Line($"var {signature.Tail[parameter]} = TLanes.LoadTail({signature.Memory[parameter]}[whole..]);");
            }

            writer.List(
                signature.LoopMethod + "<TLanes, T>",
                signature.Used.Select(Tail).Concat(signature.Reductions.Select(reduction => $"ref {signature.Terms[reduction]}[whole]")).Append("TLanes.Count").Concat(inputs),
                ";");
            foreach (var parameter in signature.Used.Where(parameter => parameter.Role == ParameterRole.Weight && loop.Writes(method.Program, parameter)))
            {
                writer.Line($"TLanes.StoreTail({signature.Tail[parameter]}, {signature.Memory[parameter]}[whole..]);");
            }
        }

        string Tail(ParameterModel parameter) => parameter.Role == ParameterRole.State
            ? $"ref {signature.Memory[parameter]}[whole]"
            : $"ref Unsafe.As<TLanes, T>(ref {signature.Tail[parameter]})";
    }

    private static IEnumerable<string> Inputs(LoopSignature signature) => signature.InputValues.Select(input => signature.Inputs[input]);

    private static string Weights(LoweredMethod method, LoopSignature signature)
        => signature.Memory[method.Method.Parameters.First(parameter => parameter.Role == ParameterRole.Weight)];

    /// <summary>The outcomes of the conditions that lead to a variant, for people.</summary>
    private static List<string> Outcomes(VariantSelection selection, Variant variant, Prologue prologue)
    {
        if (selection.Variant is not null)
        {
            return [];
        }

        var isTrue = Contains(selection.WhenTrue!, variant);
        var outcome = prologue.Describe(selection.Condition);
        var text = isTrue ? outcome : outcome.Contains(" ") ? $"not ({outcome})" : $"not {outcome}";
        return [text, .. Outcomes(isTrue ? selection.WhenTrue! : selection.WhenFalse!, variant, prologue)];
    }

    private static bool Contains(VariantSelection selection, Variant variant)
        => selection.Variant == variant || (selection.Variant is null && (Contains(selection.WhenTrue!, variant) || Contains(selection.WhenFalse!, variant)));
}
