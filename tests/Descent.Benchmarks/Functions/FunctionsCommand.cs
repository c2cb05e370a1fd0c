using System.Globalization;
using System.Numerics;
using Descent.Benchmarks.Measurement;

namespace Descent.Benchmarks.Functions;

/// <summary>Measures each function, strict at <c>float</c> and relaxed at <c>double</c> weights, beside the strict one at <c>double</c> weights, which calls <c>System.Math</c> for one lane after the other.</summary>
internal static class FunctionsCommand
{
    private const int Length = 16_384;
    private const int Calls = 16;

    public static void Run(int rounds, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Every function, {Length:N0} values between 0 and 1, one thread, in nanoseconds a value, n = {rounds}:"));
        output.WriteLine();
        var table = new MarkdownTable("function", "lane by lane", "strict, `float`", "times as fast", "relaxed, `double`", "times as fast");
        foreach (var (name, strict, relaxed) in FunctionProject.Compile())
        {
            using RuleOptimizer lanes = strict(), floats = strict();
            using var doubles = relaxed?.Invoke();
            List<Action> contenders = [Step<double>(lanes), Step<float>(floats)];
            if (doubles is not null)
            {
                contenders.Add(Step<double>(doubles));
            }

            Alternation.WarmUp(contenders);
            var samples = Alternation.Measure(contenders, rounds, Calls);
            string[] fast = [.. samples.Skip(1).SelectMany(sample => new[] { Number(sample.Median / Length, "0.00"), Number(samples[0].RatioTo(sample), "0.0") })];
            table.Add([name, Number(samples[0].Median / Length, "0.00"), .. fast, .. Enumerable.Repeat("–", doubles is null ? 2 : 0)]);
        }

        table.Write(output);
    }

    private static Action Step<T>(RuleOptimizer rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(1);
        rule.Options.MaxDegreeOfParallelism = 1;
        rule.Add("weights", new T[Length], [.. Enumerable.Range(0, Length).Select(_ => T.CreateTruncating(random.NextSingle()))]);
        return () => rule.Step();
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
