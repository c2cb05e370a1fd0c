using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Analyzers;

/// <summary>The diagnostics of all categories. Error: it cannot be compiled. Warning: almost surely wrong. Info: worth knowing.</summary>
internal static class Descriptors
{
    /// <summary>What is found in the class of a rule itself.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> OfRules = [.. StructureDescriptors.All, .. DataflowDescriptors.All, .. MathematicsDescriptors.All];

    public static readonly ImmutableArray<DiagnosticDescriptor> All = [.. OfRules, .. UseDescriptors.All];

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_byId = All.ToImmutableDictionary(descriptor => descriptor.Id);

    public static DiagnosticDescriptor Of(string id) => s_byId[id];
}
