namespace Descent.Matrices;

/// <summary>What keeps a norm from being zero before a matrix is divided by it.</summary>
public enum NormGuard
{
    /// <summary>ε is added, as in Keller Jordan's Muon: norm + ε.</summary>
    Add,

    /// <summary>The norm is at least ε, as in PyTorch's Muon: max(norm, ε).</summary>
    AtLeast,
}

/// <summary>
/// How <see cref="Matrix.Orthogonalize{T}"/> iterates: X = A X + (B G + C G²) X with G = X Xᵀ. Unless set, as published for Muon by Keller Jordan (2024,
/// https://kellerjordan.github.io/posts/muon): five steps of coefficients that pull singular values towards 1, to about 0.7 to 1.2.
/// </summary>
public sealed record NewtonSchulz
{
    /// <summary>As published for Muon.</summary>
    public static NewtonSchulz Muon { get; } = new();

    /// <summary>The number of steps, at least 1; 5 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int Steps
    {
        get;
        init
        {
            Shapes.RequireAtLeast(value, 1, nameof(Steps));
            field = value;
        }
    } = 5;

    /// <summary>The coefficient of X, finite; 3.4445 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public double A
    {
        get;
        init => field = CompilerServices.Guard.Hyperparameter(value, nameof(A));
    } = 3.4445;

    /// <summary>The coefficient of G X, finite; −4.7750 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public double B
    {
        get;
        init => field = CompilerServices.Guard.Hyperparameter(value, nameof(B));
    } = -4.7750;

    /// <summary>The coefficient of G² X, finite; 2.0315 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public double C
    {
        get;
        init => field = CompilerServices.Guard.Hyperparameter(value, nameof(C));
    } = 2.0315;

    /// <summary>ε of the division by the Frobenius norm, at least 0; 1e-7 unless set. With 0 a matrix of zeros becomes NaN.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Epsilon
    {
        get;
        init => field = CompilerServices.Guard.Hyperparameter(value, nameof(Epsilon), min: 0);
    } = 1e-7;

    /// <summary>How ε guards the norm; <see cref="NormGuard.Add"/> unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="Descent.Matrices.NormGuard"/>.</exception>
    public NormGuard NormGuard
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(NormGuard), value, "NormGuard must be Add or AtLeast.");
    }
}
