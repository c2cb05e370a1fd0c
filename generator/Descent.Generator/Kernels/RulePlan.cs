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
/// <param name="Stored">
/// The plans of its methods for weights and states that are not stored as they are computed; <see langword="null"/> for a method whose sweeps read nothing back.
/// </param>
internal sealed record RulePlan(RuleModel Rule, IReadOnlyList<Program> Bodies, IReadOnlyList<MethodPlan> Methods, IReadOnlyList<MethodPlan?> Stored)
{
    /// <summary>The plan of a rule; <see langword="null"/> if a loop cannot do what its methods say.</summary>
    public static RulePlan? Of(RuleModel rule, CancellationToken cancellation)
    {
        var bodies = PassPipeline.Simplify(rule, cancellation);
        if (bodies.Any(body => CheckLegality.Run(body, rule.PositiveIntegers).Count > 0))
        {
            return null;
        }

        List<MethodPlan> methods = [.. rule.Methods.Zip(bodies, (method, body) => PlanReader.Read(method, PassPipeline.Lower(body, rule.IsRelaxed, cancellation)))];
        return new(rule, bodies, methods, [.. methods.Zip(bodies, (method, body) => PlanForStored(method, body, rule, cancellation))]);
    }

    /// <summary>Up to so many instructions a rule is asked which of its states are never negative: it takes longer than compiling does.</summary>
    private const int MaxInstructionsForIntervals = 1_000;

    /// <summary>The states that are shown to be never negative.</summary>
    public IReadOnlyCollection<Slot> NonNegativeStates { get; } = Rule.States.Count == 0 || Bodies.Sum(body => body.Count) > MaxInstructionsForIntervals
        ? []
        : [.. Intervals.OfStates(Rule, Bodies).Where(state => state.Value.Low >= 0).Select(state => state.Key)];

    private static MethodPlan? PlanForStored(MethodPlan native, Program body, RuleModel rule, CancellationToken cancellation)
    {
        // Here what one loop over a row leaves to the next is not stored before the sweep ends; on a device each loop stores what it writes.
        if (native.Sweeps == 1 && !(rule.TargetsCuda && native.Variants.Any(variant => variant.Sweeps.Any(sweep => sweep.Loops.Count > 1))))
        {
            return null;
        }

        var lowered = PassPipeline.LowerForStored(body, rule.IsRelaxed, cancellation);
        return lowered.Equals(native.Program) ? null : PlanReader.Read(native.Method, lowered, isForStored: true);
    }
}
