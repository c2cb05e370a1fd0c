using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Descent.Package.Tests;

/// <summary>What an assembly in a package says about itself, read without loading it.</summary>
internal sealed class PackedAssembly
{
    public PackedAssembly(ZipArchiveEntry entry)
    {
        using var bytes = new MemoryStream();
        using (var stream = entry.Open())
        {
            stream.CopyTo(bytes);
        }

        bytes.Position = 0;
        using var file = new PEReader(bytes);
        var metadata = file.GetMetadataReader();
        Version = metadata.GetAssemblyDefinition().Version;
        References = [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle)).Select(each => $"{metadata.GetString(each.Name)} {each.Version}")];
        PublicTypes =
        [
            .. metadata.TypeDefinitions.Select(handle => metadata.GetTypeDefinition(handle))
                .Where(type => (type.Attributes & System.Reflection.TypeAttributes.VisibilityMask) == System.Reflection.TypeAttributes.Public)
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"),
        ];
    }

    public Version Version { get; }

    /// <summary>Names and versions, such as <c>System.Runtime 10.0.0.0</c>.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>The full names of the public types that are not nested.</summary>
    public IReadOnlyList<string> PublicTypes { get; }
}
