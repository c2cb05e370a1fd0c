using Descent.Engine;

namespace Descent.Tests.Engine;

/// <summary>The threads that share a step: every piece runs once, helpers bring their memory, and nobody is woken for what is done before.</summary>
public sealed class WorkerTeamTests
{
    /// <summary>The memory of a helper comes with the thread, not with the first chunk that it happens to be given.</summary>
    [Fact]
    public void AHelperThread_HasItsScratchMemory_BeforeItsFirstPiece()
    {
        var team = new WorkerTeam();
        var work = new Allocating();
        for (var round = 0; round < 1000 && work.Threads < 2; round++)
        {
            team.Run(work, 0, 64, degree: 3, scheduler: null);
        }

        Assert.True(work.Threads >= 2);
        Assert.Equal(0, work.Allocated);
    }

    /// <summary>To wake a thread takes longer than the work, unless one work follows the other.</summary>
    [Fact]
    public void ShortWork_IsSharedOnlyWhereOneFollowsTheOtherAtOnce()
    {
        var team = new WorkerTeam();
        var work = new Allocating();
        for (var round = 0; round < 100; round++)
        {
            Thread.Sleep(1);
            team.Run(work, 0, 64, degree: 3, scheduler: null, isShort: true);
        }

        Assert.Equal(1, work.Threads);
        for (var round = 0; round < 100_000 && work.Threads < 2; round++)
        {
            team.Run(work, 0, 64, degree: 3, scheduler: null, isShort: true);
        }

        Assert.True(work.Threads >= 2);
    }

    /// <summary>What counts is how long the weights took, not how many there are: a power for each of them takes tens of nanoseconds.</summary>
    [Fact]
    public void StepOverFewWeights_IsShared_WhereTheRuleIsSlow()
    {
        var scheduler = new CountingScheduler();
        using var optimizer = new Padam { Options = { MaxDegreeOfParallelism = 2, TaskScheduler = scheduler } };
        optimizer.Add("w", new double[100_000], [.. Enumerable.Range(1, 100_000).Select(index => 1.0 / index)]);

        // The team may be at another test's work.
        for (var step = 0; step < 100 && scheduler.Count == 0; step++)
        {
            Thread.Sleep(1);
            optimizer.Step();
        }

        Assert.True(scheduler.Count > 0);
    }

    [Fact]
    public void ATeamMember_RunsEveryPieceOnce()
    {
        var team = new WorkerTeam();
        for (var round = 0; round < 200; round++)
        {
            var work = new Counting(round % 37);
            team.Run(work, 0, round % 37, degree: 5, scheduler: null);
            Assert.All(work.Counts, count => Assert.Equal(1, count));
        }
    }

    private sealed class Counting(int length) : IWork
    {
        public int[] Counts { get; } = new int[length];

        public void Run(int item) => Interlocked.Increment(ref Counts[item]);
    }

    /// <summary>A scheduler that counts what it is asked to run.</summary>
    private sealed class CountingScheduler : TaskScheduler
    {
        private int _count;

        public int Count => _count;

        protected override IEnumerable<Task> GetScheduledTasks() => [];

        protected override void QueueTask(Task task)
        {
            Interlocked.Increment(ref _count);
            ThreadPool.QueueUserWorkItem(_ => TryExecuteTask(task));
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
    }

    /// <summary>Takes the scratch memory of the thread and counts what that allocates on threads other than the caller's.</summary>
    private sealed class Allocating : IWork
    {
        private readonly int _caller = Environment.CurrentManagedThreadId;
        private readonly System.Collections.Concurrent.ConcurrentDictionary<int, bool> _threads = new();
        private long _allocated;

        public int Threads => _threads.Count;

        public long Allocated => _allocated;

        public void Run(int item)
        {
            Thread.SpinWait(2000);
            if (Environment.CurrentManagedThreadId != _caller)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                ChunkMemory<float>.Take().Return();
                ChunkMemory<double>.Take().Return();
                Interlocked.Add(ref _allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            _threads.TryAdd(Environment.CurrentManagedThreadId, true);
        }
    }
}
