using Descent.CompilerServices;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Descent.Training;

/// <summary>
/// Newton's method with damping: w ← w − α (H + λI)⁻¹ ∇L, by Cholesky's factorization (Nocedal and Wright, 2006, "Numerical optimization",
/// section 3.3; λ as Levenberg and Marquardt have it). It moves the same parameters as the optimizer's own rule, whose state and step
/// counts it leaves alone.
/// </summary>
/// <remarks>
/// For up to <see cref="Hessian.MaximumDenseWeights"/> weights: a step takes memory with their square and time with their cube, and allocates
/// the matrix. Parameters that are frozen when it is made are no part of it. Not thread-safe.
/// </remarks>
public sealed class Newton
{
    private const double DoubleEpsilon = 2.220446049250313e-16;

    private readonly Optimizer _optimizer;
    private readonly ParameterVector _vector;

    /// <summary>Makes the method for the parameters of an optimizer that are not frozen.</summary>
    /// <param name="optimizer">The optimizer. All its parameters have been added.</param>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The optimizer has no weights that are not frozen, some of 16 bits or on a device, or more than <see cref="Hessian.MaximumDenseWeights"/>.</exception>
    public Newton(Optimizer optimizer)
    {
        _vector = new(optimizer);
        _optimizer = optimizer;
        if (_vector.Length > Hessian.MaximumDenseWeights)
        {
            throw new ArgumentException(
                $"The optimizer has {_vector.Length} weights; Newton's method takes at most {Hessian.MaximumDenseWeights}, L-BFGS as many as memory holds.", nameof(optimizer));
        }
    }

    /// <summary>λ, added to every second derivative on the diagonal, at least 0; 0 unless said. Large values turn the step to the gradient and shorten it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or negative.</exception>
    public double Damping { get; set => field = Guard.Hyperparameter(value, nameof(Damping), min: 0); }

    /// <summary>α, the share of the whole step that is made, greater than 0; 1 unless said, which is exact for a quadratic loss.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or not greater than 0.</exception>
    public double LearningRate { get; set => field = Guard.Hyperparameter(value, nameof(LearningRate), above: 0); } = 1;

    /// <summary>Told of every weight whose second derivatives are there by differences; <see langword="null"/>, for nobody, unless set.</summary>
    public IProgress<WorkProgress>? Progress { get; set; }

    /// <summary>Makes one step.</summary>
    /// <param name="lossAndGradients">Returns the loss at the present weights and writes its gradients to the parameters' gradient buffers.</param>
    /// <param name="hessian">
    /// Computes the Hessian, in the order in which the parameters were added; <see langword="null"/> for central differences of the
    /// gradients, two evaluations a weight.
    /// </param>
    /// <param name="cancellationToken">Asked before every product of a Hessian by differences, and before the weights are moved.</param>
    /// <returns>Loss and gradient before the step, and its length.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="lossAndGradients"/> is <see langword="null"/>.</exception>
    /// <exception cref="IndefiniteHessianException">H + λI is not positive definite, or singular to working precision; no weight was changed.</exception>
    /// <exception cref="InvalidOperationException">
    /// Loss, gradients, Hessian or the weights that the step leads to are not finite; a parameter has no gradients, or was frozen or added
    /// since this was made. No weight was changed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The step was cancelled; no weight was changed.</exception>
    public NewtonResult Step(Func<double> lossAndGradients, HessianFunction? hessian = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lossAndGradients);
        _vector.ThrowIfChanged();
        var loss = lossAndGradients();
        double[] weights = new double[_vector.Length], gradients = new double[_vector.Length];
        _vector.ReadGradients(gradients);
        var norm = DenseVector.Norm(gradients);
        if (!double.IsFinite(loss) || !DenseVector.IsFinite(gradients))
        {
            throw new InvalidOperationException("The loss or its gradients are not finite: there is no step from here.");
        }

        var matrix = ComputeHessian(lossAndGradients, hessian, cancellationToken);
        var direction = Factorize(matrix, singular: hessian is null ? Math.Pow(_vector.Epsilon, 2.0 / 3) : _vector.Length * DoubleEpsilon)
            .Solve(Vector<double>.Build.Dense(gradients)).ToArray();

        cancellationToken.ThrowIfCancellationRequested();
        _vector.ReadWeights(weights);
        _vector.Move(weights, -LearningRate, direction);
        if (!_vector.HasFiniteWeights)
        {
            _vector.Move(weights, 0, direction);
            throw new InvalidOperationException("The step leads to weights that are not finite; no weight was changed. Damping shortens it.");
        }

        return new(loss, norm, LearningRate * DenseVector.Norm(direction), DenseVector.DotOfFinite(gradients, direction) / 2);
    }

    private Matrix<double> ComputeHessian(Func<double> lossAndGradients, HessianFunction? hessian, CancellationToken cancellationToken)
    {
        SquareMatrix matrix;
        if (hessian is null)
        {
            matrix = new Hessian(_optimizer, lossAndGradients) { Progress = Progress }.ToDense(cancellationToken);
        }
        else
        {
            matrix = new(_vector.Length);
            hessian(matrix);

            // A function may leave the upper triangle out.
            matrix.MirrorLowerTriangle();
        }

        return DenseVector.IsFinite(matrix.Values)
            ? matrix.AsSymmetric()
            : throw new InvalidOperationException("The Hessian is not finite: there is no step from here.");
    }

    /// <summary>Factorizes H + λI.</summary>
    /// <param name="matrix">H.</param>
    /// <param name="singular">The squared pivot, relative to the largest, that is no more than error.</param>
    private Cholesky<double> Factorize(Matrix<double> matrix, double singular)
    {
        try
        {
            var factorization = (matrix + (Damping * Matrix<double>.Build.DenseIdentity(_vector.Length))).Cholesky();
            var pivots = factorization.Factor.Diagonal();
            if (Math.Pow(pivots.Minimum() / pivots.Maximum(), 2) > singular)
            {
                return factorization;
            }
        }
        catch (ArgumentException)
        {
            // MathNet's word for a pivot that is not positive.
        }

        throw new IndefiniteHessianException(new SymmetricEigenpairs(matrix).Values[0], Damping);
    }
}
