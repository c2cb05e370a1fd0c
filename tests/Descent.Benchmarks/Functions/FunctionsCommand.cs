using System.Globalization;
using System.Numerics;
using Descent.Benchmarks.Measurement;

namespace Descent.Benchmarks.Functions;

/// <summary>Measures each function, strict at <c>float</c> and relaxed at <c>double</c> weights, beside the form that calls <c>System.Math</c> for one lane after the other.</summary>
internal static class FunctionsCommand
{
    private const int Length = 16_384;
    private const int Calls = 16;

    public static void Run(int rounds, TextWriter output)
    {
        Run("strict, float", FunctionProject.Strict(), rounds, output);
        Run("relaxed, double", FunctionProject.Relaxed(), rounds, output);
    }

    private static void Run<T>(string kind, IReadOnlyList<FunctionForms<T>> functions, int rounds, TextWriter output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Every function, {kind}, {Length:N0} values between 0 and 1, one thread, n = {rounds}:"));
        output.WriteLine();
        var table = new MarkdownTable("function", "ns/value", "lane by lane", "times as fast");
        var random = new Random(1);
        T[] arguments = [.. Enumerable.Range(0, Length).Select(_ => T.CreateTruncating(random.NextSingle()))], weights = new T[Length], results = new T[Length];
        foreach (var (name, create, laneByLane) in functions)
        {
            using var rule = create();
            rule.Options.MaxDegreeOfParallelism = 1;
            rule.Add("weights", weights, arguments);
            Action[] contenders = [() => rule.Step(), () => laneByLane(results, arguments)];
            Alternation.WarmUp(contenders);
            var samples = Alternation.Measure(contenders, rounds, Calls);
            table.Add(name, Number(samples[0].Median / Length, "0.00"), Number(samples[1].Median / Length, "0.00"), Number(samples[1].RatioTo(samples[0]), "0.0"));
        }

        table.Write(output);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
