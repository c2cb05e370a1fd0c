namespace Descent;

/// <summary>What one value of a state belongs to.</summary>
public enum Scope
{
    /// <summary>One value for each weight.</summary>
    Element,

    /// <summary>One <see cref="double"/> for each tensor, such as NovoGrad's second moment.</summary>
    Tensor,

    /// <summary>
    /// One <see cref="double"/> for each tensor whose new value depends on hyperparameters, the step number and other such states only:
    /// a running product or sum.
    /// </summary>
    Step,

    /// <summary>
    /// One <see cref="double"/> for the whole optimizer, such as Prodigy's distance: a property of the optimizer, whose new value may
    /// depend on reductions over the optimizer.
    /// </summary>
    Optimizer,
}
