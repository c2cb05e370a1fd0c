namespace Descent.Tests.Engine;

/// <summary>Several threads: the same bits for every number of them, no allocation, one exception, and nothing left running.</summary>
public sealed class ThreadsTests
{
    public static TheoryData<string> Rules => [nameof(Adam), nameof(Lamb), nameof(NovoGrad), nameof(NesterovLookAhead)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Step_GivesTheSameBits_ForEveryNumberOfThreads(string rule)
    {
        var expected = Train(rule, degree: 1);
        foreach (var degree in new[] { 2, 3, 7, 16 })
        {
            Assert.Equal(expected, Train(rule, degree));
        }
    }

    [Fact]
    public void Step_OnATaskScheduler_GivesTheSameBits()
        => Assert.Equal(Train(nameof(Lamb), degree: 1), Train(nameof(Lamb), degree: 4, TaskScheduler.Default));

    /// <summary>
    /// Each thread looks at its own count of allocated bytes whenever it reaches the memory of a tensor; also one that takes part for the first
    /// time when all others have stepped often.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_OnSeveralThreads_AllocatesNothing(bool scales)
    {
        using var optimizer = new Adam { Options = { MaxDegreeOfParallelism = 3, GradientScale = scales ? 0.5 : 1, CollectStatistics = scales } };
        using var memory = new WatchingMemory(600_000);
        optimizer.Add("weights", memory.Memory, new float[600_000]);
        optimizer.Step();
        optimizer.Step();
        // What happens once for a thread counts in one measurement only: .NET makes what it waits with when it waits for the first time, and a
        // collection, of what other tests allocate, cuts the memory that it allocates from.
        var allocated = 1L;
        for (var measurement = 0; measurement < 10 && (allocated != 0 || memory.Allocated != 0); measurement++)
        {
            memory.Watch();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < 20 || (memory.Threads < 2 && step < 5000); step++)
            {
                optimizer.Step();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        Assert.Equal(0, memory.Allocated);
        Assert.True(memory.Threads >= 2);
    }

    [Fact]
    public void OptimizersOnTwoThreads_StepAtOnce()
    {
        var expected = Train(nameof(Adam), degree: 1);
        Parallel.For(0, 6, _ => Assert.Equal(expected, Train(nameof(Adam), degree: 3)));
    }

    [Fact]
    public async Task OneOptimizer_SteppedOnTwoThreadsAtOnce_Throws()
    {
        using var optimizer = new Sgd();
        using var memory = new BlockingMemory(100);
        optimizer.Add("weights", new float[100].AsMemory(), memory.Memory);
        memory.Blocks = true;
        var first = Task.Run(optimizer.Step);
        await Task.Run(memory.Reached.Wait);
        Assert.Contains("already", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
        memory.Go.Set();
        Assert.Equal(1, (await first).Updated);
        memory.Blocks = false;
        Assert.Equal(1, optimizer.Step().Updated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AnExceptionInAPiece_SurfacesOnce_NamesTheParameter_AndLeavesNothingRunning(int degree)
    {
        using var optimizer = new Sgd { Options = { MaxDegreeOfParallelism = degree } };
        optimizer.Add("good", new float[200_000], new float[200_000]);
        using var memory = new BlockingMemory(200_000);
        optimizer.Add("bad", new float[200_000].AsMemory(), memory.Memory);
        optimizer.Step();
        memory.Throws = true;

        var exception = Assert.Throws<InvalidOperationException>(() => optimizer.Step());

        Assert.Contains("'bad'", exception.Message, StringComparison.Ordinal);
        Assert.IsType<TimeoutException>(exception.InnerException);
        memory.Throws = false;
        Assert.Equal(2, optimizer.Step().Updated);
    }

    private static List<double> Train(string rule, int degree, TaskScheduler? scheduler = null)
    {
        using var optimizer = (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + rule)!)!;
        optimizer.Options.MaxDegreeOfParallelism = degree;
        optimizer.Options.TaskScheduler = scheduler;
        optimizer.Options.CollectStatistics = true;
        optimizer.Options.MaximumGradientNorm = 10;
        var random = new Random(1);
        var tensors = new[] { 150_001, 3, 0, 70_000, 517, 8192, 100 }.Select(length => Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray()).ToList();
        var gradients = tensors.Select(tensor => new float[tensor.Length]).ToList();
        for (var index = 0; index < tensors.Count; index++)
        {
            optimizer.Add("tensor" + index, tensors[index], gradients[index]);
        }

        for (var step = 0; step < 3; step++)
        {
            optimizer.BeforeGradient();
            foreach (var (tensor, gradient) in tensors.Zip(gradients))
            {
                for (var index = 0; index < tensor.Length; index++)
                {
                    gradient[index] = tensor[index] + (0.01f * (float)random.NextDouble());
                }
            }

            // The middle step leaves one parameter out, so that two step numbers are under way afterwards.
            optimizer.Parameters[3].IsFrozen = step == 1;
            optimizer.Step();
        }

        return [.. tensors.SelectMany(tensor => tensor).Select(weight => (double)weight), .. optimizer.Parameters.SelectMany(parameter => Numbers(parameter.Statistics!.Value))];
    }

    private static double[] Numbers(ParameterStatistics statistics)
        => [statistics.WeightNorm, statistics.GradientNorm, statistics.UpdateNorm, statistics.MaximumGradient, statistics.NonFiniteGradients, statistics.StepCount];

    /// <summary>Memory that notes what the threads that reach it have allocated since they first did.</summary>
    private sealed class WatchingMemory(int length) : System.Buffers.MemoryManager<float>
    {
        [ThreadStatic]
        private static WatchingMemory? t_memory;

        [ThreadStatic]
        private static int t_watch;

        [ThreadStatic]
        private static long t_first;

        private readonly float[] _array = new float[length];
        private long _allocated;
        private int _threads;

        private int _watch;

        /// <summary>Begins to watch, anew if it did before.</summary>
        public void Watch()
        {
            (_allocated, _threads) = (0, 0);
            _watch++;
        }

        public long Allocated => _allocated;

        public int Threads => _threads;

        public override Span<float> GetSpan()
        {
            if (_watch > 0)
            {
                var now = GC.GetAllocatedBytesForCurrentThread();
                if (t_memory != this || t_watch != _watch)
                {
                    (t_memory, t_watch, t_first) = (this, _watch, now);
                    Interlocked.Increment(ref _threads);
                }

                Interlocked.Add(ref _allocated, now - t_first);
            }

            return _array;
        }

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    /// <summary>Memory that waits, or throws, when it is reached.</summary>
    private sealed class BlockingMemory(int length) : System.Buffers.MemoryManager<float>
    {
        private readonly float[] _array = new float[length];

        public bool Blocks { get; set; }

        public bool Throws { get; set; }

        public ManualResetEventSlim Reached { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public override Span<float> GetSpan()
        {
            if (Blocks)
            {
                Reached.Set();
                Go.Wait();
            }

            return Throws ? throw new TimeoutException("The memory is away.") : _array;
        }

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            Reached.Dispose();
            Go.Dispose();
        }
    }
}
