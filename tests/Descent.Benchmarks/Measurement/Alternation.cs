using System.Diagnostics;
using System.Runtime;

namespace Descent.Benchmarks.Measurement;

/// <summary>
/// Measures contenders by turns, A B C A B C …: what disturbs the machine for a while disturbs all of them alike, so that their ratios
/// stay when their times do not.
/// </summary>
internal static class Alternation
{
    private const int CallsAWarmUpRound = 50;
    private const int MostWarmUpRounds = 100;
    private const int QuietRounds = 3;

    /// <summary>Longer than the runtime waits before it compiles again what has been called often.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs the contenders until the just-in-time compiler has nothing more to do for them.</summary>
    public static void WarmUp(IReadOnlyList<Action> contenders)
    {
        var quiet = 0;
        for (var round = 0; round < MostWarmUpRounds && quiet < QuietRounds; round++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            foreach (var contender in contenders)
            {
                for (var call = 0; call < CallsAWarmUpRound; call++)
                {
                    contender();
                }
            }

            Thread.Sleep(s_patience);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
        }
    }

    /// <summary>The time of one call of each contender in nanoseconds.</summary>
    /// <param name="contenders">What is measured; warmed up.</param>
    /// <param name="rounds">How many times each is measured.</param>
    /// <param name="calls">How many calls make one measurement.</param>
    public static IReadOnlyList<Sample> Measure(IReadOnlyList<Action> contenders, int rounds, int calls)
    {
        var times = contenders.Select(_ => new double[rounds]).ToArray();
        GC.Collect();
        foreach (var contender in contenders)
        {
            contender();
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var index = 0; index < contenders.Count; index++)
            {
                times[index][round] = Time(contenders[index], calls);
            }
        }

        return [.. times.Select(time => new Sample(time))];
    }

    /// <summary>The time of a call, in nanoseconds.</summary>
    /// <param name="contender">What is called.</param>
    /// <param name="calls">How often, one after the other.</param>
    public static double Time(Action contender, int calls = 1)
    {
        var start = Stopwatch.GetTimestamp();
        for (var call = 0; call < calls; call++)
        {
            contender();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }
}
