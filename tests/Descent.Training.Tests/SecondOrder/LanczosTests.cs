using MathNet.Numerics.LinearAlgebra;

namespace Descent.Training.Tests.SecondOrder;

/// <summary>Against the eigenvalues of the dense matrix.</summary>
public sealed class LanczosTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(7, 2)]
    [InlineData(60, 3)]
    [InlineData(300, 4)]
    public void Extremes_OfARandomMatrix_AreThoseOfTheDenseFactorization(int size, int seed)
    {
        var random = new RandomSource((ulong)seed);
        var matrix = Matrix<double>.Build.Dense(size, size, (_, _) => random.NextNormal());
        matrix += matrix.Transpose();
        var dense = matrix.Evd(Symmetricity.Symmetric).EigenValues;

        var found = Lanczos.FindExtremes(size, Multiplier(matrix), maximumProducts: 150);

        Assert.True(found.Converged);
        Assert.True(size < 100 || found.Products < size, $"{found.Products} products");

        // The error is the square of the residual over the gap, 1e-8² · scale; what is left is rounding, 300 · 2e-16 · scale.
        var scale = dense[^1].Magnitude + dense[0].Magnitude;
        Assert.Equal(dense[0].Real, found.Smallest.Value, 1e-12 * scale);
        Assert.Equal(dense[^1].Real, found.Largest.Value, 1e-12 * scale);
        Assert.All([found.Smallest, found.Largest], pair =>
        {
            var vector = Vector<double>.Build.DenseOfArray(pair.Vector.ToArray());
            Assert.Equal(1, vector.L2Norm(), 1e-12);
            Assert.Equal(0, ((matrix * vector) - (pair.Value * vector)).L2Norm(), 2e-8 * scale);
        });
    }

    /// <summary>Without reorthogonalization a far eigenvalue comes back again and again, and the basis is no basis any more.</summary>
    [Fact]
    public void Extremes_WithOneEigenvalueFarOut_FindTheOtherEnd()
    {
        var matrix = Matrix<double>.Build.DenseOfDiagonalArray([1e6, .. Enumerable.Range(0, 99).Select(i => 1 + (i / 100.0))]);

        var found = Lanczos.FindExtremes(100, Multiplier(matrix), tolerance: 1e-13);

        // 1e-13 of the largest eigenvalue is 1e-7.
        Assert.Equal(1, found.Smallest.Value, 1e-7);
        Assert.Equal(1e6, found.Largest.Value, 1e-7);
        Assert.True(found.Converged);
    }

    [Fact]
    public void Extremes_OfAMultipleOfOne_TakeOneProduct()
    {
        var found = Lanczos.FindExtremes(50, static (vector, product) =>
        {
            for (var i = 0; i < vector.Length; i++)
            {
                product[i] = -2 * vector[i];
            }
        });

        Assert.Equal((-2, -2), (Math.Round(found.Smallest.Value, 12), Math.Round(found.Largest.Value, 12)));
        Assert.InRange(found.Products, 1, 2);
    }

    [Fact]
    public void Extremes_AtTheLimitOfProducts_SayThatTheyDidNotConverge()
    {
        var matrix = Matrix<double>.Build.DenseOfDiagonalArray([.. Enumerable.Range(0, 100).Select(i => (double)i)]);

        var found = Lanczos.FindExtremes(100, Multiplier(matrix), maximumProducts: 8);

        Assert.False(found.Converged);
        Assert.Equal(8, found.Products);
        Assert.InRange(found.Smallest.Value, 0, 20);
        Assert.InRange(found.Largest.Value, 80, 99);
    }

    [Fact]
    public void Arguments_OutOfRange_NameThemselves()
    {
        LinearOperator same = static (vector, product) => vector.CopyTo(product);
        Refuses("dimension", () => Lanczos.FindExtremes(0, same));
        Refuses("maximumProducts", () => Lanczos.FindExtremes(2, same, maximumProducts: 0));
        Refuses("tolerance", () => Lanczos.FindExtremes(2, same, tolerance: 1));
        Assert.Throws<ArgumentNullException>(() => Lanczos.FindExtremes(2, null!));
        Assert.Throws<InvalidOperationException>(() => Lanczos.FindExtremes(2, static (_, product) => product[0] = double.NaN));

        static void Refuses(string name, Action action) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(action).ParamName);
    }

    private static LinearOperator Multiplier(Matrix<double> matrix)
        => (vector, product) => (matrix * Vector<double>.Build.DenseOfArray(vector.ToArray())).ToArray().CopyTo(product);
}
