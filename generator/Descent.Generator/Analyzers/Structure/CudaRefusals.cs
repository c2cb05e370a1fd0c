using System.Collections.Generic;
using Descent.Generator.Kernels;
using Descent.Generator.Reading;
using Descent.Generator.Targets.Ptx;

namespace Descent.Generator.Analyzers.Structure;

/// <summary>Finds why a rule that asks for it cannot run on a GPU.</summary>
internal static class CudaRefusals
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => rule.Model.TargetsCuda && RulePlan.Of(rule.Model, rule.Cancellation) is { } plan && PtxLegality.Refusal(plan) is { } why
            ? [new(DiagnosticIds.NotOnCuda, RuleUnderCheck.SiteOfClass, rule.Symbol.Name, why)]
            : [];
}
