using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Generator.Tests.Harness;

/// <summary>Runs the generator over source text, always twice, and checks that the second run recomputed nothing.</summary>
internal static class GeneratorHarness
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>The framework's assemblies, the runtime and its matrices, as a user's project would reference them.</summary>
    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Optimizer).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Matrices.Matrix).Assembly.Location),
    ];

    public static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "Tests",
        sources.Select((source, index) => CSharpSyntaxTree.ParseText(Prelude + source, ParseOptions, path: $"Source{index}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    /// <summary>The usings that a new project has.</summary>
    private const string Prelude = "using System; using Descent;\n";

    public static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new OptimizerGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator on a compilation, then again on an equal one, and checks that everything was cached.</summary>
    public static GeneratorRunResult Run(CSharpCompilation compilation)
    {
        var driver = CreateDriver().RunGenerators(compilation);
        var result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } exception)
        {
            throw new InvalidOperationException("The generator threw.", exception);
        }

        var again = driver.RunGenerators(compilation.Clone()).GetRunResult().Results.Single();
        // The driver's own steps before ours hold the compilation, which is new each time.
        string[] ours = [OptimizerGenerator.Steps.Read, OptimizerGenerator.Steps.Rules, OptimizerGenerator.Steps.FileNames, OptimizerGenerator.Steps.Helpers, OptimizerGenerator.Steps.Bodies];
        foreach (var (step, runs) in again.TrackedSteps.Where(step => ours.Contains(step.Key)).Concat(again.TrackedOutputSteps))
        {
            foreach (var output in runs.Where(run => !IsRefusal(run)).SelectMany(run => run.Outputs))
            {
                Assert.True(
                    output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                    $"Step '{step}' was {output.Reason} when nothing had changed.");
            }
        }

        return result;
    }

    /// <summary>Whether a step reports a diagnostic of the generator, whose place is looked up in each compilation anew.</summary>
    private static bool IsRefusal(IncrementalGeneratorRunStep run) => run.Name == OptimizerGenerator.Steps.Refusals || run.Inputs.Any(input => IsRefusal(input.Source));

    /// <summary>The compilation with what was generated, and the generated files by name.</summary>
    public static (CSharpCompilation Compilation, IReadOnlyDictionary<string, string> Files) Generate(params string[] sources) => Generate(Compile(sources));

    /// <summary>The compilation with what was generated, and the generated files by name.</summary>
    public static (CSharpCompilation Compilation, IReadOnlyDictionary<string, string> Files) Generate(CSharpCompilation compilation)
    {
        var result = Run(compilation);
        return (
            compilation.AddSyntaxTrees(result.GeneratedSources.Select(source => source.SyntaxTree)),
            result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString()));
    }

    /// <summary>Fails on any warning or error, hidden ones aside: generated code must compile clean in a strict project.</summary>
    public static void AssertClean(CSharpCompilation compilation)
    {
        var diagnostics = compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Where(diagnostic => diagnostic.Id != "CS1591" || diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true)
            .ToList();
        Assert.True(diagnostics.Count == 0, string.Join('\n', diagnostics));
    }
}
