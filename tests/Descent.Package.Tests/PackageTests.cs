namespace Descent.Package.Tests;

/// <summary>The base of tests that share one package.</summary>
/// <param name="package">The package.</param>
[Collection(nameof(PackageTests))]
public abstract class PackageTests(PackedPackage package)
{
    protected PackedPackage Package { get; } = package;

    [CollectionDefinition(nameof(PackageTests))]
    public sealed class Definition : ICollectionFixture<PackedPackage>;
}
