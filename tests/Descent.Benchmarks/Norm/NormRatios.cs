using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Descent.Benchmarks.Measurement;

namespace Descent.Benchmarks.Norm;

/// <summary>Compares a rule that only reduces, in the fixed tree, with sums that add in whatever order is fastest.</summary>
internal static class NormRatios
{
    private const int TermsAMeasurement = 1 << 19;
    private const int WarmUpLength = 1_000;

    public static void Run<T>(Options options, TextWriter output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Alternation.WarmUp(Sums(new T[WarmUpLength]));
        foreach (var length in options.Weights)
        {
            var gradients = new T[length];
            var random = new Random(1);
            foreach (ref var gradient in gradients.AsSpan())
            {
                gradient = T.CreateTruncating(random.NextDouble() - 0.5);
            }

            var calls = Math.Max(1, TermsAMeasurement / length);
            var samples = Alternation.Measure(Sums(gradients), options.Rounds, calls);
            output.WriteLine();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Norm of {length:N0} gradients, one thread, n = {options.Rounds} measurements of {calls} call{(calls == 1 ? "" : "s")} each:"));
            output.WriteLine();
            var table = new MarkdownTable("contender", "median ns/gradient", "minimum", "GB/s", "÷ B");
            string[] names = ["A generated, fixed tree in double", "B TensorPrimitives.SumOfSquares"];
            for (var index = 0; index < samples.Count; index++)
            {
                var sample = samples[index];
                table.Add(
                    names[index],
                    Number(sample.Median / length, "0.000"),
                    Number(sample.Minimum / length, "0.000"),
                    Number((double)Unsafe.SizeOf<T>() * length / sample.Median, "0.0"),
                    Number(sample.RatioTo(samples[1]), "0.00"));
            }

            table.Write(output);
        }
    }

    private static Action[] Sums<T>(T[] gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The rule leaves the weights alone, so the gradients may lie beside any.
        var weights = new T[gradients.Length];
        var rule = new GradientNorm();
        var state = rule.CreateState(weights);
        return [() => rule.Update(weights, gradients, state), () => Sink(TensorPrimitives.SumOfSquares<T>(gradients))];
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Keeps the just-in-time compiler from dropping a sum that nobody reads.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Sink<T>(T sum) => _ = sum;
}
