using System.Numerics;
using System.Text.Json;

namespace Descent.Matrices.Tests.Oracles;

/// <summary>
/// The rules of whole matrices give the trajectories that other libraries recorded. In <c>float</c> the
/// tolerance is as many units in the last place: 2²⁹ times that of <c>double</c>, which has 29 bits more.
/// </summary>
public sealed class OracleTests
{
    private const double FloatTolerance = 1 << 29;

    private static readonly JsonElement s_problem = Read("problems.json").GetProperty("C");

    private static readonly Dictionary<string, JsonElement> s_entries
        = Read("matrix.json").GetProperty("entries").EnumerateArray().ToDictionary(entry => entry.GetProperty("id").GetString()!);

    public static TheoryData<string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string>();
            foreach (var (id, entry) in s_entries)
            {
                foreach (var run in entry.GetProperty("runs").EnumerateObject())
                {
                    runs.Add(id, run.Name);
                }
            }

            return runs;
        }
    }

    [Theory, MemberData(nameof(Runs))]
    public void Steps_give_what_was_recorded(string id, string run) => Check<double>(id, run, 1);

    [Theory, MemberData(nameof(Runs))]
    public void Steps_in_float_give_it_too(string id, string run) => Check<float>(id, run, FloatTolerance);

    private static void Check<T>(string id, string name, double toleranceFactor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (entry, run) = (s_entries[id], s_entries[id].GetProperty("runs").GetProperty(name));
        var tolerance = run.GetProperty("rtol").GetDouble() * toleranceFactor;
        var steps = run.GetProperty("steps").EnumerateArray().Select(step => step.GetInt32()).ToList();
        for (var tensor = 0; tensor < 2; tensor++)
        {
            int[] shape = [.. s_problem.GetProperty("shapes")[tensor].EnumerateArray().Select(size => size.GetInt32())];
            var (rows, columns) = name == "CT" && tensor == 0 ? (shape[1], shape[0]) : (shape[0], shape[1]);
            T[] weights = [.. Numbers(s_problem.GetProperty("w0")[tensor]).Select(T.CreateTruncating)];
            double[] scales = [.. weights.Select(weight => Math.Abs(double.CreateTruncating(weight)))];
            var gradient = new T[weights.Length];
            using var rule = Rule(entry);
            rule.Add("weights", weights, gradient, [rows, columns]);
            for (var step = 1; step <= 25; step++)
            {
                Numbers(s_problem.GetProperty("g")[tensor][step - 1]).Select(T.CreateTruncating).ToArray().CopyTo(gradient, 0);
                rule.Step();
                if (steps.IndexOf(step) is >= 0 and var place)
                {
                    Compare(weights, Numbers(run.GetProperty("w")[place][tensor]), scales, tolerance, $"{id} {name}, tensor {tensor}, step {step}");
                }
            }
        }
    }

    private static RuleOptimizer Rule(JsonElement entry)
    {
        var options = entry.GetProperty("effective");
        var isPyTorch = options.TryGetProperty("ns_steps", out var steps);
        return entry.GetProperty("rule").GetString() switch
        {
            "Muon" => new Muon
            {
                LearningRate = Number("lr"),
                Momentum = Number("momentum"),
                WeightDecay = Number("weight_decay"),
                IsNesterov = !isPyTorch || options.GetProperty("nesterov").GetBoolean(),
                Steps = isPyTorch ? steps.GetInt32() : 5,
                NormGuard = isPyTorch ? NormGuard.AtLeast : NormGuard.Add,
                Scale = isPyTorch && options.GetProperty("adjust_lr_fn").GetString() == "match_rms_adamw" ? MuonScale.MatchAdamW : MuonScale.Original,
            },
            "Shampoo" => new Shampoo
            {
                LearningRate = Number("lr"),
                WeightDecay = Number("weight_decay"),
                Epsilon = Number("epsilon"),
                Frequency = options.GetProperty("update_freq").GetInt32(),
                Root = 2,
                RootEpsilon = 0,
                IsOneAfterTheOther = true,
            },
            "SOAP" => new Soap
            {
                LearningRate = Number("lr"),
                WeightDecay = Number("weight_decay"),
                Epsilon = Number("eps"),
                Beta1 = options.GetProperty("betas")[0].GetDouble(),
                Beta2 = options.GetProperty("betas")[1].GetDouble(),
                PreconditionerBeta = Number("shampoo_beta") is >= 0 and var own ? own : options.GetProperty("betas")[1].GetDouble(),
                Frequency = options.GetProperty("precondition_frequency").GetInt32(),
                IsNormalized = options.GetProperty("normalize_grads").GetBoolean(),
            },
            var other => throw new NotSupportedException(other),
        };

        double Number(string name) => options.GetProperty(name).GetDouble();
    }

    private static void Compare<T>(T[] weights, double[] expected, double[] scales, double tolerance, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var index = 0; index < expected.Length; index++)
        {
            scales[index] = Math.Max(scales[index], Math.Abs(expected[index]));
            var error = Math.Abs(double.CreateTruncating(weights[index]) - expected[index]);
            Assert.True(error <= tolerance * scales[index], $"{what}, weight {index}: {weights[index]} for {expected[index]}, {error / scales[index] / tolerance} of the tolerance.");
        }
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    private static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Oracles", "data", file)));
        return document.RootElement.Clone();
    }
}
