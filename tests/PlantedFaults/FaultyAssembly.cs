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

    /// <summary>The assembly with a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="generators">The generators of its own, beside the framework's.</param>
    public static byte[] Build(SourceFault fault, params IEnumerable<ISourceGenerator> generators)
    {
        Assert.Equal(1, fault.Count);
        var root = Path.Combine(Repository.Root, Path.Combine(fault.File.Split('/')[..2]));
        var sources = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetRelativePath(root, path) is var name && !name.StartsWith("obj", StringComparison.Ordinal) && !name.StartsWith("bin", StringComparison.Ordinal))
            .Select(path => CSharpSyntaxTree.ParseText(path == Path.Combine(Repository.Root, fault.File) ? fault.Plant() : File.ReadAllText(path), s_options, path));
        var head = CSharpSyntaxTree.ParseText((fault.IsOfCompiler ? "" : Usings) + AttributesOf(fault.Assembly), s_options);
        Compilation compilation = CSharpCompilation.Create(
            fault.Assembly,
            [head, .. sources],
            References(fault),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        if (!fault.IsOfCompiler)
        {
            CSharpGeneratorDriver.Create([.. OfFramework(), .. generators], parseOptions: s_options).RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        }

        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, $"{fault.Name}: {string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(3))}");
        return stream.ToArray();
    }

    private static string AttributesOf(string assembly)
    {
        var whole = System.Reflection.Assembly.Load(assembly);
        return $"[assembly: System.Reflection.AssemblyVersion(\"{whole.GetName().Version}\")]\n" + string.Join(
            '\n',
            whole.GetCustomAttributesData()
                .Where(attribute => attribute.AttributeType.Name is "InternalsVisibleToAttribute" or "AssemblyMetadataAttribute")
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
