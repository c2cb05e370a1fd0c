using Descent.PlantedFaults;

namespace Descent.Tests.PlantedFaults;

/// <summary>The compiler's own tests, and those here that compile rules which somebody wrote by hand, run on top of a faulty compiler; they must have been built.</summary>
internal static class OwnTests
{
    /// <summary>What is left out: tests of how long compiling takes, which fail on a busy machine and not because of a fault.</summary>
    private const string OfCompiler = "FullyQualifiedName!~SizeTests";

    /// <summary>Rules that are compiled while the tests run, against C# and the interpreter.</summary>
    private const string OfLanguage = "FullyQualifiedName~LanguageTests|FullyQualifiedName~ChoiceTests|FullyQualifiedName~InlineableTests|FullyQualifiedName~FoundSourcesTests|FullyQualifiedName~Strictness.ReductionTests";

    /// <summary>The first test that fails; <see langword="null"/> if none does.</summary>
    public static string? FirstFailure(byte[] image)
        => TestRun.FirstFailure("Descent.Tests", OfLanguage, "Descent.Generator", image) ?? TestRun.FirstFailure("Descent.Generator.Tests", OfCompiler, "Descent.Generator", image);
}
