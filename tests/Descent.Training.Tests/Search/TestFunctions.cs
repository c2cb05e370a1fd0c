namespace Descent.Training.Tests.Search;

/// <summary>Standard functions of the literature on global optimization (Dixon and Szegő, 1978), with their known minima.</summary>
internal static class TestFunctions
{
    public const double BraninMinimum = 0.39788735772973816, Hartmann6Minimum = -3.32236801141551;

    public static SearchSpace BraninSpace { get; } = new(SearchDimension.Uniform("x", -5, 10), SearchDimension.Uniform("y", 0, 15));

    public static SearchSpace Hartmann6Space { get; } = new([.. Enumerable.Range(1, 6).Select(i => SearchDimension.Uniform($"x{i}", 0, 1))]);

    private static readonly double[] Alpha = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[][] A =
    [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] P =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    public static double Branin(Trial trial) => Branin(trial["x"], trial["y"]);

    public static double Branin(double x, double y)
        => Math.Pow(y - (5.1 * x * x / (4 * Math.PI * Math.PI)) + (5 * x / Math.PI) - 6, 2) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;

    public static double Hartmann6(Trial trial) => Hartmann6(trial.Point.Values);

    public static double Hartmann6(IReadOnlyList<double> x)
        => -Alpha.Select((alpha, i) => alpha * Math.Exp(-x.Select((value, j) => A[i][j] * Math.Pow(value - P[i][j], 2)).Sum())).Sum();
}
