using Descent;
using Descent.Training;

namespace Lectures.Learning;

/// <summary>
/// A matrix of weights that is to become another, seen through two mixtures: the loss is half the squared norm of A (W − W*) B. The curvature is
/// that of a linear layer, a product of one for its rows and one for its columns, and no axis is that of a weight.
/// </summary>
internal sealed class MatrixProblem
{
    private readonly int _rows, _columns;
    private readonly double[] _left, _right, _target;

    /// <summary>Makes a problem whose mixtures stretch by factors from 1 down to 1 / √condition.</summary>
    public MatrixProblem(int rows, int columns, double condition, bool isTilted)
    {
        (_rows, _columns) = (rows, columns);
        var random = new RandomSource(seed: 1, "matrix problem");
        (_left, _right) = (Mixture(rows, condition, isTilted, random), Mixture(columns, condition, isTilted, random));
        _target = [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextNormal())];
    }

    /// <summary>The losses of a training from 0, before each step.</summary>
    public List<double> Train(Optimizer optimizer, int steps)
    {
        using (optimizer)
        {
            double[] weights = new double[_rows * _columns], gradients = new double[weights.Length];
            optimizer.Add("w", weights, gradients, [_rows, _columns]);
            List<double> losses = [];
            for (var step = 0; step < steps; step++)
            {
                losses.Add(LossAndGradients(weights, gradients));
                optimizer.Step();
            }

            return losses;
        }
    }

    private double LossAndGradients(double[] weights, double[] gradients)
    {
        var difference = weights.Zip(_target, (weight, target) => weight - target).ToArray();
        var seen = Product(Product(_left, difference, _rows, _rows, _columns), _right, _rows, _columns, _columns);

        // Both mixtures are symmetric.
        Product(Product(_left, seen, _rows, _rows, _columns), _right, _rows, _columns, _columns).CopyTo(gradients, 0);
        return seen.Sum(value => value * value) / 2;
    }

    /// <summary>Q D Q, with D diagonal and Q a reflection, or D alone.</summary>
    private static double[] Mixture(int size, double condition, bool isTilted, RandomSource random)
    {
        var factors = Enumerable.Range(0, size).Select(i => Math.Pow(condition, -0.5 * i / (size - 1))).ToArray();
        var normal = Enumerable.Range(0, size).Select(_ => random.NextNormal()).ToArray();
        var length = normal.Sum(value => value * value);
        double Reflection(int i, int j) => (i == j ? 1 : 0) - (isTilted ? 2 * normal[i] * normal[j] / length : 0);
        var mixture = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                mixture[(i * size) + j] = Enumerable.Range(0, size).Sum(k => Reflection(i, k) * factors[k] * Reflection(k, j));
            }
        }

        return mixture;
    }

    private static double[] Product(double[] left, double[] right, int rows, int inner, int columns)
    {
        var product = new double[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var k = 0; k < inner; k++)
            {
                for (var j = 0; j < columns; j++)
                {
                    product[(i * columns) + j] += left[(i * inner) + k] * right[(k * columns) + j];
                }
            }
        }

        return product;
    }
}
