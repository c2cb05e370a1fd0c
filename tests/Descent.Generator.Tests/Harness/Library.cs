using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Descent.Generator.Tests.Harness;

/// <summary>Another assembly, as the project that references it gets it.</summary>
internal static class Library
{
    /// <summary>Its source, with what the generator adds.</summary>
    public static CSharpCompilation Compile(string source)
    {
        var (compilation, _) = GeneratorHarness.Generate(GeneratorHarness.Compile(source).WithAssemblyName("Library"));
        GeneratorHarness.AssertClean(compilation);
        return compilation;
    }

    /// <summary>The assembly, or its reference assembly: what a build hands to the compilers of other projects.</summary>
    public static MetadataReference Reference(CSharpCompilation compilation, bool isReferenceAssembly = false)
    {
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(
            stream, options: new EmitOptions(metadataOnly: isReferenceAssembly, includePrivateMembers: !isReferenceAssembly));
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }

    /// <summary>An assembly whose body attribute is written by hand, without the generator.</summary>
    public static MetadataReference WithBody(string text, string version = "2", string method = "Library.Twice(double)")
        => Reference(GeneratorHarness.Compile($$""""
            [assembly: Descent.CompilerServices.InlineableBody({{version}}, "{{method}}", {{SymbolDisplay.FormatLiteral(text, quote: true)}})]
            public static class Library { [Inlineable] public static double Twice(double x) => 2 * x; }
            """").WithAssemblyName("Library"));
}
