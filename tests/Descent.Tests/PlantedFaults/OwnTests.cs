using Descent.PlantedFaults;

namespace Descent.Tests.PlantedFaults;

/// <summary>The compiler's own tests, run on top of a faulty compiler; they must have been built.</summary>
internal static class OwnTests
{
    /// <summary>What is left out: tests of how long compiling takes, which fail on a busy machine and not because of a fault.</summary>
    private const string Filter = "FullyQualifiedName!~SizeTests";

    /// <summary>The first test that fails; <see langword="null"/> if none does.</summary>
    public static string? FirstFailure(byte[] image) => TestRun.FirstFailure("Descent.Generator.Tests", Filter, "Descent.Generator", image);
}
