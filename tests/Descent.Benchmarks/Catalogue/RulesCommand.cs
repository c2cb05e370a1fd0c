using System.Globalization;
using System.Text.RegularExpressions;
using Descent.Benchmarks.Measurement;

namespace Descent.Benchmarks.Catalogue;

/// <summary>
/// Measures every built-in rule at a size that no cache holds, beside a rule of nearly the same streams that only adds. What a rule moves
/// is taken from the table of the rules. Rules of several sweeps, and those that keep totals of rows and columns, are measured beside the streams of their own sweeps as well.
/// </summary>
internal static partial class RulesCommand
{
    private const int Rows = 8192;
    private const int Columns = 4096;
    private const int Length = Rows * Columns;
    private const int BytesWithoutState = 12;
    private const int BytesOfAState = 8;

    private static readonly Func<Optimizer>[] s_limits = [() => new Limit0(), () => new Limit1(), () => new Limit2(), () => new Limit3(), () => new Limit4()];

    public static void Run(int rounds, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Every rule as it is by default, float, {Rows:N0} × {Columns:N0} weights, one thread, n = {rounds}:"));
        output.WriteLine();
        var table = new MarkdownTable("rule", "bytes", "ns/weight", "GB/s", "of the limit");
        var ofSweeps = new MarkdownTable("rule", "sweeps, streams read and written", "those with an addition", "ns/weight", "of it");
        var (weights, gradients, ownSweeps) = (Values(1), Values(2), new Sweeps(Length));
        foreach (var (name, bytes, most) in ReadTable())
        {
            if (typeof(Optimizer).Assembly.GetType("Descent." + name) is not { } type)
            {
                // A rule of Descent.Matrix, which is not a vector's: the products are measured by the command matrix.
                continue;
            }

            using var rule = (Optimizer)Activator.CreateInstance(type)!;
            var states = Math.Clamp((int)Math.Round((bytes - BytesWithoutState) / (double)BytesOfAState), 0, s_limits.Length - 1);
            using var limit = s_limits[states]();
            var sweeps = Sweeps.OfRules.GetValueOrDefault(name, []);
            Action[] steps = [Step(rule, weights, gradients), Step(limit, weights, gradients), () => ownSweeps.Run(sweeps)];
            foreach (var step in steps)
            {
                step();
            }

            var samples = Alternation.Measure(steps, rounds, 1);
            var limitBytes = BytesWithoutState + (BytesOfAState * states);
            table.Add(
                name,
                Range(bytes, most, "0"),
                Number(samples[0].Median / Length, "0.000"),
                Range(GigabytesPerSecond(bytes), GigabytesPerSecond(most), "0.0"),
                Range(OfTheLimit(bytes), OfTheLimit(most), "0.00"));

            if (sweeps.Length > 0)
            {
                ofSweeps.Add(
                    name,
                    string.Join(", ", sweeps.Select(sweep => string.Create(CultureInfo.InvariantCulture, $"{sweep.Read} and {sweep.Written}"))),
                    Number(samples[2].Median / Length, "0.000"),
                    Number(samples[0].Median / Length, "0.000"),
                    Number(samples[2].RatioTo(samples[0]), "0.00"));
            }

            double GigabytesPerSecond(int moved) => (double)moved * Length / samples[0].Median;

            double OfTheLimit(int moved) => samples[1].RatioTo(samples[0]) * moved / limitBytes;
            Array.Clear(weights);
            Values(1).CopyTo(weights, 0);
        }

        table.Write(output);
        output.WriteLine();
        output.WriteLine("Beside the streams of their own sweeps, the ratio within rounds:");
        output.WriteLine();
        ofSweeps.Write(output);
    }

    private static Action Step(Optimizer optimizer, float[] weights, float[] gradients)
    {
        optimizer.Options.MaxDegreeOfParallelism = 1;
        var parameter = optimizer.Add("weights", weights, gradients, [Rows, Columns]);
        switch (parameter.State)
        {
            case SophiaGState state:
                state.Hessian.Bind(gradients);
                break;
            case SophiaHState state:
                state.Hessian.Bind(gradients);
                break;
            case AdaHessianState state:
                state.Hessian.Bind(gradients);
                break;
        }

        return () =>
        {
            optimizer.BeforeGradient();
            optimizer.Step();
        };
    }

    /// <summary>The rules and the bytes that a step moves for a weight: the least, and the most, which depend on hyperparameters.</summary>
    private static IEnumerable<(string Name, int Bytes, int Most)> ReadTable()
        => Resources.Read("rules.md").Split('\n')
            .Select(line => Row().Match(line))
            .Where(row => row.Success)
            .Select(row => (row.Groups["name"].Value, Whole(row.Groups["bytes"]), Whole(row.Groups["most"].Success ? row.Groups["most"] : row.Groups["bytes"])));

    private static int Whole(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    private static float[] Values(int seed)
    {
        var random = new Random(seed);
        var values = new float[Length];
        foreach (ref var value in values.AsSpan())
        {
            value = random.NextSingle() - 0.5f;
        }

        return values;
    }

    private static string Range(double least, double most, string format)
        => least == most ? Number(least, format) : $"{Number(least, format)}–{Number(most, format)}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| \[(?<name>\w+)\]\([^|]*\| [^|]*\| \d+ \| (?<bytes>\d+)(–(?<most>\d+))?")]
    private static partial Regex Row();
}
