namespace Descent.Tests.Oracles;

/// <summary>The formulas of rules that look at rows and columns, which no library is held against.</summary>
internal static class MatrixFormulas
{
    private const double LearningRate = 0.02;
    private const double Beta1 = 0.8;
    private const double Beta2 = 0.99;
    private const double Beta3 = 0.95;
    private const double Epsilon = 1e-3;
    private const double WeightDecay = 0.05;
    private const double Threshold = 0.9;

    /// <summary>The formula of each rule.</summary>
    public static readonly Dictionary<Type, TensorFormula> All = new()
    {
        [typeof(AdamMini)] = new(
            () => new AdamMini { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay },
            OfEachTensor((weights, gradients) =>
            {
                var t = gradients.Length;
                var mean = Average(gradients, Beta1, 1 - Math.Pow(Beta1, t));
                var squares = Average([.. gradients.Select(gradient => RowMeans(Squares(gradient, 0)))], Beta2, 1 - Math.Pow(Beta2, t));
                return [.. weights.Select((weight, i) => weight * (1 - LearningRate * WeightDecay) - LearningRate * mean[i] / (Math.Sqrt(squares[i]) + Epsilon))];
            })),

        [typeof(Came)] = new(
            () => new Came
            {
                LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Beta3 = Beta3, DeviationEpsilon = Epsilon, ClippingThreshold = Threshold, WeightDecay = WeightDecay,
            },
            OfEachTensor((weights, gradients) =>
            {
                double[][] updates = [.. gradients.Select((_, last) => Clipped(Scaled(gradients[last], Factored([.. gradients.Take(last + 1).Select(gradient => Squares(gradient, 1e-30))], Beta2))))];
                double[][] moments = [.. updates.Select((_, last) => Average(updates[..(last + 1)], Beta1, 1))];
                var step = Scaled(moments[^1], Factored([.. updates.Zip(moments, (update, moment) => Squares([.. update.Zip(moment, (u, m) => u - m)], Epsilon))], Beta3));
                return [.. weights.Zip(step, (weight, moved) => weight - LearningRate * WeightDecay * weight - LearningRate * moved)];
            })),
    };

    private static Func<double[][][], double[][][], double[][]> OfEachTensor(Func<double[], double[][], double[]> next)
        => (weights, gradients) => [.. weights[^1].Select((tensor, k) => next(tensor, [.. gradients.Select(step => step[k])]))];

    /// <summary>The tensors of problem C are of 3×4 and 5×5; a vector is one row.</summary>
    private static int Columns(double[] tensor) => tensor.Length switch { 12 => 4, 25 => 5, _ => tensor.Length };

    private static double[] RowMeans(double[] values)
        => [.. values.Chunk(Columns(values)).SelectMany(row => Enumerable.Repeat(row.Average(), row.Length))];

    private static double[] ColumnMeans(double[] values)
        => [.. values.Select((_, i) => values.Where((_, j) => j % Columns(values) == i % Columns(values)).Average())];

    /// <summary>The second moment as the product of the averages of rows and columns over that of all.</summary>
    private static double[] Factored(double[][] squares, double decay)
    {
        var (rows, columns) = (Average([.. squares.Select(RowMeans)], decay, 1), Average([.. squares.Select(ColumnMeans)], decay, 1));
        var mean = rows.Average();
        return [.. rows.Zip(columns, (row, column) => row * column / mean)];
    }

    /// <summary>An average that began at 0, over what its weights add up to or 1.</summary>
    private static double[] Average(double[][] values, double decay, double divisor)
        => [.. values[0].Select((_, i) => values.Select((value, age) => (1 - decay) * Math.Pow(decay, values.Length - 1 - age) * value[i]).Sum() / divisor)];

    private static double[] Clipped(double[] update)
    {
        var factor = Math.Max(1, Math.Sqrt(update.Average(value => value * value)) / Threshold);
        return [.. update.Select(value => value / factor)];
    }

    private static double[] Scaled(double[] values, double[] squares) => [.. values.Zip(squares, (value, square) => value / Math.Sqrt(square))];

    private static double[] Squares(double[] values, double epsilon) => [.. values.Select(value => value * value + epsilon)];
}
