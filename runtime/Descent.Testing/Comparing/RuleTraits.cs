namespace Descent.Testing.Comparing;

/// <summary>What a rule is like, as far as checks depend on it.</summary>
internal sealed class RuleTraits
{
    public RuleTraits(Func<RuleOptimizer> create)
    {
        using var optimizer = create();
        IsStrict = optimizer.Schema.Math != FloatMath.Relaxed;
        HasUpdate = !RuleMembers.IsOverOptimizer(optimizer);
        TakesLearningRateZero = RuleMembers.TrySetLearningRateZero(optimizer);
        Reduces = RuleMembers.IsOverOptimizer(optimizer) || optimizer.Schema.IsOfMatrices || optimizer.Add("weights", new double[1], new double[1]).State.Totals is not null;
        HasSquares = optimizer.Schema.States.Any(state => state.IsSquare);
        IsOfMatrices = optimizer.Schema.IsOfMatrices;
        Draws = optimizer.Schema.Draws.Count > 0;
    }

    /// <summary>Whether it keeps square matrices.</summary>
    public bool HasSquares { get; }

    /// <summary>Whether rows or columns are named, so that the shape of a tensor matters.</summary>
    public bool IsOfMatrices { get; }

    /// <summary>Whether chance is drawn, which differs from place to place.</summary>
    public bool Draws { get; }

    /// <summary>Whether the loop has to give the bits of the method.</summary>
    public bool IsStrict { get; }

    /// <summary>Whether spans can be updated, one tensor at a time.</summary>
    public bool HasUpdate { get; }

    /// <summary>Whether there is a learning rate, and 0 is in its range.</summary>
    public bool TakesLearningRateZero { get; }

    /// <summary>Whether a weight depends on the other weights.</summary>
    public bool Reduces { get; }
}
