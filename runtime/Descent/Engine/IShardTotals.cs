namespace Descent.Engine;

/// <summary>
/// The seam for totals where the ranges of a tensor belong to several ranks: each gives what its chunks left, gets what those of all ranks left, and runs the
/// upper part of the same tree. What is given depends on the parameters that take part, so all ranks call the same in the same order.
/// </summary>
internal interface IShardTotals
{
    /// <summary>How many ranks there are.</summary>
    int Ranks { get; }

    /// <summary>The number of this rank.</summary>
    int Rank { get; }

    /// <summary>Gathers what all ranks give.</summary>
    /// <param name="what">What it is, for a message.</param>
    /// <param name="mine">What this one gives.</param>
    /// <param name="counts">How many bytes each gives.</param>
    /// <param name="all">What all gave, one rank after the other.</param>
    void Gather(string what, Memory<byte> mine, ReadOnlySpan<int> counts, Memory<byte> all);
}
