using System.Diagnostics.CodeAnalysis;

namespace Descent.Engine;

/// <summary>
/// Threads that share out pieces of work with the caller, allocating nothing once they run. There is one team in a process: its threads
/// sleep between steps, and a step that finds the team taken, by another optimizer or by a step around it, runs on its own thread alone.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The team lives as long as the process.")]
internal sealed class WorkerTeam
{
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

    public WorkerTeam() => _help = Help;

    /// <summary>The team of the process.</summary>
    public static WorkerTeam Shared { get; } = new();

    /// <summary>
    /// Runs all pieces, on the caller's thread and up to <paramref name="degree"/> − 1 others, and returns when all have ended. The first
    /// exception keeps further pieces from starting and is thrown here, once nothing runs any more.
    /// </summary>
    public void Run(IWork work, int first, int end, int degree, TaskScheduler? scheduler)
    {
        var helpers = Math.Min(degree, end - first) - 1;
        if (helpers < 1 || Interlocked.Exchange(ref _isTaken, true))
        {
            for (var item = first; item < end; item++)
            {
                work.Run(item);
            }

            return;
        }

        try
        {
            RunTogether(work, first, end, helpers, scheduler);
        }
        finally
        {
            Volatile.Write(ref _isTaken, false);
        }
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
            _calls.Wait();
            Help();
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
