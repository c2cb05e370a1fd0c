namespace Descent.Training;

/// <summary>A matrix that is known by its products with vectors alone.</summary>
/// <param name="vector">The vector v.</param>
/// <param name="product">Receives A v. It does not overlap the vector.</param>
public delegate void LinearOperator(ReadOnlySpan<double> vector, Span<double> product);
