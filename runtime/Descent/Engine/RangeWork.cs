using System.Diagnostics;

namespace Descent.Engine;

/// <summary>Work on all weights of a plan: piece by piece, the pieces of a round side by side, and a piece range by range, or row by row.</summary>
internal abstract class RangeWork(StepPlan plan, bool readsGradients, bool readsWeights) : IWork
{
    /// <summary>Below this many weights, waking other threads costs more than they save: they share the work if they are awake. So it is said of work that has not run.</summary>
    private const int SmallestLengthToWakeFor = 131_072;

    /// <summary>How long work takes at least for which a thread is woken, and half of it for each more: 80 µs. Pieces have about as many weights.</summary>
    private static readonly long s_leastToWakeFor = Stopwatch.Frequency / 12_500;

    /// <summary>Which piece was begun first, and how long it took when it last was.</summary>
    private int _first;
    private long _timeOfFirst;

    void IWork.Run(int item)
    {
        if (item != _first)
        {
            Run(plan.Pieces[item]);
            return;
        }

        var began = Stopwatch.GetTimestamp();
        Run(plan.Pieces[item]);
        Volatile.Write(ref _timeOfFirst, Stopwatch.GetTimestamp() - began);
    }

    private void Run(StepPlan.Piece piece)
    {
        var ahead = default(ReadAhead);
        if (piece.Shares > 0)
        {
            RunShare(piece);
            return;
        }

        if (piece.Length >= 0)
        {
            RunRange(piece.First, piece.Start, piece.Length, ref ahead);
            return;
        }

        if (plan.Length >= ReadAhead.SmallestLength)
        {
            ahead = new(plan.Entries, piece.First, readsGradients, readsWeights);
        }

        for (var index = piece.First; index < piece.End; index++)
        {
            RunRange(index, 0, plan.Entries[index].Length, ref ahead);
        }
    }

    /// <summary>Runs the pieces of a round, and returns when all have ended.</summary>
    protected void RunRound(StepPlan.Round round, OptimizerOptions options) => RunPieces(round.FirstPiece, round.EndPiece, options);

    /// <summary>Runs some of the pieces of a round, and returns when all have ended.</summary>
    protected void RunPieces(int first, int end, OptimizerOptions options)
    {
        _first = first;
        var time = Volatile.Read(ref _timeOfFirst) * (end - first);
        var isShort = time > 0 ? time < s_leastToWakeFor : plan.Length < SmallestLengthToWakeFor;

        // A thread more than the work is worth takes longer to be called than it helps.
        var worth = isShort ? int.MaxValue : time > 0 ? 2 * time / s_leastToWakeFor : 2 * plan.Length / SmallestLengthToWakeFor;
        WorkerTeam.Shared.Run(this, first, end, (int)Math.Min(options.MaxDegreeOfParallelism, worth), options.TaskScheduler, isShort);
    }

    /// <summary>Works on a range of one parameter.</summary>
    /// <param name="index">The parameter's place in the plan.</param>
    /// <param name="entry">The parameter.</param>
    /// <param name="start">Where the range begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="ahead">What asks for memory before it is needed.</param>
    protected abstract void Run(int index, in StepPlan.Entry entry, int start, int length, ref ReadAhead ahead);

    /// <summary>Works on a share of the rows of one parameter that have gradients.</summary>
    /// <param name="index">The parameter's place in the plan.</param>
    /// <param name="entry">The parameter.</param>
    /// <param name="share">Which share, from 0.</param>
    /// <param name="shares">How many there are.</param>
    protected abstract void RunRows(int index, in StepPlan.Entry entry, int share, int shares);

    private void RunShare(StepPlan.Piece piece)
    {
        ref readonly var entry = ref plan.Entries[piece.First];
        try
        {
            RunRows(piece.First, in entry, piece.Start, piece.Shares);
        }
        catch (Exception exception)
        {
            throw entry.Parameter.Unreachable(exception);
        }
    }

    private void RunRange(int index, int start, int length, ref ReadAhead ahead)
    {
        ref readonly var entry = ref plan.Entries[index];
        try
        {
            Run(index, in entry, start, length, ref ahead);
        }
        catch (Exception exception)
        {
            throw entry.Parameter.Unreachable(exception);
        }
    }
}
