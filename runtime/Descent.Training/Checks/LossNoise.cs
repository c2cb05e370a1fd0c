namespace Descent.Training;

/// <summary>
/// How much the rounding errors of a loss scatter, as a standard deviation: the ECNoise estimate of Moré and Wild (SIAM Journal on
/// Scientific Computing 33, 2011, algorithm 3.1). The loss is evaluated at points so close together that its higher differences are all noise.
/// </summary>
internal static class LossNoise
{
    private const int Points = 7;
    private const double DoubleEpsilon = 2.220446049250313e-16, SingleEpsilon = 1.1920929e-7;

    /// <summary>Moves the given coordinates together in tiny equal steps; they are back where they were afterwards.</summary>
    public static double Measure(IReadOnlyList<(WeightTensor Tensor, int Index)> coordinates, Func<double> loss, double lossAtWeights)
    {
        Span<double> values = stackalloc double[Points];
        values[0] = lossAtWeights;
        for (var point = 1; point < Points; point++)
        {
            for (var i = 0; i < coordinates.Count; i++)
            {
                var (tensor, index) = coordinates[i];
                var weight = tensor.Weight(index);
                var spacing = 16 * tensor.Epsilon * Math.Max(1, Math.Abs(weight));
                tensor.Write(index, weight + ((i % 2 == 0 ? point : -point) * spacing));
            }

            values[point] = loss();
        }

        foreach (var (tensor, index) in coordinates)
        {
            tensor.Restore(index);
        }

        // Losses that are all float numbers were rounded to float at the end, which equal values would hide.
        var areSingle = true;
        foreach (var value in values)
        {
            areSingle &= (float)value == value;
        }

        var floor = (areSingle ? SingleEpsilon : DoubleEpsilon) / 2 * Math.Abs(lossAtWeights);
        var estimate = Estimate(values);
        return double.IsFinite(estimate) ? Math.Max(estimate, floor) : floor;
    }

    /// <summary>The root of the mean of σₖ² = γₖ/(m + 1 − k) Σ (Δᵏ)², γₖ = (k!)²/(2k)!, over the differences of order k = 3, 4, 5.</summary>
    internal static double Estimate(Span<double> values)
    {
        // By a power of two near 1, so that no square overflows or vanishes.
        var exponent = DenseVector.Exponent(values);
        DenseVector.ScaleBinary(values, -exponent, values);
        double gamma = 1, sum = 0;
        for (var order = 1; order <= 5; order++)
        {
            gamma *= order / (2.0 * ((2 * order) - 1));
            var squares = 0.0;
            for (var i = 0; i < values.Length - order; i++)
            {
                values[i] = values[i + 1] - values[i];
                squares += values[i] * values[i];
            }

            if (order >= 3)
            {
                sum += gamma * squares / (values.Length - order);
            }
        }

        return Math.ScaleB(Math.Sqrt(sum / 3), exponent);
    }
}
