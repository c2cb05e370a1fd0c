namespace Descent.Training.Tests.Checks;

public sealed class InitialLossCheckTests
{
    /// <summary>The lecture's numbers: 2.302 for softmax and 9 for the hinge loss, with ten classes.</summary>
    [Fact]
    public void ExpectedLosses_AreThoseOfTheLecture()
    {
        Assert.Equal(2.302585, ExpectedLoss.Softmax(10), 1e-6);
        Assert.Equal(9, ExpectedLoss.Hinge(10));
        Assert.Equal(4.5, ExpectedLoss.Hinge(10, margin: 0.5));
        Assert.Equal(0.693147, ExpectedLoss.Logistic(), 1e-6);
        Assert.Equal(3 * 0.693147, ExpectedLoss.Logistic(3), 1e-5);
    }

    [Fact]
    public void ANetworkAtItsStart_HasTheLossOfChance()
    {
        var network = new TinyNetwork<double>();
        var regularized = new TinyNetwork<double> { Regularization = 0.1 };

        var report = new InitialLossCheck(ExpectedLoss.Softmax(3)).Run(network.Loss, regularized.Loss);

        Assert.True(report.Passed, report.ToString());
        Assert.True(report.RegularizedLoss > report.Loss);
        Assert.StartsWith("Initial loss: passed, 1.1", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2.2, true, "passed")]
    [InlineData(2.6, false, "Too large")]
    [InlineData(1.8, false, "Too small")]
    [InlineData(double.NaN, false, "not finite")]
    [InlineData(double.PositiveInfinity, false, "not finite")]
    public void Loss_IsComparedWithinTheTolerance(double loss, bool passes, string words)
    {
        var report = new InitialLossCheck(ExpectedLoss.Softmax(10)).Run(() => loss);

        Assert.Equal(passes, report.Passed);
        Assert.Contains(words, report.ToString(), StringComparison.Ordinal);
        Assert.Equal(Math.Abs(loss - ExpectedLoss.Softmax(10)) <= 1, new InitialLossCheck(ExpectedLoss.Softmax(10)) { Tolerance = 1 }.Run(() => loss).Passed);
    }

    [Theory]
    [InlineData(2.3, "does not reach the loss")]
    [InlineData(2.2, "does not reach the loss")]
    [InlineData(double.NaN, "NaN, which is not finite")]
    [InlineData(double.PositiveInfinity, "which is not finite")]
    public void RegularizationThatDoesNotRaiseTheLoss_IsFound(double regularized, string words)
    {
        var report = new InitialLossCheck(2.3).Run(() => 2.3, () => regularized);

        Assert.True(report.IsAsExpected);
        Assert.False(report.Passed);
        Assert.Contains(words, report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void BadArguments_NameThemselves()
    {
        Assert.Contains("classes must be an integer and at least 2", Assert.Throws<ArgumentOutOfRangeException>(() => ExpectedLoss.Softmax(1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => ExpectedLoss.Hinge(1));
        Assert.Throws<ArgumentOutOfRangeException>("margin", () => ExpectedLoss.Hinge(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => ExpectedLoss.Logistic(0));
        Assert.Throws<ArgumentOutOfRangeException>("expected", () => new InitialLossCheck(-1));
        Assert.Throws<ArgumentOutOfRangeException>("Tolerance", () => new InitialLossCheck(1) { Tolerance = 0 });
        Assert.Throws<ArgumentNullException>("loss", () => new InitialLossCheck(1).Run(null!));
    }
}
