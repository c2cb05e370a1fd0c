using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>For tools that check rules: what the compiler wrote for an optimizer. Not meant to be used otherwise.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RuleAccess
{
    /// <summary>The rule, as the engine drives it.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <returns>Its rule.</returns>
    public static CompiledRule Of(RuleOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return optimizer.Participant.Rule;
    }
}
