using Descent.CodeFixes;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>"Decouple the weight decay": L2 regularisation in the gradient becomes a decay of the weight.</summary>
public sealed class DecoupleWeightDecayRefactoringTests
{
    [Theory]
    [InlineData("gradient += WeightDecay * weight;", "weight -= LearningRate * (WeightDecay * weight);")]
    [InlineData("if (WeightDecay != 0) { gradient += weight * WeightDecay; } // L2", "if (WeightDecay != 0) { weight -= LearningRate * (weight * WeightDecay); } // L2")]
    public async Task Regularisation_BecomesDecay(string before, string after) => Assert.Equal(
        Rule(after), await RefactoringHarness.Apply(new DecoupleWeightDecayRefactoring(), Rule(before), "+= ", "Decouple the weight decay"));

    [Fact]
    public async Task Adam_BecomesARuleThatCompiles()
    {
        var source = await RefactoringHarness.Apply(new DecoupleWeightDecayRefactoring(), Repository.BuiltInRule("Adam"), "gradient += ", "Decouple the weight decay");

        var (compilation, _) = GeneratorHarness.Generate(source.Replace("namespace Descent;", "namespace User;", StringComparison.Ordinal));
        GeneratorHarness.AssertClean(compilation);
    }

    [Theory]
    [InlineData("gradient += WeightDecay;")]
    [InlineData("gradient += WeightDecay * m;")]
    [InlineData("m += WeightDecay * weight;")]
    public async Task OtherAssignment_IsLeftAlone(string statement) => Assert.Empty(
        await RefactoringHarness.Offer(new DecoupleWeightDecayRefactoring(), Rule(statement), "+= "));

    private static string Rule(string statement) => $$"""
        [Optimizer] partial class Rule
        {
            [Hyperparameter(0.1)] public partial double LearningRate { get; set; }
            [Hyperparameter(0.1)] public partial double WeightDecay { get; set; }
            [Update] void Update(ref double weight, double gradient, [State] ref double m)
            {
                {{statement}}
                weight -= LearningRate * gradient;
            }
        }
        """;
}
