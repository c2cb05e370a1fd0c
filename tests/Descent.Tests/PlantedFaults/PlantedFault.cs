using Descent.PlantedFaults;

namespace Descent.Tests.PlantedFaults;

/// <summary>A mistake that somebody could make in the compiler: one small replacement in one of its files.</summary>
/// <param name="Name">What the compiler then does.</param>
/// <param name="File">The file, in <c>generator/Descent.Generator</c>.</param>
/// <param name="Right">The text as it is, which stands there once.</param>
/// <param name="Wrong">The text with the mistake.</param>
internal sealed record PlantedFault(string Name, string File, string Right, string Wrong)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedFault> All { get; } = [.. ReadingFaults.All, .. PassesFaults.All, .. EmissionFaults.All, .. AxesFaults.All, .. WholeFaults.All];

    /// <summary>The same, with the file from the root of the repository.</summary>
    public SourceFault InRepository => new(Name, "generator/Descent.Generator/" + File, Right, Wrong);
}
