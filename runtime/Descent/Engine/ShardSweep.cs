namespace Descent.Engine;

/// <summary>Where a step stands among the buckets of its exchanges: each is awaited before its first sweep, and given after its last.</summary>
internal sealed class ShardSweep(StepPlan plan)
{
    /// <summary>How many pieces are run between two looks at what is under way.</summary>
    private const int PiecesAtOnce = 16;

    private bool _areThere;
    private bool _isFirst;
    private bool _isLast;
    private int _first;
    private int _end;
    private int _bucket;

    /// <summary>Whether weights of other ranks may have come.</summary>
    public bool HasGiven { get; private set; }

    /// <summary>Begins a step.</summary>
    /// <param name="areThere">Whether all gradients have been awaited before.</param>
    public void Begin(bool areThere) => (_areThere, HasGiven) = (areThere, false);

    /// <summary>Begins a sweep.</summary>
    /// <param name="isAlone">Whether it is over the parameters that are stepped one after the other.</param>
    /// <param name="isFirst">Whether it is the first to read gradients.</param>
    /// <param name="isLast">Whether it is the last to write weights.</param>
    public void BeginSweep(bool isAlone, bool isFirst, bool isLast)
    {
        var buckets = plan.Buckets!;
        (_isFirst, _isLast) = (isFirst && !_areThere, isLast);
        (_first, _end) = isAlone ? (buckets.EndOfTogether, buckets.End) : (0, buckets.EndOfTogether);
        _bucket = _first - 1;
    }

    /// <summary>The pieces from one on that are run at once, when the gradients of their bucket have come.</summary>
    /// <returns>Where they end.</returns>
    public int GoTo(int piece, int end)
    {
        var bucket = plan.Pieces[piece].Bucket;
        GoToBucket(bucket);
        plan.Buckets!.Advance();
        var next = piece + 1;
        while (next < end && next - piece < PiecesAtOnce && plan.Pieces[next].Bucket == bucket)
        {
            next++;
        }

        return next;
    }

    /// <summary>Ends a sweep.</summary>
    public void EndSweep() => GoToBucket(_end);

    /// <summary>Gives the weights of all that was stepped side by side, where no sweep was the last to write them.</summary>
    public void GiveTogether()
    {
        for (var bucket = 0; bucket < plan.Buckets!.EndOfTogether; bucket++)
        {
            Give(bucket);
        }
    }

    private void Give(int bucket)
    {
        HasGiven = true;
        plan.Buckets!.Give(bucket);
    }

    private void GoToBucket(int bucket)
    {
        for (; _bucket < bucket; _bucket++)
        {
            if (_isLast && _bucket >= _first)
            {
                Give(_bucket);
            }

            if (_isFirst && _bucket + 1 < _end)
            {
                plan.Buckets!.Await(_bucket + 1);
            }
        }
    }
}
