namespace Descent;

/// <summary>What one value belongs to: of a state, one is kept for each of these; a reduction is over all weights of one.</summary>
public enum Per
{
    /// <summary>One value for each weight: what a state is unless said. There is nothing to reduce over.</summary>
    Weight,

    /// <summary>
    /// One <see cref="double"/> for each tensor, such as NovoGrad's second moment or a running product. Its new value may depend on
    /// reductions; where it depends on hyperparameters, the step number and other such states only, it is known before the loop.
    /// </summary>
    Tensor,

    /// <summary>
    /// One <see cref="double"/> for the whole optimizer, such as Prodigy's distance: a property of the optimizer, whose new value may
    /// depend on reductions over the optimizer.
    /// </summary>
    Optimizer,

    /// <summary>
    /// One <see cref="double"/> for each row of a tensor, such as Adafactor's row averages. A tensor's first dimension are its rows, and all
    /// others together its columns, so that a row of a convolution's kernels is what makes one output; a vector is one row.
    /// </summary>
    Row,

    /// <summary>One <see cref="double"/> for each column of a tensor, such as Adafactor's column averages. A vector has as many as it has weights.</summary>
    Column,
}
