using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>Which rules can be stepped in some rows of a parameter: those of which a row is none the wiser about the others.</summary>
internal static class RowRefusal
{
    /// <summary>Why a rule cannot, as a sentence; <see langword="null"/> if it can.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="type">The class of the optimizer.</param>
    /// <param name="state">The state of the parameter.</param>
    public static string? Of(CompiledRule rule, Type type, OptimizerState state)
        => ReasonOf(rule, state) is { } reason ? $"{type.Name} cannot be stepped in some rows of a parameter, because it {reason}." : null;

    private static string? ReasonOf(CompiledRule rule, OptimizerState state)
    {
        if (rule.HasMethod(RuleMethod.BeforeGradient))
        {
            return "moves all weights before their gradients are computed";
        }

        if (state.Schema.States.FirstOrDefault(item => item.Per is Per.Column or Per.Optimizer) is { } wide)
        {
            return $"keeps {wide.Name} for {(wide.Per == Per.Column ? "each column" : "the whole optimizer")}";
        }

        if (state.Views.FirstOrDefault(view => view.Layout is { IsInBlocks: true }) is { } coded)
        {
            return $"keeps {coded.Name} in blocks, of which rows are parts";
        }

        if (rule.IsOverOptimizer)
        {
            return "reduces over all parameters of the optimizer";
        }

        if (rule.HasWholeOperations(RuleMethod.Update))
        {
            return "has operations on the whole matrix";
        }

        var staysInRows = state.Schema.IsOfMatrices ? rule.StaysInRows : state.Totals is null;
        return staysInRows ? null : "reduces over the whole tensor or its columns";
    }
}
