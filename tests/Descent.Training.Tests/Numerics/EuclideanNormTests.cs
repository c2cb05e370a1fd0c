namespace Descent.Training.Tests.Numerics;

/// <summary>Norms of numbers whose squares are out of a double's range.</summary>
public sealed class EuclideanNormTests
{
    /// <summary>3 and 4 give 5, at any size; a power of two rounds nothing, so the bits are the same but for subnormal numbers.</summary>
    [Theory]
    [InlineData(1020)]
    [InlineData(600)]
    [InlineData(487)]
    [InlineData(485)]
    [InlineData(0)]
    [InlineData(-508)]
    [InlineData(-511)]
    [InlineData(-513)]
    [InlineData(-800)]
    [InlineData(-1070)]
    public void Norm_IsThatOfTheTriangle_AtAnySize(int exponent)
    {
        double[] legs = [Math.ScaleB(3, exponent), Math.ScaleB(-4, exponent)];

        // Two scales may meet here, and their norms are added by a function of the platform's: to a unit in the last place.
        Assert.Equal(1, EuclideanNorm.Of(legs) / Math.ScaleB(5, exponent), 3e-16);
        Assert.Equal(1, DenseVector.Norm(legs) / Math.ScaleB(5, exponent), 3e-16);
    }

    [Fact]
    public void Norm_OfAllSizesTogether_IsThatOfTheLargest()
    {
        Assert.Equal(1e300, EuclideanNorm.Of([1e-300, 1, 1e300]));
        Assert.Equal(1, EuclideanNorm.Of([1e-300, 1, 5e-324]));
        Assert.Equal(0, EuclideanNorm.Of([0, -0.0]));
        Assert.Equal(0, EuclideanNorm.Of([]));
    }

    [Fact]
    public void Norm_OfWhatIsNotFinite_IsNot()
    {
        Assert.Equal(double.PositiveInfinity, EuclideanNorm.Of([1, double.NegativeInfinity, 1e-300]));
        Assert.Equal(double.NaN, EuclideanNorm.Of([1e300, double.NaN]));
        Assert.Equal(double.NaN, EuclideanNorm.Of([1e-300, double.NaN]));
        Assert.Equal(double.NaN, DenseVector.Norm([double.PositiveInfinity, double.NaN]));
        Assert.Equal(double.PositiveInfinity, DenseVector.Norm([1.5e308, 1.5e308]));
    }

    /// <summary>Four times the square of each; ordinary numbers have the bits that they always had.</summary>
    [Fact]
    public void Norm_OfOrdinaryNumbers_IsTheRootOfTheSum()
    {
        double[] numbers = [0.1, -2.5, 1e-3, 7];
        Assert.Equal(Math.Sqrt((0.1 * 0.1) + (2.5 * 2.5) + (1e-3 * 1e-3) + 49), EuclideanNorm.Of(numbers));
    }

    [Fact]
    public void DotOfFinite_SaturatesAndIsNeverNaN()
    {
        Assert.Equal(double.NegativeInfinity, DenseVector.DotOfFinite([1e200, 1e200], [-1e200, 1e199]));
        Assert.Equal(0, DenseVector.DotOfFinite([1e200, 1e200], [-1e200, 1e200]));
        Assert.Equal(11, DenseVector.DotOfFinite([1, 2], [3, 4]));
    }
}
