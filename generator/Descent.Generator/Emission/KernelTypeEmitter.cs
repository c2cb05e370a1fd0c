using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Model;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes the type of a kernel, through which the runtime runs its loop.</summary>
internal sealed class KernelTypeEmitter(RuleModel rule, MethodPlan method, Prologue prologue, MemberNames members)
{
    private const string Runtime = "global::Descent.CompilerServices";

    /// <summary>Up to so many tensors are asked for farther ahead: with three it makes no difference, and with more the nearest cache loses some before they are read.</summary>
    private const int FewStreams = 2;

    private readonly MethodNames _names = members.Of(method);

    /// <summary>Writes the type whose one method is the loop.</summary>
    public void Write(SourceWriter writer, Kernel kernel)
    {
        var variants = method.Variants.Where(variant => variant.Sweeps.Any(sweep => sweep.Loops.Any(loop => loop.Kernel == kernel))).ToList();
        writer.Line($"/// <summary>The loop of <c>{method.Name}</c>.</summary>");
        writer.Line($"private readonly struct {_names.Kernel(method, kernel)}<T> : {Runtime}.{(kernel.Totals.Count > 0 ? "IReducingKernel" : "IKernel")}<T, {_names.Values}>");
        using (writer.Block("    " + Generated.Constraint))
        {
            if (kernel.Buffers.Count <= FewStreams)
            {
                writer.Line("public static bool HasFewStreams => true;");
                writer.Line();
            }

            if (kernel.Totals.Count > 0)
            {
                WriteReductions(writer, kernel);
            }

            if (variants.Count == 1 && method.Variants.Count > 1)
            {
                writer.Line($"// Where {string.Join(" and ", prologue.Outcomes(method.Selection, variants[0]))}.");
            }

            // A caller that takes the loop in has no room left to take in the lanes too, and calls a method for each operation.
            const string Options = "global::System.Runtime.CompilerServices.MethodImplOptions";
            writer.Line($"[global::System.Runtime.CompilerServices.MethodImpl({Options}.NoInlining | {Options}.AggressiveOptimization)]");
            writer.Line($"public static void Run<TLanes>(ref T weights, ref readonly T gradients, global::Descent.OptimizerState memory, in {_names.Values} values, ref T terms, int start, int count)");
            using (writer.Block($"    where TLanes : struct, {Runtime}.ILanes<TLanes, T>"))
            {
                new LoopWriter(rule, method, kernel, prologue, members).Write(writer);
            }
        }
    }

    /// <summary>Writes how many reductions a kernel has, and what each of them is.</summary>
    private void WriteReductions(SourceWriter writer, Kernel kernel)
    {
        var numbers = kernel.TotalNumbers;
        var kinds = kernel.Totals.Select(total => $"{Runtime}.ReductionKind.{method.Program[total].Reduction}").ToList();
        var areInOrder = numbers.Select((number, index) => number - index).Distinct().Count() == 1;
        writer.Line($"public static int Reductions => {Text(kernel.Totals.Count)};");
        writer.Line();
        writer.Line($"public static int NumberOf(int index) => {(!areInOrder ? Choose(numbers.Select(Text)) : numbers[0] == 0 ? "index" : $"{Text(numbers[0])} + index")};");
        writer.Line();
        writer.Line($"public static {Runtime}.ReductionKind KindOf(int index) => {(kinds.Distinct().Count() == 1 ? kinds[0] : Choose(kinds))};");
        writer.Line();
        var areOfColumns = kernel.Totals.Select(total => method.Program[total].Scope == Axes.Column ? "true" : "false").ToList();
        if (areOfColumns.Contains("true"))
        {
            writer.Line($"public static bool IsOfColumns(int index) => {(areOfColumns.Contains("false") ? Choose(areOfColumns) : "true")};");
            writer.Line();
        }

        static string Choose(IEnumerable<string> values)
        {
            var all = values.ToList();
            return $"index switch {{ {string.Join(", ", all.Select((value, index) => $"{(index < all.Count - 1 ? Text(index) : "_")} => {value}"))} }}";
        }

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
