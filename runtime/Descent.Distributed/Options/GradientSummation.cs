namespace Descent.Distributed;

/// <summary>How the gradients of micro-batches become one.</summary>
public enum GradientSummation
{
    /// <summary>By one binary tree over the micro-batches: the bits are the same for any number of ranks.</summary>
    Tree,

    /// <summary>
    /// Those of a rank one after the other, then the ranks' sums one after the other: one sum of all gradients is kept on a rank, and one sent, whatever the numbers are. The
    /// bits depend on how many ranks there are.
    /// </summary>
    ByRank,
}
