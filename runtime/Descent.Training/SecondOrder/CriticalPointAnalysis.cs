using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Tells minima, maxima and saddles apart by the eigenvalues of the Hessian, and where a saddle or a maximum can be left (Dauphin et al.,
/// 2014, "Identifying and attacking the saddle point problem", arXiv:1406.2572). Of small models it computes all eigenvalues; of large ones
/// the two extreme ones, by <see cref="Lanczos"/>. The weights are put back, bit for bit.
/// </summary>
public sealed class CriticalPointAnalysis
{
    /// <summary>The norm of the gradients that counts as 0, greater than 0. <see langword="null"/>, the default, takes 1e-6 for double and 1e-3 for float weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or not greater than 0.</exception>
    public double? GradientTolerance { get; init => field = Positive(value, nameof(GradientTolerance)); }

    /// <summary>
    /// The absolute eigenvalue that counts as 0, relative to the largest one or to 1, whichever is larger; greater than 0.
    /// <see langword="null"/>, the default, takes 1e-6 for double and 1e-3 for float weights, above the error of differences.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or not greater than 0.</exception>
    public double? EigenvalueTolerance { get; init => field = Positive(value, nameof(EigenvalueTolerance)); }

    /// <summary>Up to how many weights all eigenvalues are computed, from 0 to <see cref="Hessian.MaximumDenseWeights"/>; 256 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in the range.</exception>
    public int DenseLimit { get; init => field = Guard.Hyperparameter(value, nameof(DenseLimit), min: 0, max: Hessian.MaximumDenseWeights); } = 256;

    /// <summary>The most products of Lanczos's method, two evaluations each, at least 1; 100 unless said.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaximumProducts { get; init => field = Guard.Hyperparameter(value, nameof(MaximumProducts), min: 1); } = 100;

    /// <summary>What Lanczos's random start depends on. 0 unless said.</summary>
    public int Seed { get; init; }

    /// <summary>Told after every product of the Hessian; <see langword="null"/>, for nobody, unless said.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>Analyzes the point at which the weights are.</summary>
    /// <param name="optimizer">The optimizer whose parameters hold the weights. Those that are frozen are held fast.</param>
    /// <param name="lossAndGradients">Returns the loss at the present weights and writes its gradients to the parameters' gradient buffers.</param>
    /// <param name="cancellationToken">Asked before every product of the Hessian.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The optimizer has no weights that are not frozen, or some of 16 bits or on a device.</exception>
    /// <exception cref="InvalidOperationException">A parameter has no gradients; or the loss, the gradients or their differences are not finite.</exception>
    /// <exception cref="OperationCanceledException">The analysis was cancelled. The weights are as they were.</exception>
    public CriticalPointReport Run(Optimizer optimizer, Func<double> lossAndGradients, CancellationToken cancellationToken = default)
    {
        var vector = new ParameterVector(optimizer);
        var hessian = new Hessian(optimizer, lossAndGradients) { Progress = Progress };
        vector.ThrowIfChanged();
        var loss = lossAndGradients();
        var gradients = new double[vector.Length];
        vector.ReadGradients(gradients);
        if (!double.IsFinite(loss) || !DenseVector.IsFinite(gradients))
        {
            throw new InvalidOperationException("The loss or its gradients are not finite: there is nothing to analyze here.");
        }

        var byType = vector.Epsilon > 1e-10 ? 1e-3 : 1e-6;
        var isDense = vector.Length <= DenseLimit;
        var (eigenvalues, lowest, isConverged) = isDense ? AllEigenvalues(hessian, cancellationToken) : ExtremeEigenvalues(hessian, byType / 10, cancellationToken);
        var (smallest, largest) = (eigenvalues[0], eigenvalues[^1]);
        var zero = (EigenvalueTolerance ?? byType) * Math.Max(1, Math.Max(Math.Abs(smallest), Math.Abs(largest)));
        var norm = DenseVector.Norm(gradients);
        var kind = norm <= (GradientTolerance ?? byType) ? Classify(smallest, largest, zero, isConverged) : CriticalPointKind.NotCritical;
        return new(vector)
        {
            Kind = kind,
            IsDegenerate = isDense ? eigenvalues.Exists(value => Math.Abs(value) <= zero) : IsDegenerate(smallest, largest, zero, isConverged),
            Loss = loss,
            GradientNorm = norm,
            Eigenvalues = eigenvalues,
            IsComplete = isDense,
            EscapeDirection = smallest < -zero ? Downhill(lowest, gradients) : default,
        };
    }

    private static CriticalPointKind Classify(double smallest, double largest, double zero, bool isConverged)
        => (smallest, largest) switch
        {
            _ when smallest < -zero && largest > zero => CriticalPointKind.Saddle,
            _ when !isConverged => CriticalPointKind.Undecided,
            _ when smallest > zero => CriticalPointKind.Minimum,
            _ when largest < -zero => CriticalPointKind.Maximum,
            _ when largest > zero => CriticalPointKind.MinimumOrSaddle,
            _ when smallest < -zero => CriticalPointKind.MaximumOrSaddle,
            _ => CriticalPointKind.Undecided,
        };

    /// <summary>Whether an eigenvalue is zero, if that can be told from the two extreme ones.</summary>
    private static bool? IsDegenerate(double smallest, double largest, double zero, bool isConverged)
        => !isConverged ? null
            : Math.Abs(smallest) <= zero || Math.Abs(largest) <= zero ? true
            : smallest > 0 || largest < 0 ? false
            : null;

    private static (List<double> Eigenvalues, double[] Lowest, bool IsConverged) AllEigenvalues(Hessian hessian, CancellationToken cancellationToken)
    {
        var eigenpairs = new SymmetricEigenpairs(hessian.ToDense(cancellationToken).AsSymmetric());
        return ([.. eigenpairs.Values], eigenpairs.Vectors.Column(0).ToArray(), true);
    }

    private (List<double> Eigenvalues, double[] Lowest, bool IsConverged) ExtremeEigenvalues(
        Hessian hessian, double tolerance, CancellationToken cancellationToken)
    {
        var found = hessian.FindExtremeEigenvalues(MaximumProducts, tolerance, Seed, cancellationToken);
        return ([found.Smallest.Value, found.Largest.Value], found.Smallest.Vector.ToArray(), found.Converged);
    }

    private static double[] Downhill(double[] direction, double[] gradients)
    {
        if (DenseVector.Dot(direction, gradients) > 0)
        {
            DenseVector.Negate(direction, direction);
        }

        return direction;
    }

    private static double? Positive(double? value, string name) => value is { } number ? Guard.Hyperparameter(number, name, above: 0) : null;
}
