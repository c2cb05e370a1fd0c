using MathNet.Numerics.LinearAlgebra;

namespace Descent.Training;

/// <summary>
/// All eigenvalues of a symmetric matrix, from the smallest, and its eigenvectors as columns. MathNet squares the elements, and finds wrong
/// eigenvalues or none where the squares are out of a double's range: it is given the matrix times a power of two, which rounds nothing.
/// </summary>
internal sealed class SymmetricEigenpairs
{
    public SymmetricEigenpairs(Matrix<double> matrix)
    {
        var exponent = DenseVector.Exponent(matrix.ToColumnMajorArray());
        var decomposition = matrix.Map(element => Math.ScaleB(element, -exponent), Zeros.Include).Evd(Symmetricity.Symmetric);
        Values = [.. decomposition.EigenValues.Select(value => Math.ScaleB(value.Real, exponent))];
        Vectors = decomposition.EigenVectors;
    }

    public double[] Values { get; }

    public Matrix<double> Vectors { get; }
}
