using System.Linq;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.Ptx;

/// <summary>Finds what a GPU would not compute with the bits of the processor, or not at all. Every operation of weights has a form there.</summary>
internal static class PtxLegality
{
    /// <summary>Why a rule cannot run there, as the end of a sentence; <see langword="null"/> if it can.</summary>
    public static string? Refusal(RulePlan plan) => plan.Rule switch
    {
        { HasWholeOperations: true } => "it has operations on whole matrices, which run on the processor",
        { IsOfMatrices: false } when PtxProgram.PlansOf(plan).Any(method => method.Variants.Any(variant => variant.Sweeps.Any(sweep => sweep.Loops.Count != 1))) => "a step does not walk over the weights",
        _ => null,
    };
}
