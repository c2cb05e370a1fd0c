using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Descent.Training;

/// <summary>The workers of one search. What they share, history and log, is only touched under one lock.</summary>
internal sealed class SearchRun(
    HyperparameterSearch search, SearchHistory history, SearchLog? log, int total, Func<Trial, double> objective)
{
    private readonly object _lock = new();
    private readonly long _start = search.TimeProvider.GetTimestamp();
    private readonly int _resumed = history.Done.Count;
    private int _next;
    private ExceptionDispatchInfo? _failure;

    public void Run(CancellationToken cancellationToken)
    {
        Report();
        var helpers = Enumerable.Range(1, search.Workers - 1).Select(i => new Thread(() => Work(cancellationToken)) { Name = $"Search worker {i + 1}" }).ToArray();
        var started = 0;
        try
        {
            for (; started < helpers.Length; started++)
            {
                helpers[started].Start();
            }
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            Fail(exception);
        }

        Work(cancellationToken);
        foreach (var helper in helpers.AsSpan(0, started))
        {
            helper.Join();
        }

        _failure?.Throw();
    }

    /// <summary>
    /// Runs trials until there are no more. What fails outside a trial, such as writing the log, ends the search: the first such failure
    /// is kept for the caller.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "It is thrown again on the caller's thread.")]
    private void Work(CancellationToken cancellationToken)
    {
        try
        {
            while (Next(cancellationToken) is var (number, proposal))
            {
                var result = Try(number, proposal, cancellationToken);
                lock (_lock)
                {
                    Finish(number, result);
                    Monitor.PulseAll(_lock);
                }
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        lock (_lock)
        {
            _failure ??= ExceptionDispatchInfo.Capture(exception);
            Monitor.PulseAll(_lock);
        }
    }

    private (int Number, TrialProposal Proposal)? Next(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            while (true)
            {
                while (history.Done.ContainsKey(_next))
                {
                    _next++;
                }

                if (_next >= total || _failure is not null || cancellationToken.IsCancellationRequested)
                {
                    return null;
                }

                if (search.Strategy.Propose(_next, history) is { } proposal)
                {
                    Check(proposal);
                    history.Start(_next, proposal);
                    return (_next++, proposal);
                }

                if (history.Running.Count == 0)
                {
                    throw new InvalidOperationException($"The strategy '{search.Strategy.Identity}' waits before trial {_next}, but no trial is running.");
                }

                Monitor.Wait(_lock);
            }
        }
    }

    /// <summary>Checks what a strategy, which may be the user's, proposes: what runs must be what the log can hold.</summary>
    private void Check(TrialProposal proposal)
    {
        var wrong = proposal.Point?.Space != search.Space ? "a point of another space"
            : !(double.IsFinite(proposal.Budget) && proposal.Budget > 0) ? FormattableString.Invariant($"the budget {proposal.Budget}, which must be finite and greater than 0")
            : proposal.Parent is { } parent && (parent < 0 || parent >= _next) ? FormattableString.Invariant($"the parent {parent}, which must be a trial before")
            : null;
        if (wrong is not null)
        {
            throw new InvalidOperationException($"The strategy '{search.Strategy.Identity}' proposed for trial {_next} {wrong}.");
        }
    }

    /// <summary>Runs one trial.</summary>
    /// <returns>What became of it; <see langword="null"/> if the cancellation broke it off.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a trial throws, the search records it and goes on.")]
    private TrialResult? Try(int number, TrialProposal proposal, CancellationToken cancellationToken)
    {
        double? value = null;
        string? error = null;
        var start = search.TimeProvider.GetTimestamp();
        using var activity = SearchActivities.StartTrial(number, proposal);
        try
        {
            value = objective(new(number, proposal, history.SeedOf(number), cancellationToken));
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && IsCancellation(exception))
        {
            return null;
        }
        catch (Exception exception)
        {
            error = $"{exception.GetType().Name}: {exception.Message}";
        }

        if (value is { } given && !double.IsFinite(given))
        {
            (value, error) = (null, FormattableString.Invariant($"The value is {given}."));
        }

        SearchActivities.End(activity, value, error);
        return new(number, proposal, value, error, search.TimeProvider.GetElapsedTime(start));
    }

    /// <summary>Whether an exception says that work was cancelled, be it in the wrapping of who waited for tasks.</summary>
    private static bool IsCancellation(Exception exception) => exception is AggregateException several
        ? several.InnerExceptions.Count > 0 && several.InnerExceptions.All(IsCancellation)
        : exception is OperationCanceledException;

    private void Finish(int number, TrialResult? result)
    {
        if (result is null)
        {
            history.Abandon(number);
            return;
        }

        log?.Append(result);
        history.Finish(result);
        Report(result);
    }

    private void Report(TrialResult? last = null)
        => search.Progress?.Report(new(history.Done.Count, total, _resumed, SearchResult.BestOf(history.Done.Values, history.Maximize), last, search.TimeProvider.GetElapsedTime(_start)));
}
