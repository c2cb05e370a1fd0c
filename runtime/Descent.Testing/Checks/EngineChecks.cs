using System.Numerics;
using Descent.Testing.Comparing;

namespace Descent.Testing.Checks;

/// <summary>However a step is run, its bits are the same, and it allocates nothing.</summary>
internal static class EngineChecks
{
    /// <summary>Several pieces of work for each of several threads, and a rest.</summary>
    private const int LargeRows = 1093;

    private const int LargeColumns = 90;

    public static void LargeTensor(Examination examination)
    {
        MethodComparison.Run(examination, share => [examination.Draw<double>("many pieces", LargeRows, LargeColumns, share, steps: 2)]);

        var given = examination.Draw<float>("", LargeRows, LargeColumns, SpecialValues.UsualShare, steps: 2);
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
            var given = examination.Draw<T>("", 3, 13, SpecialValues.UsualShare);
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
        run.Step(given.Gradients[0]);
        run.Step(given.Gradients[1]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < Steps; step++)
        {
            run.Step(given.Gradients[2]);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > 0)
        {
            examination.Fail($"{Steps} steps allocated {allocated} bytes.");
        }
    }
}
