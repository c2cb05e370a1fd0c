using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.PlantedFaults;

/// <summary>An assembly of this repository with a fault, compiled here from its own source: so a fault takes no build.</summary>
internal static class FaultyAssembly
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;\n";

    private static readonly CSharpParseOptions s_options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    /// <summary>The assemblies without a fault, by their names: all files but one are read once for all faults.</summary>
    private static readonly ConcurrentDictionary<string, CSharpCompilation> s_right = [];

    /// <summary>The assembly with a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="generators">The generators of its own, beside the framework's.</param>
    public static byte[] Build(SourceFault fault, params IEnumerable<ISourceGenerator> generators)
    {
        Assert.Equal(1, fault.Count);
        var right = s_right.GetOrAdd(fault.Assembly, _ => Right(fault));
        var path = Path.Combine(Repository.Root, fault.File);
        Compilation compilation = right.ReplaceSyntaxTree(right.SyntaxTrees.Single(tree => tree.FilePath == path), CSharpSyntaxTree.ParseText(fault.Plant(), s_options, path));
        if (!fault.IsOfCompiler)
        {
            CSharpGeneratorDriver.Create([.. OfFramework(), .. generators], parseOptions: s_options).RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        }

        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, $"{fault.Name}: {string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(3))}");
        return stream.ToArray();
    }

    /// <summary>The assembly of a fault as it is.</summary>
    private static CSharpCompilation Right(SourceFault fault)
    {
        var root = Path.Combine(Repository.Root, Path.Combine(fault.File.Split('/')[..2]));
        var sources = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetRelativePath(root, path) is var name && !name.StartsWith("obj", StringComparison.Ordinal) && !name.StartsWith("bin", StringComparison.Ordinal))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), s_options, path));
        var head = CSharpSyntaxTree.ParseText((fault.IsOfCompiler ? "" : Usings) + AttributesOf(fault.Assembly), s_options);
        return CSharpCompilation.Create(
            fault.Assembly,
            [head, .. sources],
            References(fault),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>What its project says of it that it reads itself: the version, which the compiler writes into what it generates, and who sees its internals.</summary>
    private static string AttributesOf(string assembly)
    {
        var whole = System.Reflection.Assembly.Load(assembly);
        return $"[assembly: System.Reflection.AssemblyVersion(\"{whole.GetName().Version}\")]\n" + string.Join(
            '\n',
            whole.GetCustomAttributesData()
                .Where(attribute => attribute.AttributeType.Name is "AssemblyInformationalVersionAttribute" or "InternalsVisibleToAttribute" or "AssemblyMetadataAttribute")
                .Select(attribute => $"[assembly: {attribute.AttributeType.FullName}({string.Join(", ", attribute.ConstructorArguments.Select(argument => SymbolDisplay.FormatLiteral((string)argument.Value!, quote: true)))})]"));
    }

    /// <summary>The framework, what it references of this repository, and what the compiler references.</summary>
    private static IEnumerable<MetadataReference> References(SourceFault fault) => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Path.GetFileNameWithoutExtension(path) is var name
            && (name.StartsWith("System.", StringComparison.Ordinal)
                || (fault.IsOfCompiler ? name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name == "netstandard" : name == "Descent" && fault.Assembly != name)))
        .Select(path => MetadataReference.CreateFromFile(path));

    /// <summary>The generators that write regular expressions and calls of native functions.</summary>
    private static IEnumerable<ISourceGenerator> OfFramework()
    {
        var packs = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        var newest = Directory.GetDirectories(packs).OrderBy(path => Version.TryParse(Path.GetFileName(path), out var version) ? version : new()).Last();
        return Directory.GetFiles(Path.Combine(newest, "analyzers", "dotnet", "cs"), "*.dll")
            .Where(path => Path.GetFileName(path) is "System.Text.RegularExpressions.Generator.dll" or "Microsoft.Interop.LibraryImportGenerator.dll")
            .SelectMany(path => new AnalyzerFileReference(path, new Loader()).GetGenerators(LanguageNames.CSharp));
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
