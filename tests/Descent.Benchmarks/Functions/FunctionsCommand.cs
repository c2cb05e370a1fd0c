using System.Globalization;
using Descent.Benchmarks.Measurement;

namespace Descent.Benchmarks.Functions;

/// <summary>Measures each function at <c>float</c> weights beside the form that calls <c>System.Math</c> for one lane after the other.</summary>
internal static class FunctionsCommand
{
    private const int Length = 16_384;
    private const int Calls = 16;

    public static void Run(int rounds, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Every function, strict, float, {Length:N0} values between 0 and 1, one thread, n = {rounds}:"));
        output.WriteLine();
        var table = new MarkdownTable("function", "ns/value", "lane by lane", "times as fast");
        var random = new Random(1);
        float[] arguments = [.. Enumerable.Range(0, Length).Select(_ => random.NextSingle())], weights = new float[Length], results = new float[Length];
        foreach (var (name, create, laneByLane) in FunctionProject.Compile())
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
