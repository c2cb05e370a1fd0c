using System.Globalization;
using Descent.Generator.Analyzers;
using Descent.Generator.Analyzers.Use;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Hostile;

/// <summary>
/// Damaged rules: the generator and the analyzer never throw; a rule that C# accepts compiles with what is generated for it, or has a
/// diagnostic.
/// </summary>
public sealed class HostileSourceTests
{
    private const int Batch = 40;

    /// <summary>
    /// The rules that are damaged, and the first seed of each batch. For a long hunt set <c>DESCENT_MUTATIONS</c> to the first seed and the
    /// number of batches for each rule.
    /// </summary>
    public static TheoryData<string, int> Batches
    {
        get
        {
            var (first, count) = Environment.GetEnvironmentVariable("DESCENT_MUTATIONS")?.Split(',') is [var seed, var batches]
                ? (int.Parse(seed, CultureInfo.InvariantCulture), int.Parse(batches, CultureInfo.InvariantCulture))
                : (0, 1);
            var data = new TheoryData<string, int>();
            foreach (var rule in HostileSources.Names)
            {
                for (var batch = 0; batch < count; batch++)
                {
                    data.Add(rule, first + (batch * Batch));
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task DamagedRules_NeverMakeTheCompilerThrow(string rule, int firstSeed)
    {
        var sources = HostileSources.Of(rule);
        for (var seed = firstSeed; seed < firstSeed + Batch; seed++)
        {
            var random = new Random(seed);
            var damaged = sources.Select(source => SourceMutator.Mutate(source, random)).ToArray();
            try
            {
                await Check(damaged);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed} of {rule}:\n{string.Join("\n", damaged)}", error);
            }
        }
    }

    private static async Task Check(string[] sources)
    {
        var compilation = GeneratorHarness.Compile(sources);
        var result = GeneratorHarness.CreateDriver().RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Null(result.Exception);

        var complete = compilation.AddSyntaxTrees(result.GeneratedSources.Select(generated => generated.SyntaxTree));
        var found = (await complete.WithAnalyzers([new RuleAnalyzer(), new UseAnalyzer()]).GetAnalyzerDiagnosticsAsync()).AddRange(result.Diagnostics);
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        var errors = complete.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.Equal(found.Length, found.Distinct().Count());
        if (!compilation.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !IsOfTheMissingPart(diagnostic)))
        {
            Assert.DoesNotContain(errors, diagnostic => !compilation.SyntaxTrees.Contains(diagnostic.Location.SourceTree!));
            // A class that has lost its attribute is no rule, and nobody can say what its declarations were for.
            var isOfNoRule = !sources.Any(source => source.Contains("[Optimizer", StringComparison.Ordinal));
            Assert.True(errors.Count == 0 || isOfNoRule || found.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), string.Join('\n', errors));
        }

        if (found.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error) && errors.Count == 0)
        {
            // All is well, so all is compiled.
            Assert.DoesNotContain(result.GeneratedSources, generated => generated.SourceText.ToString().Contains("does not compile", StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// Whether C# finds an error only because the compiler has not added its part: a body, the base class, what a user of the rule calls.
    /// </summary>
    private static bool IsOfTheMissingPart(Diagnostic diagnostic) => diagnostic.Id is "CS9248" or "CS0751" or "CS1061" or "CS0117" or "CS1674";
}
