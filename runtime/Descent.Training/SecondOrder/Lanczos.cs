using Descent.CompilerServices;
using MathNet.Numerics.LinearAlgebra;

namespace Descent.Training;

/// <summary>
/// The extreme eigenvalues of a symmetric matrix by the method of Lanczos (1950) with full reorthogonalization (Golub and Van Loan, 2013,
/// "Matrix computations", section 10.3): the matrix is met only in products with vectors, so that it may be the Hessian of a network.
/// </summary>
/// <remarks>
/// Every product adds one vector to an orthonormal basis, which is kept: as many vectors of <see cref="double"/> as there are products.
/// The start is random, so that an eigenvector that is exactly at right angles to it, and would be missed, has probability 0.
/// </remarks>
public static class Lanczos
{
    /// <summary>How often the eigenvalues of the small matrix are looked at, in products.</summary>
    private const int CheckInterval = 5;

    private const double DoubleEpsilon = 2.220446049250313e-16;

    /// <summary>Finds the smallest and the largest eigenvalue.</summary>
    /// <param name="dimension">The number of rows, from 1 to <see cref="Array.MaxLength"/>.</param>
    /// <param name="multiply">Multiplies the matrix with a vector.</param>
    /// <param name="maximumProducts">The most products, at least 1.</param>
    /// <param name="tolerance">The residual at which an eigenvalue is found, relative to the largest absolute one; greater than 0 and less than 1.</param>
    /// <param name="seed">What the start depends on.</param>
    /// <param name="progress">Told of every product; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Asked before every product.</param>
    /// <returns>Both eigenvalues with their vectors.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="multiply"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another argument is outside its range.</exception>
    /// <exception cref="InvalidOperationException">A product is not finite.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static ExtremeEigenvalues FindExtremes(
        int dimension, LinearOperator multiply, int maximumProducts = 100, double tolerance = 1e-8, int seed = 0,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Guard.Hyperparameter(dimension, nameof(dimension), min: 1, max: Array.MaxLength);
        ArgumentNullException.ThrowIfNull(multiply);
        Guard.Hyperparameter(maximumProducts, nameof(maximumProducts), min: 1);
        Guard.Hyperparameter(tolerance, nameof(tolerance), above: 0, below: 1);

        List<double[]> basis = [RandomDirection(dimension, seed)];
        List<double> diagonal = [], offDiagonal = [];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = new double[dimension];
            multiply(basis[^1], next);
            progress?.Report(new(basis.Count, Math.Min(dimension, maximumProducts)));
            diagonal.Add(DenseVector.Dot(basis[^1], next));
            Orthogonalize(next, basis);
            var coupling = DenseVector.Norm(next);
            if (!double.IsFinite(coupling) || !double.IsFinite(diagonal[^1]))
            {
                throw new InvalidOperationException($"Product {basis.Count} of the matrix with a vector is not finite.");
            }

            var isLast = basis.Count == Math.Min(dimension, maximumProducts) || coupling <= DoubleEpsilon * diagonal.Max(Math.Abs);
            if (isLast || basis.Count % CheckInterval == 0)
            {
                var found = Extremes(basis, diagonal, offDiagonal, basis.Count == dimension ? 0 : coupling, tolerance);
                if (isLast || found.Converged)
                {
                    return found;
                }
            }

            for (var i = 0; i < next.Length; i++)
            {
                next[i] /= coupling;
            }

            offDiagonal.Add(coupling);
            basis.Add(next);
        }
    }

    private static double[] RandomDirection(int dimension, int seed)
    {
        var random = new RandomSource((ulong)seed);
        var direction = new double[dimension];
        for (var i = 0; i < dimension; i++)
        {
            direction[i] = random.NextNormal();
        }

        var norm = DenseVector.Norm(direction);
        for (var i = 0; i < dimension; i++)
        {
            direction[i] /= norm;
        }

        return direction;
    }

    /// <summary>Takes the components along the basis away. Twice is enough (Parlett, 1998, section 6.9); once is not.</summary>
    private static void Orthogonalize(double[] vector, List<double[]> basis)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var direction in basis)
            {
                DenseVector.AddScaled(vector, -DenseVector.Dot(direction, vector), direction);
            }
        }
    }

    private static ExtremeEigenvalues Extremes(
        List<double[]> basis, List<double> diagonal, List<double> offDiagonal, double coupling, double tolerance)
    {
        var size = basis.Count;
        var tridiagonal = Matrix<double>.Build.Dense(size, size);
        for (var i = 0; i < size; i++)
        {
            tridiagonal[i, i] = diagonal[i];
            if (i > 0)
            {
                tridiagonal[i, i - 1] = tridiagonal[i - 1, i] = offDiagonal[i - 1];
            }
        }

        var decomposition = new SymmetricEigenpairs(tridiagonal);
        var (smallest, largest) = (Pair(0), Pair(size - 1));
        var scale = Math.Max(Math.Abs(smallest.Value), Math.Abs(largest.Value));
        return new(smallest, largest, size, Math.Max(smallest.Residual, largest.Residual) <= tolerance * scale);

        Eigenpair Pair(int column)
        {
            var vector = new double[basis[0].Length];
            for (var i = 0; i < size; i++)
            {
                DenseVector.AddScaled(vector, decomposition.Vectors[i, column], basis[i]);
            }

            return new(decomposition.Values[column], vector, coupling * Math.Abs(decomposition.Vectors[size - 1, column]));
        }
    }
}
