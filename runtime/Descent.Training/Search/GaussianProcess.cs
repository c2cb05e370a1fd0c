namespace Descent.Training;

/// <summary>
/// What is known of a function from observations of it: at every point a normal distribution (Rasmussen and Williams, 2006, algorithm
/// 2.1).
/// </summary>
internal sealed class GaussianProcess
{
    private readonly MaternKernel _kernel;
    private readonly List<double[]> _points;
    private readonly List<double> _values;
    private readonly CholeskyFactor _factor;
    private readonly double _variance;
    private readonly double[] _correlations;
    private double[] _weights;

    private GaussianProcess(MaternKernel kernel, double[][] points, double[] values, int capacity)
    {
        _kernel = kernel;
        (_points, _values) = ([.. points], [.. values]);
        _factor = kernel.Factorize(points, capacity)!;
        _correlations = new double[capacity];
        _weights = Solve();
        _variance = values.Zip(_weights, (value, weight) => value * weight).Sum() / values.Length;
    }

    /// <summary>Fits a process.</summary>
    /// <param name="points">Where the function was observed, in the unit cube; at least one point.</param>
    /// <param name="values">What was observed, with mean 0 and variance 1.</param>
    /// <param name="further">How many points can be added afterwards.</param>
    /// <returns>The process.</returns>
    public static GaussianProcess Fit(double[][] points, double[] values, int further = 0)
        => new(KernelFit.Fit(points, values), points, values, points.Length + further);

    /// <summary>Whether a point was observed, or believed.</summary>
    public bool Knows(double[] point) => _points.Exists(known => known.AsSpan().SequenceEqual(point));

    /// <summary>What the function may be at a point.</summary>
    /// <param name="point">In the unit cube.</param>
    /// <returns>Mean and standard deviation.</returns>
    public (double Mean, double Deviation) At(ReadOnlySpan<double> point)
    {
        var correlations = _correlations.AsSpan(0, _points.Count);
        var mean = 0.0;
        for (var i = 0; i < correlations.Length; i++)
        {
            correlations[i] = _kernel.At(point, _points[i]);
            mean += correlations[i] * _weights[i];
        }

        _factor.SolveLower(correlations);
        var left = 1.0;
        foreach (var known in correlations)
        {
            left -= known * known;
        }

        return (mean, Math.Sqrt(_variance * Math.Max(left, 0)));
    }

    /// <summary>
    /// Takes what it expects at a point for an observation there, so that nobody else goes where a trial is running (the "kriging
    /// believer" of Ginsbourger, Le Riche and Carraro, 2010).
    /// </summary>
    /// <param name="point">In the unit cube.</param>
    public void Believe(double[] point)
    {
        var (mean, _) = At(point);
        double[] row = [.. _points.Select(other => _kernel.At(point, other)), 1 + _kernel.Noise];
        if (_factor.TryAppend(row))
        {
            _points.Add(point);
            _values.Add(mean);
            _weights = Solve();
        }
    }

    private double[] Solve()
    {
        double[] weights = [.. _values];
        _factor.SolveLower(weights);
        _factor.SolveUpper(weights);
        return weights;
    }
}
