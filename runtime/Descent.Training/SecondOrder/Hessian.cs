using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// The Hessian of a loss at the present weights, by central differences of its gradients: H v ≈ (∇L(w + h v) − ∇L(w − h v)) / 2h. One
/// product takes two evaluations, whatever the number of weights, so that it works on real networks.
/// </summary>
/// <remarks>
/// The order of the weights is that in which the parameters were added; those that are frozen when this is made are left out. Every
/// method puts the weights back, bit for bit; the gradient buffers hold what the last evaluation left. Where the loss has kinks, as with
/// ReLU, the differences see those that the step crosses. The loss must be the same at every evaluation: one batch, without dropout.
/// </remarks>
public sealed class Hessian
{
    /// <summary>The most weights of which <see cref="ToDense"/> makes a matrix, 4096: 128 MiB, and time with the cube of it afterwards.</summary>
    public const int MaximumDenseWeights = 4096;

    private readonly ParameterVector _vector;
    private readonly Func<double> _lossAndGradients;
    private readonly double[] _weights, _above;

    /// <summary>Makes the Hessian of a loss in the parameters of an optimizer that are not frozen.</summary>
    /// <param name="optimizer">The optimizer. All its parameters have been added.</param>
    /// <param name="lossAndGradients">Returns the loss at the present weights and writes its gradients to the parameters' gradient buffers.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The optimizer has no weights that are not frozen, or some of 16 bits or on a device.</exception>
    public Hessian(Optimizer optimizer, Func<double> lossAndGradients)
    {
        _vector = new(optimizer);
        ArgumentNullException.ThrowIfNull(lossAndGradients);
        _lossAndGradients = lossAndGradients;
        _weights = new double[_vector.Length];
        _above = new double[_vector.Length];
    }

    /// <summary>The number of weights.</summary>
    public int Dimension => _vector.Length;

    /// <summary>
    /// How far the weights are moved, h ‖v‖, greater than 0. <see langword="null"/>, the default, chooses ε^⅓ (1 + ‖w‖) with ε the machine
    /// epsilon of the weights' type, where rounding and truncation balance.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or not greater than 0.</exception>
    public double? StepSize { get; init => field = value is { } h ? Guard.Hyperparameter(h, nameof(StepSize), above: 0) : null; }

    /// <summary>
    /// Told after every product, of two evaluations each, of <see cref="ToDense"/> and <see cref="FindExtremeEigenvalues"/>;
    /// <see langword="null"/>, for nobody, unless said.
    /// </summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>Multiplies the Hessian with a vector. Allocates nothing.</summary>
    /// <param name="vector">The vector v, one number a weight.</param>
    /// <param name="product">Receives H v.</param>
    /// <exception cref="ArgumentException">A length differs from <see cref="Dimension"/>, the two overlap, or the vector is not finite.</exception>
    /// <exception cref="InvalidOperationException">
    /// A parameter has no gradients after the evaluation, or was frozen or added since this was made; or the gradients near the weights, or the product, are not finite.
    /// </exception>
    public void Multiply(ReadOnlySpan<double> vector, Span<double> product)
    {
        ThrowUnlessDimension(vector.Length, nameof(vector));
        ThrowUnlessDimension(product.Length, nameof(product));
        if (product.Overlaps(vector))
        {
            throw new ArgumentException("The product overlaps the vector.", nameof(product));
        }

        if (!DenseVector.IsFinite(vector))
        {
            throw new ArgumentException("The vector must be finite.", nameof(vector));
        }

        _vector.ThrowIfChanged();

        // The direction is the vector times a power of two, near 1, so that its norm and the step along it are in range. It stands where
        // the product will: the second evaluation is the last to need it.
        var exponent = DenseVector.Exponent(vector);
        DenseVector.ScaleBinary(product, -exponent, vector);
        var norm = DenseVector.Norm(product);
        if (norm == 0)
        {
            return;
        }

        _vector.ReadWeights(_weights);
        var step = (StepSize ?? (Math.Cbrt(_vector.Epsilon) * (1 + DenseVector.Norm(_weights)))) / norm;
        try
        {
            Evaluate(step, product, _above);
            Evaluate(-step, product, product);
        }
        finally
        {
            _vector.Move(_weights, 0, _weights);
        }

        for (var i = 0; i < product.Length; i++)
        {
            // In halves, because the difference of two large gradients may overflow.
            product[i] = Math.ScaleB(((_above[i] / 2) - (product[i] / 2)) / step, exponent);
        }

        if (!DenseVector.IsFinite(product))
        {
            throw new InvalidOperationException("The product of the Hessian and the vector is too large for a double.");
        }
    }

    /// <summary>The whole matrix, made symmetric, from two evaluations a weight.</summary>
    /// <param name="cancellationToken">Asked before every product.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="InvalidOperationException">There are more than <see cref="MaximumDenseWeights"/> weights; or as for <see cref="Multiply"/>.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled. The weights are as they were.</exception>
    public SquareMatrix ToDense(CancellationToken cancellationToken = default)
    {
        if (Dimension > MaximumDenseWeights)
        {
            throw new InvalidOperationException(
                $"The Hessian of {Dimension} weights is too large for a dense matrix, which holds at most {MaximumDenseWeights}; use its products with vectors.");
        }

        var matrix = new SquareMatrix(Dimension);
        double[] unit = new double[Dimension], column = new double[Dimension];
        for (var j = 0; j < Dimension; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            unit[j] = 1;
            Multiply(unit, column);
            unit[j] = 0;
            Progress?.Report(new(j + 1, Dimension));
            for (var i = 0; i < Dimension; i++)
            {
                matrix[i, j] += column[i] / 2;
                matrix[j, i] += column[i] / 2;
            }
        }

        return matrix;
    }

    /// <summary>The smallest and the largest eigenvalue, by <see cref="Lanczos"/> and so by products alone.</summary>
    /// <param name="maximumProducts">The most products, of two evaluations each, at least 1.</param>
    /// <param name="tolerance">
    /// The residual at which an eigenvalue is found, relative to the largest absolute one; greater than 0 and less than 1.
    /// </param>
    /// <param name="seed">What the start depends on.</param>
    /// <param name="cancellationToken">Asked before every product.</param>
    /// <returns>Both eigenvalues with their vectors.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Multiply"/>.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled. The weights are as they were.</exception>
    public ExtremeEigenvalues FindExtremeEigenvalues(
        int maximumProducts = 100, double tolerance = 1e-6, int seed = 0, CancellationToken cancellationToken = default)
        => Lanczos.FindExtremes(Dimension, Multiply, maximumProducts, tolerance, seed, Progress, cancellationToken);

    private void Evaluate(double step, ReadOnlySpan<double> direction, Span<double> gradients)
    {
        _vector.Move(_weights, step, direction);
        _ = _lossAndGradients();
        _vector.ReadGradients(gradients);
        if (!double.IsFinite(DenseVector.Magnitudes(gradients).Sum))
        {
            throw new InvalidOperationException("The gradients near the weights are not finite: there is no Hessian.");
        }
    }

    private void ThrowUnlessDimension(int length, string name)
    {
        if (length != Dimension)
        {
            throw new ArgumentException($"The {name} has {length} numbers, but there are {Dimension} weights.", name);
        }
    }
}
