namespace Descent.Tests.Engine;

/// <summary>A step happens as a whole or not at all; where memory vanishes in its middle, the optimizer waits to be told how to go on.</summary>
public sealed class WholeStepTests
{
    private const int Large = 1 << 20;

    /// <summary>What a scheduler refuses is done by the caller: nothing is left over that could be done after the step.</summary>
    [Theory]
    [InlineData(nameof(Sgd))]
    [InlineData(nameof(Lamb))]
    public void ASchedulerThatRefusesTasks_LeavesTheStepWhole(string rule)
    {
        Assert.Equal(Train(null), Train(new FullQueue()));

        float[] Train(TaskScheduler? scheduler)
        {
            using var optimizer = (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + rule)!)!;
            optimizer.Options.MaxDegreeOfParallelism = 4;
            optimizer.Options.TaskScheduler = scheduler;
            var weights = Ones(200_000);
            var parameter = optimizer.Add("weights", weights, Ones(200_000));
            for (var step = 0; step < 3; step++)
            {
                optimizer.Step();
            }

            Assert.Equal(3, parameter.StepCount);
            float[] then = [.. weights];
            Thread.Sleep(scheduler is null ? 0 : 100);
            Assert.Equal(then, weights);
            return then;
        }
    }

    /// <summary>A scheduler may run tasks at once, and before that something else, such as the step of another optimizer.</summary>
    [Fact]
    public void AStepInsideAStep_LeavesBothWhole()
    {
        float[] outer = new float[Large], inner = new float[Large];
        using var innerOptimizer = new Sgd { LearningRate = 1, Options = { MaxDegreeOfParallelism = 4 } };
        var innerParameter = innerOptimizer.Add("inner", inner, Ones(Large));
        using var optimizer = new Sgd { LearningRate = 1, Options = { MaxDegreeOfParallelism = 4 } };
        var parameter = optimizer.Add("outer", outer, Ones(Large));
        optimizer.Options.TaskScheduler = new InLine(() => innerOptimizer.Step());

        // A step that finds the team taken, by one of another test, calls nobody.
        for (var step = 0; step == 0 || (innerParameter.StepCount == 0 && step < 1000); step++)
        {
            optimizer.Step();
            Assert.Equal(step + 1, parameter.StepCount);
        }

        Assert.All(outer, weight => Assert.Equal(-parameter.StepCount, weight));
        Assert.All(inner, weight => Assert.Equal(-innerParameter.StepCount, weight));
        Assert.True(innerParameter.StepCount > 0);
    }

    /// <summary>A step of another optimizer in the middle of a chunk has scratch memory of its own.</summary>
    [Fact]
    public void AStepWithinAPiece_ChangesNoBit()
    {
        using var inner = new Sgd { LearningRate = 1, Options = { GradientScale = 3 } };
        inner.Add("inner", new float[8192], Ones(8192));
        Assert.Equal(Train(() => { }), Train(() => inner.Step()));

        static float[] Train(Action reached)
        {
            using var optimizer = new SophiaG { Options = { GradientScale = 2, CollectStatistics = true } };
            var weights = Ones(8192);
            var parameter = optimizer.Add("outer", weights, Ones(8192));
            using var memory = new CustomMemory<float>(Ones(8192), reached);
            parameter.State.Hessian.Bind<float>(memory.Memory);
            optimizer.Step();
            Assert.Equal(2 * Math.Sqrt(8192), parameter.Statistics!.Value.GradientNorm, 1e-9);
            return weights;
        }
    }

    [Fact]
    public void AStepOfTheSameOptimizer_InsideItself_IsRefused()
    {
        using var optimizer = new Sgd { LearningRate = 1 };
        InvalidOperationException? refusal = null;
        var isStepping = false;
        using var memory = new CustomMemory<float>(new float[4], () => refusal ??= isStepping ? Assert.Throws<InvalidOperationException>(() => optimizer.Step()) : null);
        optimizer.Add("weights", memory.Memory, Ones(4));
        isStepping = true;

        Assert.Equal(1, optimizer.Step().Updated);
        Assert.Contains("already", refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weights")]
    [InlineData("gradients")]
    [InlineData("input")]
    public void MemoryThatCannotBeReached_IsFoundBeforeTheFirstWrite(string what)
    {
        float[] weights = new float[100], others = new float[100];
        using var gone = new CustomMemory<float>(what == "weights" ? others : Ones(100));
        using var optimizer = new SophiaG { LearningRate = 1 };
        var first = optimizer.Add("a", weights, Ones(100));
        first.State.Hessian.Bind(Ones(100));
        var second = optimizer.Add("b", what == "weights" ? gone.Memory : others.AsMemory(), what == "gradients" ? gone.Memory : Ones(100));
        second.State.Hessian.Bind<float>(what == "input" ? gone.Memory : Ones(100));
        optimizer.Step();
        float[] before = [.. weights];
        gone.IsGone = true;

        var failure = Assert.Throws<InvalidOperationException>(() => optimizer.Step());

        Assert.Contains("'b'", failure.Message, StringComparison.Ordinal);
        Assert.IsType<ObjectDisposedException>(failure.InnerException);
        Assert.Equal(before, weights);
        Assert.Equal((1, 1, null), (first.StepCount, second.StepCount, optimizer.IncompleteStep));
        gone.IsGone = false;
        Assert.Equal(2, optimizer.Step().Updated);
        Assert.Equal(2, first.StepCount);
    }

    [Theory]
    [InlineData(IncompleteStepResolution.Restored, 1, 1)]
    [InlineData(IncompleteStepResolution.Kept, 2, 1)]
    public void MemoryThatVanishesInMidSweep_LeavesTheOptimizerWaiting(IncompleteStepResolution resolution, int writtenCount, int otherCount)
    {
        float[] weights = new float[100];
        using var vanishing = new Vanishing(100);
        using var optimizer = new Sgd { LearningRate = 1 };
        var written = optimizer.Add("a", weights, Ones(100));
        var other = optimizer.Add("b", vanishing.Memory, Ones(100));
        optimizer.Step();
        vanishing.Reaches = 1;

        var failure = Assert.Throws<IncompleteStepException>(() => optimizer.Step());

        Assert.Equal([written], failure.Written);
        Assert.Contains("in part or whole, of 'a'; all others are as they were", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'b'", failure.Message, StringComparison.Ordinal);
        Assert.Same(failure, optimizer.IncompleteStep);
        Assert.Equal((1, 1), (written.StepCount, other.StepCount));
        vanishing.Reaches = int.MaxValue;
        Assert.Same(failure, Assert.Throws<InvalidOperationException>(() => optimizer.Step()).InnerException);
        Assert.Same(failure, Assert.Throws<InvalidOperationException>(optimizer.BeforeGradientOrStep).InnerException);
        Assert.Equal(-2, weights[0]);

        optimizer.ResolveIncompleteStep(resolution);

        Assert.Equal((writtenCount, otherCount), (written.StepCount, other.StepCount));
        Assert.Null(optimizer.IncompleteStep);
        Assert.Equal(2, optimizer.Step().Updated);
        Assert.Equal((writtenCount + 1, otherCount + 1), (written.StepCount, other.StepCount));
        Assert.Contains("No step", Assert.Throws<InvalidOperationException>(() => optimizer.ResolveIncompleteStep(resolution)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.ResolveIncompleteStep((IncompleteStepResolution)7));
    }

    [Fact]
    public void AnIncompleteStepOfAGroup_IsResolvedForAllOfIt()
    {
        using var vanishing = new Vanishing(100);
        using var first = new Sgd();
        using var second = new NesterovLookAhead();
        first.Add("a", new float[100], Ones(100));
        second.Add("b", vanishing.Memory, Ones(100));
        var group = new OptimizerGroup(first, second);
        group.BeforeGradient();
        group.Step();
        group.BeforeGradient();
        vanishing.Reaches = 1;

        Assert.Throws<IncompleteStepException>(() => group.Step());
        vanishing.Reaches = int.MaxValue;
        Assert.Throws<InvalidOperationException>(() => group.Step());
        Assert.Throws<InvalidOperationException>(() => first.Step());
        group.ResolveIncompleteStep(IncompleteStepResolution.Kept);

        Assert.Equal((2, 1), (first["a"].StepCount, second["b"].StepCount));
        group.BeforeGradient();
        Assert.Equal(2, group.Step().Updated);
        Assert.Throws<InvalidOperationException>(() => group.ResolveIncompleteStep(IncompleteStepResolution.Kept));
    }

    /// <summary>A look at the parameters that ends with an exception leaves no step numbers behind.</summary>
    [Fact]
    public void StepNumbers_AfterAStepThatWasRefused_AreThoseOfTheParameters()
    {
        var optimizer = new Adam();
        var first = optimizer.Add("first", new double[1], new double[1]);
        var second = optimizer.Add("second", new double[1], new double[1]);
        for (var step = 0; step < 5; step++)
        {
            optimizer.Step();
        }

        second.State.StepCount = int.MaxValue;
        Assert.Throws<InvalidOperationException>(() => optimizer.Step());
        (first.State.StepCount, second.State.StepCount) = (6, 5);
        optimizer.Step();

        Assert.Equal((7, 6), (first.StepCount, second.StepCount));
    }

    /// <summary>What another thread, or memory that is reached for, may not do while a step is under way.</summary>
    [Fact]
    public void WhileAStepIsUnderWay_ItsOptimizerIsNotChanged()
    {
        var optimizer = new SophiaG { LearningRate = 1 };
        Parameter<SophiaGState>? parameter = null;
        List<Exception?> refusals = [];
        using var memory = new CustomMemory<float>(new float[4], () =>
        {
            if (parameter is null || refusals.Count > 0)
            {
                return;
            }

            foreach (var change in new Action[]
            {
                () => optimizer.Dispose(),
                () => optimizer.Add("more", new float[1]),
                () => parameter.BindGradients(Ones(4)),
                () => parameter.IsFrozen = true,
                () => parameter.State.StepCount = 7,
                () => parameter.State.Hessian.Bind(Ones(4)),
                () => optimizer.BeforeGradientOrStep(),
            })
            {
                refusals.Add(Record.Exception(change));
            }
        });
        var added = optimizer.Add("weights", memory.Memory, Ones(4));
        added.State.Hessian.Bind(Ones(4));
        parameter = added;

        Assert.Equal(1, optimizer.Step().Updated);

        Assert.Equal(7, refusals.Count);
        Assert.All(refusals, refusal => Assert.Contains("being stepped", Assert.IsType<InvalidOperationException>(refusal).Message, StringComparison.Ordinal));
        Assert.Single(optimizer.Parameters);
        optimizer.Dispose();
        optimizer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => optimizer.Step());
    }

    private static float[] Ones(int length)
    {
        var ones = new float[length];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>Memory that can be reached so many times and no more.</summary>
    private sealed class Vanishing(int length) : System.Buffers.MemoryManager<float>
    {
        private readonly float[] _array = new float[length];

        public int Reaches { get; set; } = int.MaxValue;

        public override Span<float> GetSpan() => Reaches-- > 0 ? _array : throw new TimeoutException("The memory is away.");

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    /// <summary>Takes one task at a time and is late with it.</summary>
    private sealed class FullQueue : TaskScheduler
    {
        private int _queued;

        protected override IEnumerable<Task> GetScheduledTasks() => [];

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override void QueueTask(Task task)
        {
            if (Interlocked.Increment(ref _queued) > 1)
            {
                throw new InvalidOperationException("The queue is full.");
            }

            new Thread(() =>
            {
                Thread.Sleep(50);
                TryExecuteTask(task);
            }) { IsBackground = true }.Start();
        }
    }

    /// <summary>Runs tasks where they are started, after something else.</summary>
    private sealed class InLine(Action before) : TaskScheduler
    {
        protected override IEnumerable<Task> GetScheduledTasks() => [];

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);

        protected override void QueueTask(Task task)
        {
            before();
            TryExecuteTask(task);
        }
    }
}

/// <summary>One call that is refused while a step is under way.</summary>
internal static class OptimizerCalls
{
    public static void BeforeGradientOrStep(this Optimizer optimizer)
    {
        optimizer.BeforeGradient();
        optimizer.Step();
    }
}
