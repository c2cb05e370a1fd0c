using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Descent.Benchmarks.Record;

/// <summary>
/// Measures with BenchmarkDotNet, for the record. The contenders run one after the other there, in this process; their ratios are what the
/// <c>ratios</c> command is for.
/// </summary>
internal static class RecordCommand
{
    public static void Run()
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkRunner.Run<AdamRecord>(DefaultConfig.Instance.AddJob(job));
    }
}
