namespace Descent.Training;

/// <summary>What <see cref="CriticalPointAnalysis"/> found.</summary>
public sealed class CriticalPointReport
{
    private readonly ParameterVector _vector;

    internal CriticalPointReport(ParameterVector vector) => _vector = vector;

    /// <summary>What the point is.</summary>
    public CriticalPointKind Kind { get; internal init; }

    /// <summary>
    /// Whether some eigenvalue is zero, within the tolerance; <see langword="null"/> where that would take all of them and only the extreme
    /// ones are known.
    /// </summary>
    public bool? IsDegenerate { get; internal init; }

    /// <summary>The loss.</summary>
    public double Loss { get; internal init; }

    /// <summary>‖∇L‖.</summary>
    public double GradientNorm { get; internal init; }

    /// <summary>The Hessian's eigenvalues from the smallest to the largest: all of them if <see cref="IsComplete"/>, otherwise the two extreme ones.</summary>
    public IReadOnlyList<double> Eigenvalues { get; internal init; } = [];

    /// <summary>Whether all eigenvalues are known, by a dense factorization, and not only the extreme ones by <see cref="Lanczos"/>.</summary>
    public bool IsComplete { get; internal init; }

    /// <summary>
    /// The direction, of length 1, in which the loss falls fastest by curvature: the eigenvector of the smallest eigenvalue, turned so that
    /// the gradient does not oppose it. One number a weight, in the order in which the parameters were added; empty where no eigenvalue is
    /// negative.
    /// </summary>
    public ReadOnlyMemory<double> EscapeDirection { get; internal init; }

    /// <summary>The part of <see cref="EscapeDirection"/> that belongs to one parameter.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <returns>One number a weight.</returns>
    /// <exception cref="KeyNotFoundException">No parameter that was analyzed has this name.</exception>
    /// <exception cref="InvalidOperationException">There is no direction of escape.</exception>
    public ReadOnlySpan<double> EscapeDirectionOf(string name)
    {
        ThrowUnlessEscape();
        return _vector.Slice(EscapeDirection.Span, name);
    }

    /// <summary>Moves the weights from where they are along <see cref="EscapeDirection"/>.</summary>
    /// <param name="distance">How far, in the length of the whole weight vector; finite. Negative for the other side.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="distance"/> is not finite.</exception>
    /// <exception cref="InvalidOperationException">There is no direction of escape, or a parameter was frozen or added since the analysis.</exception>
    public void Escape(double distance)
    {
        _ = CompilerServices.Guard.Hyperparameter(distance, nameof(distance));
        ThrowUnlessEscape();
        _vector.ThrowIfChanged();
        var weights = new double[_vector.Length];
        _vector.ReadWeights(weights);
        _vector.Move(weights, distance, EscapeDirection.Span);
    }

    /// <summary>One line: what the point is, and by which figures.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => Schedule.Text(
        $"{Kind}: loss {Loss:G6}, gradient norm {GradientNorm:G3}, {(IsComplete ? $"{Eigenvalues.Count} eigenvalues" : "extreme eigenvalues")} from {Eigenvalues[0]:G6} to {Eigenvalues[^1]:G6}{(IsDegenerate == true ? ", some of them 0" : string.Empty)}");

    private void ThrowUnlessEscape()
    {
        if (EscapeDirection.IsEmpty)
        {
            throw new InvalidOperationException(Schedule.Text($"There is no direction of escape: the smallest eigenvalue, {Eigenvalues[0]:G6}, is not negative."));
        }
    }
}
