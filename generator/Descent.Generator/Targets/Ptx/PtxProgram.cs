using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.Ptx;

/// <summary>A rule as a module for the GPU: an entry for each method and variant, and what their tables hold.</summary>
/// <param name="plan">The rule, which <see cref="PtxLegality"/> does not refuse.</param>
internal sealed class PtxProgram(RulePlan plan)
{
    private readonly Dictionary<MethodPlan, IReadOnlyList<int>> _values = plan.Methods.ToDictionary(
        method => method, method => (IReadOnlyList<int>)[.. method.Kernels.SelectMany(kernel => kernel.Scalars).Distinct().OrderBy(scalar => scalar)]);

    /// <summary>The memory of a tensor, in the order of its addresses.</summary>
    public IReadOnlyList<Slot> Memory { get; } = [Slot.Weight, Slot.Gradient, .. plan.Rule.States.Where(state => state.Scope == Axes.Weight).Select(state => state.Slot)];

    /// <summary>The scalars of a method, in the order of their places in a row.</summary>
    public IReadOnlyList<int> ValuesOf(MethodPlan method) => _values[method];

    /// <summary>How many numbers a row of a method has.</summary>
    public int CountValues(MethodPlan method) => PtxEntry.Factors + _values[method].Count;

    /// <summary>The place of a scalar in a row.</summary>
    public int PlaceOf(MethodPlan method, int scalar) => PtxEntry.Factors + ((List<int>)[.. _values[method]]).IndexOf(scalar);

    /// <summary>The text of the module, but for its version and what its words stand for.</summary>
    /// <param name="describe">Which loop of a method it is, for people.</param>
    public string Write(System.Func<MethodPlan, Kernel, string> describe)
    {
        var text = new StringBuilder();
        text.Append($"// {PtxWriter.Ascii(plan.Rule.Name)} for GPUs. {(plan.Rule.IsRelaxed ? "Products and sums may be rounded once." : "Every operation is one instruction, rounded to the nearest; no contraction, subnormal numbers kept.")}\n");
        text.Append("// .T is the type of the weights, .B its bits, WIDTH its bytes; 0d begins the bits of a number in double, which is rounded once.\n");
        foreach (var method in plan.Methods)
        {
            foreach (var kernel in method.Kernels)
            {
                text.Append('\n').Append(new PtxEntry(this, method, kernel).Write($"{method.Name}_{kernel.Number.ToString(CultureInfo.InvariantCulture)}", describe(method, kernel)));
            }
        }

        return text.ToString();
    }
}
