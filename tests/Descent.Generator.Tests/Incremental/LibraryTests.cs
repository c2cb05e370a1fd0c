using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Generator.Tests.Incremental;

/// <summary>What a change of a referenced assembly, or of the helpers that an assembly offers, makes the compiler do again.</summary>
public sealed class LibraryTests
{
    private const string Source = """
        /// <summary>Helpers.</summary>
        public static class Library
        {
            /// <summary>Twice.</summary>
            [Inlineable] public static double Twice(double x) => Times(x, 2);

            private static double Times(double x, double factor) => factor * x;
        }
        """;

    private const string Rule = """
        [Optimizer]
        public sealed partial class Rule
        {
            [Update]
            private void Update(ref double weight, double gradient) => weight -= Library.Twice(gradient);
        }
        """;

    [Theory]
    [InlineData("factor * x", "factor * x * 0.5")]
    [InlineData("=> Times(x, 2)", "=> x + x")]
    public void ChangedBody_CompilesItsUsersAgain(string before, string after)
        => Assert.Equal((IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified), Reasons(Source.Replace(before, after, StringComparison.Ordinal)));

    [Theory]
    [InlineData("Times(x, 2)", "  /* inside */ Times(x,  2)")]
    [InlineData("factor", "times")]
    [InlineData("public static class", "/// <summary>Another.</summary>\npublic class Unrelated;\n\n/// <summary>Helpers.</summary>\npublic static class")]
    public void ChangeElsewhereInTheAssembly_CompilesNothingAgain(string before, string after)
        => Assert.Equal((IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached), Reasons(Source.Replace(before, after, StringComparison.Ordinal)));

    [Theory]
    [InlineData("factor * x", "x * factor * 0.5", IncrementalStepRunReason.Modified)]
    [InlineData("Times(x, 2)", "  /* inside */ Times(x,  2)", IncrementalStepRunReason.Cached)]
    [InlineData("public static class", "public class Unrelated; public static class", IncrementalStepRunReason.Cached)]
    public void Bodies_AreWrittenAgainOnlyIfOneChanged(string before, string after, IncrementalStepRunReason output)
    {
        var compilation = GeneratorHarness.Compile(Source);
        var driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);

        var result = driver.RunGenerators(GeneratorHarness.Compile(Source.Replace(before, after, StringComparison.Ordinal))).GetRunResult().Results.Single();

        Assert.Equal(output, result.TrackedOutputSteps.Single().Value.Single().Outputs.Single().Reason);
    }

    /// <summary>An IDE hands over the other project's compilation in place of its assembly: only its attributes are looked at.</summary>
    [Fact]
    public void ProjectReference_IsReadFromItsAttributes()
    {
        var library = Library.Compile(Source).ToMetadataReference();

        var (compilation, files) = GeneratorHarness.Generate(GeneratorHarness.Compile(Rule).AddReferences(library));

        Assert.Contains("2", Assert.Single(files).Value, StringComparison.Ordinal);
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Assembly_AndItsReferenceAssembly_GiveTheSameLoop(bool isReferenceAssembly)
    {
        var inOneProject = GeneratorHarness.Generate(Rule, Source).Files["Rule.g.cs"];

        var (_, files) = GeneratorHarness.Generate(GeneratorHarness.Compile(Rule).AddReferences(Library.Reference(Library.Compile(Source), isReferenceAssembly)));

        Assert.Equal(inOneProject, files["Rule.g.cs"]);
    }

    /// <summary>The same names in two assemblies and in the project are three methods.</summary>
    [Fact]
    public void EqualNamesOfSeveralAssemblies_AreKeptApart()
    {
        var first = Library.Reference(Library.Compile(Source)).WithAliases(["First"]);
        var second = Library.Reference(Library.Compile(Source.Replace("2)", "3)", StringComparison.Ordinal)).WithAssemblyName("Second")).WithAliases(["Second"]);
        var source = "public static class Library { public static double Twice(double x) => 5 * x; }\n"
            + Rule.Replace("Library.Twice(gradient)", "First::Library.Twice(gradient) + Second::Library.Twice(gradient) + Library.Twice(gradient)", StringComparison.Ordinal);
        var compilation = GeneratorHarness.Compile(source).AddReferences(first, second);
        var tree = compilation.SyntaxTrees[0];
        compilation = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText("extern alias First; extern alias Second;\n" + tree, GeneratorHarness.ParseOptions));

        var (complete, files) = GeneratorHarness.Generate(compilation);

        Assert.DoesNotContain(complete.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.All(["2", "3", "5"], factor => Assert.Contains($"Lanes.Broadcast({factor}.0)", files["Rule.g.cs"], StringComparison.Ordinal));
    }

    /// <summary>The reasons of reading the rule and of its output, when the referenced assembly is compiled again from other source.</summary>
    private static (IncrementalStepRunReason Read, IncrementalStepRunReason Output) Reasons(string source)
    {
        var before = Library.Reference(Library.Compile(Source), isReferenceAssembly: true);
        var compilation = GeneratorHarness.Compile(Rule).AddReferences(before);
        var driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);

        var result = driver.RunGenerators(compilation.ReplaceReference(before, Library.Reference(Library.Compile(source), isReferenceAssembly: true))).GetRunResult().Results.Single();

        return (result.TrackedSteps[OptimizerGenerator.Steps.Read].Single().Outputs.Single().Reason, result.TrackedOutputSteps.Single().Value.Single().Outputs.Single().Reason);
    }
}
