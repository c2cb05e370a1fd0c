using System.Runtime.Loader;
using Descent.Generator;
using Descent.Generator.Analyzers;
using Descent.Tests.Strictness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Descent.Tests.PlantedFaults;

/// <summary>The compiler with a fault, compiled here from its own source: so a fault takes no build.</summary>
internal static class FaultyCompiler
{
    private const string Generator = "Descent.Generator";

    private static readonly CSharpParseOptions s_options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
    private static readonly Lazy<CSharpCompilation> s_whole = new(Compile);

    private static string Root => Path.Combine(Repository.Root, "generator", Generator);

    /// <summary>The assembly of the compiler with a fault.</summary>
    public static byte[] Build(PlantedFault fault)
    {
        var compilation = s_whole.Value;
        var path = Path.Combine(Root, fault.File);
        var tree = compilation.SyntaxTrees.First(tree => tree.FilePath == path);
        var text = tree.ToString();
        Assert.Contains(fault.Right, text, StringComparison.Ordinal);
        compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text.Replace(fault.Right, fault.Wrong, StringComparison.Ordinal))));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, $"{fault.Name}: {string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(3))}");
        return stream.ToArray();
    }

    /// <summary>Loads the compiler beside the project's own.</summary>
    public static CompilerUnderTest Load(byte[] image)
    {
        using var stream = new MemoryStream(image);
        var assembly = new AssemblyLoadContext("Faulty").LoadFromStream(stream);
        return new(Create<IIncrementalGenerator>(typeof(OptimizerGenerator)), Create<DiagnosticAnalyzer>(typeof(RuleAnalyzer)));

        T Create<T>(Type type) => (T)Activator.CreateInstance(assembly.GetType(type.FullName!)!)!;
    }

    private static CSharpCompilation Compile()
    {
        var sources = Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetRelativePath(Root, path) is var name && !name.StartsWith("obj", StringComparison.Ordinal) && !name.StartsWith("bin", StringComparison.Ordinal))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), s_options, path));
        var whole = typeof(OptimizerGenerator).Assembly;
        var attributes = $"[assembly: System.Reflection.AssemblyVersion(\"{whole.GetName().Version}\")]\n" + string.Join(
            '\n',
            whole.GetCustomAttributesData()
                .Where(attribute => attribute.AttributeType.Name is "InternalsVisibleToAttribute" or "AssemblyMetadataAttribute")
                .Select(attribute => $"[assembly: {attribute.AttributeType.FullName}({string.Join(", ", attribute.ConstructorArguments.Select(argument => SymbolDisplay.FormatLiteral((string)argument.Value!, quote: true)))})]"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name is "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            Generator,
            [.. sources, CSharpSyntaxTree.ParseText(attributes, s_options)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
    }
}
