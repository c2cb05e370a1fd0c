namespace Descent.Training.Tests.SecondOrder;

/// <summary>Second derivatives of every size, and steps that lead nowhere.</summary>
public sealed class SecondOrderRangeTests
{
    public static TheoryData<double> Sizes => [1e-250, 1e-170, 1, 1e170, 1e250];

    /// <summary>A loss of any size has its minimum where it has it, and Newton's step goes there.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Newton_OfALossOfAnySize_FindsTheMinimum(double size)
    {
        var problem = Quadratic(size);

        var result = new Newton(problem.Optimizer).Step(problem.LossAndGradients);

        // The Hessian is by differences of gradients, 1e-10 of its size off.
        Assert.Equal([0, 0], problem.Weights.Select(weight => Math.Round(weight, 8)));
        Assert.Equal(size * 5, result.GradientNorm, size * 1e-14);
        Assert.Equal(Math.Sqrt(9 + 4), result.StepNorm, 1e-8);
    }

    [Fact]
    public void Newton_WhoseStepIsNotFinite_MovesNothing()
    {
        var problem = new TestProblem([2], static (_, g) =>
        {
            g[0] = 1e10;
            return 0;
        });

        Assert.Throws<InvalidOperationException>(() => new Newton(problem.Optimizer).Step(problem.LossAndGradients, hessian => hessian[0, 0] = 1e-300));
        Assert.Equal(2, problem.Weights[0]);

        // The step is a double's, and the weight is not.
        float[] weights = [2], gradients = [1e10f];
        var optimizer = new Sgd();
        optimizer.Add("x", weights, gradients);
        Assert.Throws<InvalidOperationException>(() => new Newton(optimizer).Step(() => 0, hessian => hessian[0, 0] = 1e-30));
        Assert.Equal(2, weights[0]);
    }

    /// <summary>H (2ᵏ v) = 2ᵏ H v, to the bit, however small or large: the step along the vector is the same.</summary>
    [Theory]
    [InlineData(-1060)]
    [InlineData(-600)]
    [InlineData(600)]
    [InlineData(1000)]
    public void Hessian_TimesAVectorOfAnySize_IsInProportion(int exponent)
    {
        var problem = TestProblem.Rosenbrock(4);
        var hessian = new Hessian(problem.Optimizer, problem.LossAndGradients);
        double[] vector = [0.5, -1, 0.25, 1], product = new double[4], scaled = new double[4];
        hessian.Multiply(vector, product);

        hessian.Multiply([.. vector.Select(value => Math.ScaleB(value, exponent))], scaled);

        Assert.Equal(product.Select(value => Math.ScaleB(value, exponent)), scaled);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Lanczos_FindsEigenvaluesOfAnySize(double size)
    {
        var found = Lanczos.FindExtremes(20, (vector, product) =>
        {
            for (var i = 0; i < product.Length; i++)
            {
                product[i] = size * (i - 5) * vector[i];
            }
        });

        Assert.True(found.Converged);
        Assert.Equal(-5, found.Smallest.Value / size, 1e-7);
        Assert.Equal(14, found.Largest.Value / size, 1e-7);
    }

    /// <summary>Curvatures beyond 1 tell a saddle from a minimum; the tolerance of a gradient is absolute.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1e170)]
    [InlineData(1e250)]
    public void ASaddleOfAnySize_IsASaddle(double size)
    {
        var problem = TestProblem.Quadratic([0, 0], new[,] { { size, 0 }, { 0, -2 * size } });
        foreach (var limit in new[] { 0, 256 })
        {
            var report = new CriticalPointAnalysis { DenseLimit = limit }.Run(problem.Optimizer, problem.LossAndGradients);

            Assert.Equal(CriticalPointKind.Saddle, report.Kind);
            Assert.Equal(-2, report.Eigenvalues[0] / size, 1e-6);
        }
    }

    [Fact]
    public void APointWhereNothingIsFinite_IsNotAnalyzed()
    {
        var loss = new TestProblem([1], static (_, _) => double.NaN);
        Assert.Throws<InvalidOperationException>(() => new CriticalPointAnalysis().Run(loss.Optimizer, loss.LossAndGradients));
        var gradient = new TestProblem([1], static (w, g) =>
        {
            g[0] = w[0] == 1 ? double.PositiveInfinity : 0;
            return 0;
        });
        Assert.Throws<InvalidOperationException>(() => new CriticalPointAnalysis().Run(gradient.Optimizer, gradient.LossAndGradients));
    }

    /// <summary>s/2 (x² + 2 y²) at (3, 2), where its gradient is s (3, 4).</summary>
    private static TestProblem Quadratic(double size) => new([3, 2], (w, g) =>
    {
        (g[0], g[1]) = (size * w[0], 2 * size * w[1]);
        return size * ((w[0] * w[0]) + (2 * w[1] * w[1])) / 2;
    });
}
