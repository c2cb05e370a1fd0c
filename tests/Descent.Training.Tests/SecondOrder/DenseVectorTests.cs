namespace Descent.Training.Tests.SecondOrder;

/// <summary>The vector loops against one element after the other, with and without a tail.</summary>
public sealed class DenseVectorTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Loops_OfEveryLength_DoEveryElement(int length)
    {
        double[] x = Numbers(1), y = Numbers(2), z = Numbers(3), move = new double[length], change = new double[length];

        // Whole numbers are added exactly in any order.
        Assert.Equal(x.Zip(y, (a, b) => a * b).Sum(), DenseVector.Dot(x, y));
        Assert.Equal((length == 0 ? 0 : x.Max(Math.Abs), x.Sum(Math.Abs)), DenseVector.Magnitudes(x));

        var (product, squared) = DenseVector.CurvaturePair(change, x, y, move, 3, z);
        Assert.Equal(x.Zip(y, (a, b) => a - b), change);
        Assert.Equal(z.Select(value => 3 * value), move);
        Assert.Equal((change.Zip(move, (a, b) => a * b).Sum(), change.Sum(value => value * value)), (product, squared));

        double[] sum = [.. x.Zip(y, (a, b) => a + (5 * b))];
        Assert.Equal(sum.Zip(z, (a, b) => a * b).Sum(), DenseVector.AddScaledAndDot(x, 5, y, z));
        Assert.Equal(sum, x);
        DenseVector.AddScaled(x, -5, y);
        Assert.Equal(Numbers(1), x);
        Assert.Equal(2 * x.Zip(z, (a, b) => a * b).Sum(), DenseVector.ScaleAndDot(x, 2, z));
        Assert.Equal(Numbers(1).Select(value => 2 * value), x);
        DenseVector.Negate(x, y);
        Assert.Equal(y.Select(value => -value), x);

        double[] Numbers(int seed) => [.. Enumerable.Range(1, length).Select(i => ((i * 7 * seed) % 11) - 4.0)];
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Magnitudes_SeeNaNAnywhere(int length)
    {
        for (var i = 0; i < length; i++)
        {
            var x = new double[length];
            x[i] = double.NaN;
            Assert.True(double.IsNaN(DenseVector.Magnitudes(x).Largest));
        }
    }
}
