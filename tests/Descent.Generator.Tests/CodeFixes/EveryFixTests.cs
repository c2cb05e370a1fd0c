using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>Every fix, wherever it is offered in the corpora: what it leaves compiles as well as what was there.</summary>
public sealed class EveryFixTests
{
    private static readonly CodeFixProvider[] s_fixes =
        [.. typeof(UseMathCodeFix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract).Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    public static TheoryData<string> Fixes => [.. s_fixes.Select(fix => fix.GetType().Name)];

    /// <summary>Fixes of what no file of the corpora has, each tested in its own place.</summary>
    private static readonly string[] s_elsewhere = [nameof(MakePartialCodeFix), nameof(MakePropertyPartialCodeFix), nameof(AddUpdateCodeFix), nameof(ClampCodeFix), nameof(SealCodeFix), nameof(MarkOptimizerCodeFix), nameof(ChangedStatesCodeFix)];

    /// <summary>The files of the corpora, each with the ids of what is found in it: analyzed once for all fixes.</summary>
    private static readonly Lazy<Task<List<(string File, IReadOnlyList<string> Ids)>>> s_files = new(async () =>
    {
        var files = new List<(string, IReadOnlyList<string>)>();
        foreach (var file in Corpus.Files("Mistakes").Concat(Corpus.Files("RightRules")))
        {
            var (found, _) = await Corpus.Analyze(await File.ReadAllTextAsync(file), isAllOn: false);
            files.Add((file, [.. found.Select(diagnostic => diagnostic.Id).Distinct()]));
        }

        return files;
    });

    [Theory]
    [MemberData(nameof(Fixes))]
    public async Task FixedRule_Compiles(string name)
    {
        var fix = s_fixes.Single(fix => fix.GetType().Name == name);
        var harness = new CodeFixHarness(new RuleAnalyzer(), fix);
        var count = 0;
        foreach (var (file, _) in (await s_files.Value).Where(file => file.Ids.Any(fix.FixableDiagnosticIds.Contains)))
        {
            var source = "using System; using Descent;\n" + await File.ReadAllTextAsync(file);
            var before = Errors(source);
            foreach (var text in await harness.FixEach(source))
            {
                count++;
                Assert.True(before.Concat(Errors(text)).Distinct().Count() == before.Count, $"{name} in {Path.GetFileName(file)}:\n{string.Join('\n', Errors(text))}\n{text}");
            }
        }

        Assert.Equal(s_elsewhere.Contains(name), count == 0);
    }

    /// <summary>What the compiler says of a file after generation, wherever it says it.</summary>
    private static List<string> Errors(string source)
        => [.. GeneratorHarness.Generate(source).Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id).Distinct()];
}
