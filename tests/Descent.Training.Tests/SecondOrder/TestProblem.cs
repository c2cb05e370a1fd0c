namespace Descent.Training.Tests.SecondOrder;

/// <summary>A function of some variables with its gradient by hand, its variables held by an optimizer as one parameter.</summary>
internal sealed class TestProblem
{
    private readonly Func<double[], double[], double> _evaluate;

    public TestProblem(double[] start, Func<double[], double[], double> evaluate)
    {
        (Weights, Gradients, _evaluate) = ([.. start], new double[start.Length], evaluate);
        Optimizer.Add("x", Weights, Gradients);
    }

    public Sgd Optimizer { get; } = new();

    public double[] Weights { get; }

    public double[] Gradients { get; }

    public int Evaluations { get; private set; }

    public static TestProblem Ravine(double x = -7, double y = 2) => new([x, y], static (w, g) =>
    {
        (g[0], g[1]) = (w[0] / 10, 2 * w[1]);
        return (w[0] * w[0] / 20) + (w[1] * w[1]);
    });

    public static TestProblem Rosenbrock(int dimension) => new([.. Enumerable.Range(0, dimension).Select(i => i % 2 == 0 ? -1.2 : 1)], static (w, g) =>
    {
        Array.Clear(g);
        var loss = 0.0;
        for (var i = 0; i < w.Length - 1; i++)
        {
            var (rise, distance) = (w[i + 1] - (w[i] * w[i]), 1 - w[i]);
            loss += (100 * rise * rise) + (distance * distance);
            g[i] += (-400 * w[i] * rise) - (2 * distance);
            g[i + 1] += 200 * rise;
        }

        return loss;
    });

    /// <summary>½ wᵀA w.</summary>
    public static TestProblem Quadratic(double[] start, double[,] matrix) => new(start, (w, g) =>
    {
        var loss = 0.0;
        for (var i = 0; i < w.Length; i++)
        {
            g[i] = 0;
            for (var j = 0; j < w.Length; j++)
            {
                g[i] += matrix[i, j] * w[j];
            }

            loss += 0.5 * g[i] * w[i];
        }

        return loss;
    });

    public double LossAndGradients()
    {
        Evaluations++;
        return _evaluate(Weights, Gradients);
    }
}
