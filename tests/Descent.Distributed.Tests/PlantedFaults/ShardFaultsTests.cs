using Descent.PlantedFaults;
using Xunit.Abstractions;

namespace Descent.Distributed.Tests.PlantedFaults;

/// <summary>Mistakes where tensors are shared among ranks.</summary>
public sealed class ShardFaultsTests(ITestOutputHelper output) : FoundByTests(output)
{
    /// <summary>Those that start other programs are left out, and those of time.</summary>
    private const string OfRanks = "FullyQualifiedName!~PlantedFaults&FullyQualifiedName!~MpiTests&FullyQualifiedName!~RankTests&FullyQualifiedName!~OverlapTests&FullyQualifiedName!~TimeTests";

    private protected override FaultList List { get; }
        = new("all", "Descent.Distributed.Tests", OfRanks, "table.md", "where tensors are shared among ranks", "`Descent.Distributed`, or the engine,", ShardFaults.All);
}
