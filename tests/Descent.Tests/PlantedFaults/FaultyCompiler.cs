using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Descent.Tests.PlantedFaults;

/// <summary>
/// The compiler with a fault, compiled here from its own source, and these tests once more on top of it, in a place of their own that is
/// let go afterwards. So a fault takes seconds, and no build.
/// </summary>
internal sealed class FaultyCompiler : AssemblyLoadContext
{
    private const string Generator = "Descent.Generator";

    private static readonly CSharpParseOptions s_options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
    private static readonly Lazy<CSharpCompilation> s_whole = new(Compile);

    private readonly byte[] _image;

    private FaultyCompiler(byte[] image)
        : base(isCollectible: true) => _image = image;

    private static string Root => Path.Combine(Repository.Root, "generator", Generator);

    /// <summary>The assembly of the compiler with a fault.</summary>
    /// <param name="fault">The fault; <see langword="null"/> for none.</param>
    public static byte[] Build(PlantedFault? fault)
    {
        var compilation = s_whole.Value;
        if (fault is not null)
        {
            var path = Path.Combine(Root, fault.File);
            var tree = compilation.SyntaxTrees.First(tree => tree.FilePath == path);
            var text = tree.ToString();
            Assert.Contains(fault.Right, text, StringComparison.Ordinal);
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text.Replace(fault.Right, fault.Wrong, StringComparison.Ordinal))));
        }

        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, $"{fault?.Name}: {string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(3))}");
        return stream.ToArray();
    }

    /// <summary>Runs a static method of these tests, without parameters, on top of a compiler.</summary>
    /// <returns>What the method returns.</returns>
    public static object? Run(byte[] image, Type type, string method)
    {
        var context = new FaultyCompiler(image);
        try
        {
            return context.LoadFromAssemblyPath(typeof(FaultyCompiler).Assembly.Location).GetType(type.FullName!)!
                .GetMethod(method, BindingFlags.Static | BindingFlags.Public)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        finally
        {
            context.Unload();
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == Generator ? LoadFromStream(new MemoryStream(_image)) : null;

    private static CSharpCompilation Compile()
    {
        var sources = Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetRelativePath(Root, path) is var name && !name.StartsWith("obj", StringComparison.Ordinal) && !name.StartsWith("bin", StringComparison.Ordinal))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), s_options, path));
        var whole = typeof(Descent.Generator.OptimizerGenerator).Assembly;
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
