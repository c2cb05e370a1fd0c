namespace Descent.Training.Tests.SecondOrder;

public sealed class NewtonTests
{
    [Fact]
    public void Step_OfAQuadraticLoss_IsAtTheMinimumAtOnce()
    {
        var problem = TestProblem.Ravine();

        var result = new Newton(problem.Optimizer).Step(problem.LossAndGradients, static hessian => (hessian[0, 0], hessian[1, 1]) = (0.1, 2));

        Assert.Equal(0, problem.Weights[0], 1e-15);
        Assert.Equal(0, problem.Weights[1], 1e-15);
        Assert.Equal(6.45, result.Loss, 1e-14);
        Assert.Equal(6.45, result.Decrement, 1e-14);
        Assert.Equal(Math.Sqrt(53), result.StepNorm, 1e-14);
        Assert.Equal(Math.Sqrt(16.49), result.GradientNorm, 1e-14);
        Assert.Equal(1, problem.Evaluations);
        Assert.Equal(0, problem.Optimizer.Parameters[0].StepCount);
    }

    /// <summary>Newton's classical path over Rosenbrock's function from (−1.2, 1), computed with exact derivatives.</summary>
    [Fact]
    public void Step_ByDifferences_FollowsThePathOfExactDerivatives()
    {
        var (byDifferences, exact) = (TestProblem.Rosenbrock(2), TestProblem.Rosenbrock(2));
        for (var step = 0; step < 7; step++)
        {
            new Newton(byDifferences.Optimizer).Step(byDifferences.LossAndGradients);
            new Newton(exact.Optimizer).Step(exact.LossAndGradients, hessian =>
            {
                var (x, y) = (exact.Weights[0], exact.Weights[1]);
                hessian[0, 0] = (1200 * x * x) - (400 * y) + 2;
                hessian[1, 0] = -400 * x;
                hessian[1, 1] = 200;
            });

            if (step == 0)
            {
                // Known from the textbooks: (−1.1753, 1.3807).
                Assert.Equal([-1.1753, 1.3807], exact.Weights.Select(w => Math.Round(w, 4)));
            }

            // The matrix has an error of 1e-9 of its entries, and condition 2500.
            Assert.Equal(exact.Weights[0], byDifferences.Weights[0], 1e-5);
            Assert.Equal(exact.Weights[1], byDifferences.Weights[1], 1e-5);
        }

        Assert.Equal(1, exact.Weights[0], 1e-12);
    }

    /// <summary>(H + λI) p = g for H = diag(1, 4) and g = (1, 4) (at w = (1, 1)): p = (1/(1+λ), 4/(4+λ)).</summary>
    [Fact]
    public void Step_WithDampingAndLearningRate_IsWhatTheFormulaSays()
    {
        var problem = TestProblem.Quadratic([1, 1], new double[,] { { 1, 0 }, { 0, 4 } });

        new Newton(problem.Optimizer) { Damping = 2, LearningRate = 0.5 }.Step(problem.LossAndGradients);

        // The differences of a linear gradient are exact but for rounding, 2e-16 over a step of 6e-6.
        Assert.Equal(1 - (0.5 / 3), problem.Weights[0], 1e-9);
        Assert.Equal(1 - (0.5 * 4 / 6), problem.Weights[1], 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Step_WhereTheHessianIsNotPositiveDefinite_ThrowsAndMovesNothing(double damping)
    {
        var problem = TestProblem.Quadratic([1, 1], new double[,] { { 2, 0 }, { 0, -3 } });
        var newton = new Newton(problem.Optimizer) { Damping = damping };

        var exception = Assert.Throws<IndefiniteHessianException>(() => newton.Step(problem.LossAndGradients));

        Assert.Equal(-3, exception.SmallestEigenvalue, 1e-8);
        Assert.Equal(damping, exception.Damping);
        Assert.Contains("smallest eigenvalue is -3", exception.Message, StringComparison.Ordinal);
        Assert.Contains("set Damping above 3", exception.Message, StringComparison.Ordinal);
        Assert.Equal([1, 1], problem.Weights);

        newton.Damping = 3.5;
        newton.Step(problem.LossAndGradients);
        Assert.Equal(1 + (3 / 0.5), problem.Weights[1], 1e-6);
    }

    [Fact]
    public void Step_WhereTheHessianIsSingular_ThrowsByItsNoiseToo()
    {
        var problem = TestProblem.Quadratic([1, 1], new double[,] { { 1, 1 }, { 1, 1 } });

        Assert.Throws<IndefiniteHessianException>(() => new Newton(problem.Optimizer).Step(problem.LossAndGradients));
        Assert.Throws<IndefiniteHessianException>(() => new Newton(problem.Optimizer).Step(
            problem.LossAndGradients, static hessian => (hessian[0, 0], hessian[1, 0], hessian[1, 1]) = (1, 1, 1)));

        Assert.Equal([1, 1], problem.Weights);
    }

    [Fact]
    public void Step_WithoutFiniteNumbers_ThrowsAndMovesNothing()
    {
        var problem = TestProblem.Ravine();
        var newton = new Newton(problem.Optimizer);
        Assert.Throws<InvalidOperationException>(() => newton.Step(() => double.NaN));
        Assert.Throws<InvalidOperationException>(() => newton.Step(problem.LossAndGradients, static hessian => hessian[1, 0] = double.NaN));
        Assert.Throws<ArgumentNullException>(() => newton.Step(null!));
        Assert.Equal([-7, 2], problem.Weights);
    }

    [Fact]
    public void Arguments_OutOfRange_NameThemselves()
    {
        var newton = new Newton(TestProblem.Ravine().Optimizer);
        Assert.Equal("Damping", Assert.Throws<ArgumentOutOfRangeException>(() => newton.Damping = -1).ParamName);
        Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => newton.LearningRate = 0).ParamName);
        var large = new Sgd();
        large.Add("x", new double[Hessian.MaximumDenseWeights + 1]);
        Assert.Equal("optimizer", Assert.Throws<ArgumentException>(() => new Newton(large)).ParamName);
    }
}
