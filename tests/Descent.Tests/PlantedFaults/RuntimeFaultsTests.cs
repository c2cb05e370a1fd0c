using Descent.PlantedFaults;
using Xunit.Abstractions;

namespace Descent.Tests.PlantedFaults;

/// <summary>Mistakes in the runtime.</summary>
public sealed class RuntimeFaultsTests(ITestOutputHelper output) : FoundByTests(output)
{
    /// <summary>The tests of what loops call. Those that start another program are none of them: its runtime has no fault.</summary>
    private const string OfServices = "FullyQualifiedName~Tests.Storage|FullyQualifiedName~Strictness.Rounding|FullyQualifiedName~Strictness.Chance|FullyQualifiedName~MathFunctionsTests|FullyQualifiedName~ReductionTests|FullyQualifiedName~ReductionTreeTests|FullyQualifiedName~OptionsTests|FullyQualifiedName~MatrixTests|FullyQualifiedName~DivisorTests";

    private protected override FaultList List { get; } = new("runtime", "Descent.Tests", OfServices, "runtime.md", "in the runtime", "the runtime", RuntimeFaults.All);
}
