using System.Text.Json;

namespace Descent.Training.Tests.SecondOrder;

/// <summary>What PyTorch's LBFGS did, call by call.</summary>
public sealed class LbfgsOracleTests
{
    [Theory]
    [InlineData("lbfgs.A.plain")]
    [InlineData("lbfgs.A.default")]
    [InlineData("lbfgs.A.wolfe")]
    [InlineData("lbfgs.rosenbrock2.plain")]
    [InlineData("lbfgs.rosenbrock2.wolfe")]
    [InlineData("lbfgs.rosenbrock2.wolfe20")]
    [InlineData("lbfgs.rosenbrock10.wolfe")]
    [InlineData("lbfgs.rosenbrock10.history5")]
    public void Step_AfterEveryCall_IsWhereThatOfPyTorchIs(string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", "lbfgs.json")));
        var entry = document.RootElement.GetProperty("entries").EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == id);
        var problem = entry.GetProperty("problem").GetString() switch
        {
            "A" => TestProblem.Ravine(),
            "rosenbrock2" => TestProblem.Rosenbrock(2),
            _ => TestProblem.Rosenbrock(10),
        };
        var arguments = entry.GetProperty("args");
        var lbfgs = new Lbfgs(problem.Optimizer, arguments.TryGetProperty("history_size", out var history) ? history.GetInt32() : 100)
        {
            LineSearch = arguments.TryGetProperty("line_search_fn", out _) ? LineSearchMethod.StrongWolfe : LineSearchMethod.None,
            LearningRate = arguments.TryGetProperty("lr", out var rate) ? rate.GetDouble() : 1,
            MaximumIterations = arguments.TryGetProperty("max_iter", out var iterations) ? iterations.GetInt32() : 20,
        };
        var scales = problem.Weights.Select(Math.Abs).ToArray();
        var calls = entry.GetProperty("x").GetArrayLength();
        for (var call = 0; call < calls; call++)
        {
            var result = lbfgs.Step(problem.LossAndGradients);

            var tolerance = entry.GetProperty("rtol")[call].GetDouble();
            for (var i = 0; i < scales.Length; i++)
            {
                var expected = entry.GetProperty("x")[call][i].GetDouble();
                scales[i] = Math.Max(scales[i], Math.Abs(expected));
                Assert.Equal(expected, problem.Weights[i], tolerance * scales[i]);
            }

            // The loss is quadratic in the distance from where it is 0: its own tolerance is that of the weights, times the first loss.
            Assert.Equal(entry.GetProperty("loss")[call].GetDouble(), result.InitialLoss, tolerance * entry.GetProperty("loss")[0].GetDouble());
            Assert.True(entry.GetProperty("counts_robust").GetBoolean());
            Assert.Equal(entry.GetProperty("n_iter")[call].GetInt64(), lbfgs.Iterations);
            Assert.Equal(entry.GetProperty("func_evals")[call].GetInt64(), lbfgs.Evaluations);
            Assert.Equal(problem.Evaluations, lbfgs.Evaluations);
        }
    }
}
