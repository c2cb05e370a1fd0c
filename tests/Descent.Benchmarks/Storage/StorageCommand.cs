using System.Globalization;
using Descent.Benchmarks.Measurement;

namespace Descent.Benchmarks.Storage;

/// <summary>Measures Adam with weights, gradients and states in every storage, by turns, at a size that no cache holds, with two threads.</summary>
internal static class StorageCommand
{
    private const int Length = 33_554_432;
    private const int WarmUps = 8;

    public static void Run(int rounds, TextWriter output)
    {
        List<(string Name, Optimizer Optimizer)> contenders =
        [
            ("float", Make<float>(StateStorage.Native, default)),
            ("float, states BFloat16", Make<float>(StateStorage.BFloat16, default)),
            ("float, states Half", Make<float>(StateStorage.Half, default)),
            ("float, states Blocks8", Make<float>(StateStorage.Blocks8, default)),
            ("BFloat16", Make<BFloat16>(StateStorage.Native, default)),
            ("BFloat16, states BFloat16", Make<BFloat16>(StateStorage.BFloat16, default)),
            ("BFloat16, states Blocks8", Make<BFloat16>(StateStorage.Blocks8, default)),
            ("BFloat16, states BFloat16, SplitMaster", Make<BFloat16>(StateStorage.BFloat16, WeightPrecision.SplitMaster)),
            ("BFloat16, states BFloat16, Compensated", Make<BFloat16>(StateStorage.BFloat16, WeightPrecision.Compensated)),
            ("BFloat16, states BFloat16, Master", Make<BFloat16>(StateStorage.BFloat16, WeightPrecision.Master)),
            ("BFloat16, states BFloat16, Stochastic", Make<BFloat16>(StateStorage.BFloat16, WeightPrecision.Stochastic)),
        ];
        for (var round = 0; round < WarmUps; round++)
        {
            contenders.ForEach(contender => contender.Optimizer.Step());
        }

        var samples = Alternation.Measure([.. contenders.Select(contender => (Action)(() => contender.Optimizer.Step()))], rounds, 1);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Adam, {Length:N0} weights, two threads, n = {rounds}:"));
        output.WriteLine();
        var table = new MarkdownTable("weights and gradients", "ns/weight", "float ÷ this", "bytes of states a weight", "and beside the weights");
        for (var index = 0; index < contenders.Count; index++)
        {
            var optimizer = contenders[index].Optimizer;
            table.Add(
                contenders[index].Name,
                Number(samples[index].Median / Length, "0.000"),
                Number(samples[0].RatioTo(samples[index]), "0.00"),
                Number(optimizer.StateBytes / (double)Length, "0.00"),
                Number((optimizer.Parameters[0].WeightRemainder?.Bytes ?? 0) / (double)Length, "0"));
            optimizer.Dispose();
        }

        table.Write(output);
    }

    private static global::Descent.Adam Make<T>(StateStorage states, WeightPrecision weights)
        where T : unmanaged
    {
        var adam = new global::Descent.Adam { Storage = { States = states, Weights = weights }, Options = { MaxDegreeOfParallelism = 2 } };
        var parameter = adam.Add("weights", new T[Length], new T[Length]);
        var random = new Random(1);
        var values = new float[Length];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = (float)(random.NextDouble() - 0.5);
        }

        parameter.Weights.CopyFrom<float>(values);
        parameter.RefreshWeights();
        parameter.Gradients.CopyFrom<float>(values);
        return adam;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
