using System.Runtime.InteropServices;

namespace Descent.Tests.Engine;

/// <summary>A thread that takes subnormal numbers as 0 is refused a strict step, and helps in none.</summary>
public sealed class SubnormalsTests
{
    /// <summary>The bits of the processor's control word that have results and operands below the normal numbers taken as 0.</summary>
    private const uint Flush = 0x8040;

    [Fact]
    public void Strict_step_on_a_thread_that_flushes_is_refused_before_it_writes()
    {
        if (!CanFlush)
        {
            return;
        }

        float[] weights = [1];
        using var optimizer = new Sgd { LearningRate = 1 };
        optimizer.Add("weights", weights, [1f]);
        Exception? refusal = null;
        OnThread(() =>
        {
            SetFlush(true);
            refusal = Record.Exception(() => optimizer.Step());
            SetFlush(false);
            Assert.Equal(1f, weights[0]);
            optimizer.Step();
        });
        Assert.Contains("flush to zero", Assert.IsType<InvalidOperationException>(refusal).Message, StringComparison.Ordinal);
        Assert.Equal(0f, weights[0]);
    }

    [Fact]
    public void Helper_that_flushes_leaves_the_work_to_others()
    {
        if (!CanFlush)
        {
            return;
        }

        // Small enough that each product of the rate and a gradient is below the normal numbers.
        var weights = new float[1 << 18];
        var gradients = new float[weights.Length];
        Array.Fill(gradients, 1e-39f);
        using var optimizer = new Sgd { LearningRate = 1 };
        optimizer.Options.MaxDegreeOfParallelism = 4;
        optimizer.Options.TaskScheduler = new FlushingScheduler();
        optimizer.Add("weights", weights, gradients);
        optimizer.Step();
        Assert.All(weights, weight => Assert.Equal(-1e-39f, weight));
    }

    private static bool CanFlush => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && RuntimeInformation.RuntimeIdentifier.StartsWith("linux", StringComparison.Ordinal);

    private static unsafe void SetFlush(bool on)
    {
        // The C library keeps the control word of the vector unit last.
        var environment = stackalloc uint[8];
        Assert.Equal(0, fegetenv(environment));
        environment[7] = on ? environment[7] | Flush : environment[7] & ~Flush;
        Assert.Equal(0, fesetenv(environment));
    }

    private static void OnThread(Action act)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(act));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [DllImport("libm.so.6"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern unsafe int fegetenv(uint* environment);

    [DllImport("libm.so.6"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern unsafe int fesetenv(uint* environment);

    /// <summary>Runs each task at once on a thread of its own that flushes.</summary>
    private sealed class FlushingScheduler : TaskScheduler
    {
        protected override IEnumerable<Task> GetScheduledTasks() => [];

        protected override void QueueTask(Task task) => OnThread(() =>
        {
            SetFlush(true);
            TryExecuteTask(task);
        });

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
    }
}
