using Descent.Training.Tests.Checks;

namespace Descent.Training.Tests.SecondOrder;

public sealed class HessianTests
{
    /// <summary>Of Rosenbrock's function at (−1.2, 1): second derivatives 1200 x² − 400 y + 2, −400 x and 200.</summary>
    [Fact]
    public void ToDense_IsTheMatrixOfSecondDerivatives()
    {
        var problem = TestProblem.Rosenbrock(2);

        var matrix = new Hessian(problem.Optimizer, problem.LossAndGradients).ToDense();

        // The error of central differences: h²/6 of the fourth derivative, 2400, with h = 6e-6 · 2.6, is 1e-7.
        Assert.Equal(1330, matrix[0, 0], 1e-6);
        Assert.Equal(480, matrix[0, 1], 1e-6);
        Assert.Equal(480, matrix[1, 0], 1e-6);
        Assert.Equal(200, matrix[1, 1], 1e-6);
        Assert.Equal([matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]], matrix.Values);
        Assert.Equal("row", Assert.Throws<ArgumentOutOfRangeException>(() => matrix[2, 0]).ParamName);
        Assert.Equal("column", Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 2] = 1).ParamName);
        Assert.Equal([-1.2, 1], problem.Weights);
    }

    [Fact]
    public void Multiply_TakesTwoEvaluationsAndAllocatesNothing()
    {
        var problem = TestProblem.Rosenbrock(10);
        var hessian = new Hessian(problem.Optimizer, problem.LossAndGradients);
        double[] vector = [.. Enumerable.Range(0, 10).Select(i => i - 3.0)], product = new double[10];
        hessian.Multiply(vector, product);
        double[] before = [.. problem.Weights];
        var evaluations = problem.Evaluations;

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        hessian.Multiply(vector, product);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);

        Assert.Equal(2, problem.Evaluations - evaluations);
        Assert.Equal(before, problem.Weights);
        var expected = hessian.ToDense().AsSymmetric() * MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfArray(vector);
        for (var i = 0; i < 10; i++)
        {
            // Entries of up to 1e4, with an error of 1e-9 of them.
            Assert.Equal(expected[i], product[i], 1e-5);
        }
    }

    [Fact]
    public void FindExtremeEigenvalues_OfANetwork_AreThoseOfTheDenseMatrix()
    {
        Compare(new TinyNetwork<double>(), 1e-7);

        // Differences of float gradients of about 0.1 are right to 1e-7 · 0.1 / 5e-3, and the eigenvalues are about 0.3.
        Compare(new TinyNetwork<float>(), 2e-4);

        static void Compare<T>(TinyNetwork<T> network, double tolerance)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var weights = network.Weights1.ToArray();
            var hessian = new Hessian(network.Optimizer, network.LossAndGradients);
            var dense = hessian.ToDense().AsSymmetric().Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues;

            var found = hessian.FindExtremeEigenvalues();

            Assert.Equal(40, hessian.Dimension);
            Assert.Equal(dense[0].Real, found.Smallest.Value, tolerance);
            Assert.Equal(dense[^1].Real, found.Largest.Value, tolerance);
            Assert.True(dense[^1].Real > 100 * tolerance);
            Assert.Equal(weights, network.Weights1);
        }
    }

    [Fact]
    public void Multiply_RefusesWhatItCannotUse()
    {
        var problem = TestProblem.Ravine();
        var hessian = new Hessian(problem.Optimizer, problem.LossAndGradients);
        Assert.Equal("vector", Assert.Throws<ArgumentException>(() => hessian.Multiply(new double[3], new double[2])).ParamName);
        Assert.Equal("product", Assert.Throws<ArgumentException>(() => hessian.Multiply(new double[2], new double[1])).ParamName);
        Assert.Equal("vector", Assert.Throws<ArgumentException>(() => hessian.Multiply([1, double.NaN], new double[2])).ParamName);
        var both = new double[2];
        Assert.Equal("product", Assert.Throws<ArgumentException>(() => hessian.Multiply(both, both)).ParamName);
        Assert.Equal(0, problem.Evaluations);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Hessian(problem.Optimizer, problem.LossAndGradients) { StepSize = 0 });

        var large = new Sgd();
        large.Add("x", new double[Hessian.MaximumDenseWeights + 1]);
        Assert.Contains("4097", Assert.Throws<InvalidOperationException>(() => new Hessian(large, () => 0).ToDense()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_WhereGradientsAreNotFinite_PutsTheWeightsBack()
    {
        var problem = new TestProblem([1.0], static (w, g) => g[0] = w[0] == 1 ? 0 : double.NaN);

        Assert.Throws<InvalidOperationException>(() => new Hessian(problem.Optimizer, problem.LossAndGradients).Multiply([1], new double[1]));

        Assert.Equal([1], problem.Weights);
    }
}
