using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Analyzers.Use;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>"Clamp into the range": of a default, and of a constant where an optimizer is used.</summary>
public sealed class ClampCodeFixTests
{
    [Theory]
    [InlineData("Hyperparameter(-1, Min = 0)", "Hyperparameter(0, Min = 0)")]
    [InlineData("Hyperparameter(/* a */ 2.5 /* b */, Max = 0.5)", "Hyperparameter(/* a */ 0.5 /* b */, Max = 0.5)")]
    public async Task Default_BecomesTheNearestBound(string before, string after) => Assert.Equal(
        Rule(after), Assert.Single(await new CodeFixHarness(new RuleAnalyzer(), new ClampCodeFix()).FixFirst(Rule(before))));

    [Theory]
    [InlineData("new Descent.Adam { LearningRate = -1e-3, Beta1 = 0.5 }", "new Descent.Adam { LearningRate = 0, Beta1 = 0.5 }")]
    public async Task Constant_BecomesTheNearestBound(string before, string after) => Assert.Equal(
        User(after), Assert.Single(await Uses().FixFirst(User(before))));

    [Fact]
    public async Task FixAll_ClampsEveryFile() => Assert.Equal(
        [User("new Descent.Adam { Epsilon = 0, Beta1 = 0 }"), User("new Descent.Sgd { LearningRate = 0 }").Replace("User", "Other", StringComparison.Ordinal)],
        await Uses().FixAll(
            FixAllScope.Project,
            nameof(ClampCodeFix),
            User("new Descent.Adam { Epsilon = -1, Beta1 = -0.5 }"),
            User("new Descent.Sgd { LearningRate = -3 }").Replace("User", "Other", StringComparison.Ordinal)));

    /// <summary>Which value less than 1 is meant cannot be known.</summary>
    [Fact]
    public async Task OpenBound_HasNoNearestValue() => Assert.Equal(
        0, await Uses().CountFixes(User("new Descent.Adam { Beta1 = 1 }")));

    private static CodeFixHarness Uses() => new(new UseAnalyzer(), new ClampCodeFix());

    private static string User(string expression) => $"class User {{ object Use() => {expression}; }}";

    private static string Rule(string attribute)
        => $"using Descent; [Optimizer] partial class Rule {{ [{attribute}] public partial double Rate {{ get; set; }} [Update] void Update(ref double w, double g) => w -= Rate * g; }}";
}
