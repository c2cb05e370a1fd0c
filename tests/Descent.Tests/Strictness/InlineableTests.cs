using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness;

/// <summary>Rules that call helpers of other assemblies: the loop, into which their bodies went, against calling the helpers.</summary>
public sealed class InlineableTests
{
    private const string Library = """
        namespace Tools;

        public static class Shrinkage
        {
            [Inlineable]
            public static double Soft(double value, double threshold)
            {
                if (Size(value) <= threshold)
                {
                    return 0;
                }

                return Math.CopySign(Size(value) - threshold, value);
            }

            [Inlineable]
            public static void Average(ref double average, double value, int step, bool isCorrected, out double corrected)
            {
                average = 0.9 * average + (1 - 0.9) * value;
                corrected = isCorrected ? average / (1 - Math.Pow(0.9, step)) : average;
            }

            [Inlineable]
            public static double Norm(double value) => Math.Sqrt(Reduce.Sum(value * value));

            private static double Size(double value) => Math.Abs(value);
        }
        """;

    private const string Rule = """
        [Optimizer]
        public sealed partial class Shrinking
        {
            [Hyperparameter(0.1)] public partial double Rate { get; set; }
            [Hyperparameter(true)] public partial bool Corrected { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [State] ref double m, [Step] int t)
            {
                Tools.Shrinkage.Average(ref m, gradient / (1 + Tools.Shrinkage.Norm(gradient)), t, Corrected, out var corrected);
                weight = Tools.Shrinkage.Soft(weight - Rate * corrected, Rate * Tools.Shrinkage.Soft(0.5, 0.25));
            }
        }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HelpersOfAnotherAssembly_GiveTheSpecifiedBits(bool isReferenceAssembly)
        => Run(Assert.Single(CompiledRule.FromSource([("Shrinking", Rule)], new CompiledLibrary(Library, isReferenceAssembly))));

    /// <summary>This project references the runtime as any other does: its build got a reference assembly.</summary>
    [Fact]
    public void Formulas_GiveTheSpecifiedBits()
        => Run(CompiledRule.Of(typeof(FormulasForTests), Repository.Read("tests", "Descent.Tests", "Strictness", "FormulasForTests.cs")));

    [Fact]
    public void Formulas_AreWhatTheySay()
    {
        Assert.Equal(0.75 * 2 + 0.25 * 6, Formulas.MovingAverage(2, 6, 0.75));
        Assert.Equal(1 - 0.125, Formulas.BiasCorrection(0.5, 3));
        Assert.Equal([1.5, -1.5, 0, 0, 0], new[] { 2, -2, 0.5, -0.25, double.NaN }.Select(value => Formulas.SoftThreshold(value, 0.5)));
        Assert.Equal([1, -1, 0, double.NaN], new[] { 1e-300, double.NegativeInfinity, 0, double.NaN }.Select(Formulas.Sign));
    }

    private static void Run(CompiledRule rule)
    {
        foreach (var length in new[] { 1, 8, 53, 1500 })
        {
            var random = new Random(length);
            Comparison.Run(rule, SpecialValues.Mixed<float>(random, length), _ => SpecialValues.Mixed<float>(random, length), offset: 1);
            Comparison.Run(rule, SpecialValues.Mixed<double>(random, length, specialShare: 0), _ => SpecialValues.Mixed<double>(random, length, specialShare: 0), offset: 1);
        }
    }
}
