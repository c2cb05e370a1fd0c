using System.Numerics;
using Descent.Testing.Comparing;

namespace Descent.Testing.Checks;

/// <summary>However a step is run, its bits are the same, and it allocates nothing.</summary>
internal static class EngineChecks
{
    /// <summary>Several pieces of work for each of several threads, and a rest.</summary>
    private static readonly (int Rows, int Columns) s_large = (1093, 90);

    /// <summary>As many weights, with square matrices that are not much larger.</summary>
    private static readonly (int Rows, int Columns) s_largeOfSquares = (256, 260);

    public static void LargeTensor(Examination examination)
    {
        var (rows, columns) = examination.HasSquares ? s_largeOfSquares : s_large;
        MethodComparison.Run(examination, share => [examination.Draw<double>("many pieces", rows, columns, share, steps: 2)]);

        var given = examination.Draw<float>("", rows, columns, examination.ShareBetweenLoops, steps: 2);
        using var one = new TensorRun<float>(examination.Create(), given);
        using var several = new TensorRun<float>(examination.Create(), given);
        one.Optimizer.Options.MaxDegreeOfParallelism = 1;
        several.Optimizer.Options.MaxDegreeOfParallelism = 4;
        foreach (var gradients in given.Gradients)
        {
            one.Step(gradients);
            several.Step(gradients);
        }

        examination.AssertEqual(one.Now, several.Now, "on 4 threads");
    }

    public static void UpdateOverSpans(Examination examination)
    {
        Run<float>();
        Run<double>();

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var given = examination.Draw<T>("", 3, 13, examination.ShareBetweenLoops);
            using var parameters = new TensorRun<T>(examination.Create(), given);
            using var spans = new TensorRun<T>(examination.Create(), given);
            foreach (var gradients in given.Gradients)
            {
                parameters.Step(gradients);
                spans.StepSpans(gradients);
                examination.AssertEqual(parameters.Now, spans.Now, "over spans");
            }
        }
    }

    public static void AllocatesNothing(Examination examination)
    {
        const int Steps = 10;
        var given = examination.Draw<float>("", 7, 29, specialShare: 0);
        using var run = new TensorRun<float>(examination.Create(), given);
        for (var step = 0; step < Steps + 2; step++)
        {
            // What a rule does every few steps, it has done once by then.
            run.Step(given.Gradients[step % 2]);
        }

        // What the runtime allocates once for itself, as where it compiles a loop anew, is not the step's.
        var allocated = Enumerable.Range(0, 3).Min(_ => Allocated());
        if (allocated > 0)
        {
            examination.Fail($"{Steps} steps allocated {allocated} bytes.");
        }

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < Steps; step++)
            {
                run.Step(given.Gradients[2]);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
