using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Descent.Engine;

/// <summary>
/// Threads that share out pieces of work with the caller, allocating nothing once they run. There is one team in a process: its threads
/// sleep between steps, and a step that finds the team taken, by another optimizer or by a step around it, runs on its own thread alone.
/// </summary>
/// <remarks>
/// To wake a thread takes the time of a step over a hundred thousand weights. Threads therefore stay awake for a moment after their work, and work that is short is shared while
/// one piece of work follows the other at once, as steps of a small model do that wait for nothing else.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The team lives as long as the process.")]
internal sealed class WorkerTeam
{
    /// <summary>How many pieces of short work must follow one another at once before threads are woken for the next.</summary>
    private const int WorksAtOnce = 64;

    /// <summary>How long a thread stays awake: 50 µs, about what waking it takes.</summary>
    private static readonly long s_awake = Stopwatch.Frequency / 20_000;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _calls = new(0);
    private readonly ManualResetEventSlim _allLeft = new();
    private readonly Action _help;
    private IWork? _work;
    private Exception? _failure;
    private bool _isTaken;
    private bool _areFlushed;
    private int _threads;
    private int _helping;
    private int _next;
    private int _end;
    private long _lastEnd;
    private int _atOnce;

    public WorkerTeam() => _help = Help;

    /// <summary>The team of the process.</summary>
    public static WorkerTeam Shared { get; } = new();

    /// <summary>
    /// Runs all pieces, on the caller's thread and up to <paramref name="degree"/> − 1 others, and returns when all have ended. The first
    /// exception keeps further pieces from starting and is thrown here, once nothing runs any more.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="first">The first piece.</param>
    /// <param name="end">The piece behind the last.</param>
    /// <param name="degree">How many threads share it at most.</param>
    /// <param name="scheduler">Where other threads come from; <see langword="null"/> for the team's own.</param>
    /// <param name="isShort">Whether it takes no longer than to wake a thread.</param>
    public void Run(IWork work, int first, int end, int degree, TaskScheduler? scheduler, bool isShort = false)
    {
        var helpers = Math.Min(degree, end - first) - 1;
        if (helpers < 1 || Interlocked.Exchange(ref _isTaken, true))
        {
            RunAlone(work, first, end);
            return;
        }

        try
        {
            if (isShort && !FollowsAtOnce())
            {
                RunAlone(work, first, end);
            }
            else
            {
                RunTogether(work, first, end, helpers, scheduler);
            }
        }
        finally
        {
            _lastEnd = Stopwatch.GetTimestamp();
            Volatile.Write(ref _isTaken, false);
        }
    }

    private static void RunAlone(IWork work, int first, int end)
    {
        for (var item = first; item < end; item++)
        {
            work.Run(item);
        }
    }

    /// <summary>Whether so many works have followed one another at once that threads are awake, or are worth to be woken.</summary>
    private bool FollowsAtOnce()
    {
        _atOnce = Stopwatch.GetTimestamp() - _lastEnd < s_awake ? Math.Min(_atOnce + 1, WorksAtOnce) : 0;
        return _atOnce == WorksAtOnce;
    }

    private void RunTogether(IWork work, int first, int end, int helpers, TaskScheduler? scheduler)
    {
        (_next, _end, _failure, _areFlushed) = (first, end, null, Subnormals.AreFlushed);
        _allLeft.Reset();
        lock (_gate)
        {
            _work = work;
        }

        Call(helpers, scheduler);
        RunItems(work);
        bool wait;
        lock (_gate)
        {
            _work = null;
            wait = _helping > 0;
        }

        if (wait)
        {
            _allLeft.Wait();
        }

        if (_failure is { } failure)
        {
            _failure = null;
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Calls other threads. Those that cannot be had are done without: the caller does what nobody else does.</summary>
    private void Call(int helpers, TaskScheduler? scheduler)
    {
        try
        {
            for (var helper = 0; scheduler is not null && helper < helpers; helper++)
            {
                _ = Task.Factory.StartNew(_help, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
            }

            for (; scheduler is null && _threads < helpers; _threads++)
            {
                new Thread(Serve) { IsBackground = true, Name = $"Descent worker {_threads + 1}" }.Start();
            }
        }
        catch (Exception exception) when (exception is TaskSchedulerException or OutOfMemoryException or ThreadStartException)
        {
        }

        if (scheduler is null && _threads > 0)
        {
            _calls.Release(Math.Min(helpers, _threads));
        }
    }

    private void Serve()
    {
        // However late it comes to its first work, it allocates nothing then.
        ChunkMemory<float>.Take().Return();
        ChunkMemory<double>.Take().Return();
        while (true)
        {
            AwaitCall();
            Help();
        }
    }

    /// <summary>Waits for a call, awake for a moment.</summary>
    private void AwaitCall()
    {
        var end = Stopwatch.GetTimestamp() + s_awake;
        while (!_calls.Wait(0))
        {
            if (Stopwatch.GetTimestamp() > end)
            {
                _calls.Wait();
                return;
            }

            Thread.SpinWait(10);
        }
    }

    /// <summary>
    /// Takes part in the work under way; there may be none any more when a called thread arrives. One that rounds small numbers otherwise than the caller's leaves all to others.
    /// </summary>
    private void Help()
    {
        if (Subnormals.AreFlushed != Volatile.Read(ref _areFlushed))
        {
            return;
        }

        IWork? work;
        lock (_gate)
        {
            work = _work;
            if (work is null)
            {
                return;
            }

            _helping++;
        }

        RunItems(work);
        lock (_gate)
        {
            _helping--;
            if (_helping == 0 && _work is null)
            {
                _allLeft.Set();
            }
        }
    }

    private void RunItems(IWork work)
    {
        for (var item = Interlocked.Increment(ref _next) - 1; item < _end; item = Interlocked.Increment(ref _next) - 1)
        {
            try
            {
                work.Run(item);
            }
#pragma warning disable CA1031 // Whatever a piece throws is thrown again by the step that it belongs to.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, exception, null);
                Interlocked.Exchange(ref _next, _end);
            }
        }
    }
}
