namespace Descent.Engine;

/// <summary>
/// The seam for exchanges that hide behind a step: what a rank steps is cut into buckets, and while one is stepped, the gradients of the next come and the weights of the
/// last go.
/// </summary>
internal interface IShardPipeline
{
    /// <summary>Whether all ranks make the call under way: a step that is not theirs would wait for them.</summary>
    bool IsOfAllRanks { get; }

    /// <summary>Cuts what takes part in a step, the same on all ranks.</summary>
    /// <param name="together">The parameters that are stepped side by side, in their order.</param>
    /// <param name="alone">Those that are stepped one after the other behind them.</param>
    /// <returns>The buckets.</returns>
    IShardBuckets Cut(IReadOnlyList<Parameter> together, IReadOnlyList<Parameter> alone);
}

/// <summary>The buckets of a step. All are awaited and given in their order, by the thread that steps.</summary>
internal interface IShardBuckets
{
    /// <summary>How many those have that are stepped side by side. The others' follow.</summary>
    int EndOfTogether { get; }

    /// <summary>How many there are.</summary>
    int End { get; }

    /// <summary>The bucket of a part of this rank's share, and where in the share the part ends.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="start">Where the part begins: at 0, or where the one before ended.</param>
    (int Bucket, int End) PartAt(Parameter parameter, int start);

    /// <summary>Begins to exchange gradients, if there are any to read.</summary>
    /// <param name="readsGradients">Whether there are.</param>
    void Begin(bool readsGradients);

    /// <summary>Waits for the gradients of a bucket.</summary>
    void Await(int bucket);

    /// <summary>Carries on what is under way.</summary>
    void Advance();

    /// <summary>Begins to give the weights of a bucket to all ranks: nobody writes them any more.</summary>
    void Give(int bucket);

    /// <summary>Waits for what is under way.</summary>
    void Finish();
}
