using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Descent.Tests.Strictness;

/// <summary>An assembly with helpers, compiled by the real generator: what a project references, and what a program loads.</summary>
internal sealed class CompiledLibrary
{
    private readonly byte[] _image;

    /// <summary>Compiles source; the assembly's name is <c>Library</c>.</summary>
    /// <param name="source">The source.</param>
    /// <param name="isReferenceAssembly">Whether others compile against its reference assembly, which has no method bodies.</param>
    public CompiledLibrary(string source, bool isReferenceAssembly)
    {
        var compilation = CompiledRule.Complete(CompiledRule.Compile([source]).WithAssemblyName("Library"));
        _image = Emit(compilation, new EmitOptions());
        Reference = MetadataReference.CreateFromImage(isReferenceAssembly ? Emit(compilation, new EmitOptions(metadataOnly: true, includePrivateMembers: false)) : _image);
    }

    public MetadataReference Reference { get; }

    /// <summary>Loads it where another assembly that calls it runs.</summary>
    public void LoadInto(AssemblyLoadContext context) => context.LoadFromStream(new MemoryStream(_image));

    private static byte[] Emit(Compilation compilation, EmitOptions options)
    {
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream, options: options);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return stream.ToArray();
    }
}
