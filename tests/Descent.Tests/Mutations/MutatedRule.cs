using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Descent.Generator.Analyzers;
using Descent.Tests.Strictness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Tests.Mutations;

/// <summary>A mutant that C# compiles, and what the analyzers say of it.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Findings">The ids of the warnings and errors that the rule as it was does not have.</param>
/// <param name="Type">The optimizer that it became; <see langword="null"/> if the compiler of rules refuses it.</param>
internal sealed record MutatedRule(Mutant Mutant, IReadOnlyCollection<string> Findings, Type? Type)
{
    /// <summary>What C# says of every hyperparameter until the generator has run.</summary>
    private const string PropertyLacksImplementation = "CS9248";

    /// <summary>Compiles all mutants of a built-in rule into one assembly; those that are no C# are left out.</summary>
    /// <param name="name">The rule.</param>
    /// <param name="mutants">Its mutants.</param>
    /// <returns>The rule as it was, then the mutants.</returns>
    public static async Task<IReadOnlyList<MutatedRule>> Compile(string name, IReadOnlyList<Mutant> mutants)
    {
        IReadOnlyList<Mutant> variants = [new("as it was", "", "", Repository.BuiltInRule(name)), .. mutants];
        var all = CompiledRule.Compile(variants.Select((variant, index) => Rename(variant.Source, name, index)));
        var broken = all.GetDiagnostics()
            .Where(diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, Id: not PropertyLacksImplementation })
            .Select(diagnostic => diagnostic.Location.SourceTree)
            .ToHashSet();
        var found = (await all.RemoveSyntaxTrees(broken!).WithAnalyzers([new RuleAnalyzer()]).GetAnalyzerDiagnosticsAsync())
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .ToLookup(diagnostic => diagnostic.Location.SourceTree!);
        Assert.DoesNotContain(found.SelectMany(diagnostics => diagnostics), diagnostic => diagnostic.Id == "AD0001");
        var refused = found.Where(diagnostics => diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)).Select(diagnostics => diagnostics.Key);
        var assembly = Load(CompiledRule.Complete(all.RemoveSyntaxTrees(broken.Concat(refused)!)));

        var before = found[all.SyntaxTrees[0]].Select(diagnostic => diagnostic.Id).ToHashSet();
        return
        [
            .. all.SyntaxTrees.Select((tree, index) => (tree, index)).Where(item => !broken.Contains(item.tree)).Select(item => new MutatedRule(
                variants[item.index],
                [.. found[item.tree].Select(diagnostic => diagnostic.Id).Where(id => !before.Contains(id)).Distinct()],
                assembly.GetType($"Descent.{name}{item.index}"))),
        ];
    }

    private static string Rename(string source, string name, int index) => Regex.Replace(source, $@"(?<=partial class ){name}\b", name + index);

    private static System.Reflection.Assembly Load(Compilation compilation)
    {
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        stream.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(stream);
    }
}
