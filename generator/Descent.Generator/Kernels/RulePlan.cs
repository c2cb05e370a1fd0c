using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Descent.Generator.Model;
using Descent.Generator.Analysis;
using Descent.Generator.IR;
using Descent.Generator.Passes;

namespace Descent.Generator.Kernels;

/// <summary>A rule as it runs, for any target.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Bodies">Its methods' bodies, simplified.</param>
/// <param name="Methods">The plans of its methods.</param>
internal sealed record RulePlan(RuleModel Rule, IReadOnlyList<Program> Bodies, IReadOnlyList<MethodPlan> Methods)
{
    /// <summary>The plan of a rule; <see langword="null"/> if a loop cannot do what its methods say.</summary>
    public static RulePlan? Of(RuleModel rule, CancellationToken cancellation)
    {
        var bodies = PassPipeline.Simplify(rule, cancellation);
        return bodies.All(body => CheckLegality.Run(body, rule.PositiveIntegers).Count == 0)
            ? new(rule, bodies, [.. rule.Methods.Zip(bodies, (method, body) => PlanReader.Read(method, PassPipeline.Lower(body, rule.IsRelaxed, cancellation)))])
            : null;
    }
}
