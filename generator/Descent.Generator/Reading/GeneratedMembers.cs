using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Reading;

/// <summary>The names of the members that every optimizer has. Methods may share them; a property, field or class in it may not.</summary>
internal static class GeneratedMembers
{
    private static readonly string[] s_added =
    [
        "Add", "BeforeGradient", "CommitStep", "CountPasses", "CreateParameter", "CreateState", "EndStep", "HasMethod", "PreparesEachTensor",
        "OptimizerReductions", "PrepareStep", "ReadsGradients", "Reference", "ReferenceBeforeGradient", "ReferenceToEvaluation", "ReferenceToTraining", "RunPass",
        "ToEvaluation", "ToTraining", "Update",
    ];

    /// <summary>What it inherits from the optimizer of the runtime: a member of that name would hide it from those who use the rule.</summary>
    private static readonly string[] s_inherited =
    [
        "Dispose", "Evaluate", "IncompleteStep", "IsEvaluating", "OptimizerTotal", "Options", "Parameters", "ResolveIncompleteStep", "Step", "Train",
        "TryGetParameter", "Equals", "GetHashCode", "GetType", "ToString", "Finalize", "MemberwiseClone", "ReferenceEquals",
    ];

    /// <summary>The names that every state has.</summary>
    public static IReadOnlyList<string> OfState { get; } =
        ["T", "Length", "StepCount", "AwaitsGradient", "Totals", "FetchAhead", "MemoryAt", "Equals", "GetHashCode", "GetType", "ToString", "Finalize", "MemberwiseClone", "ReferenceEquals"];

    /// <summary>Whether a member of this name would clash with one that is added or inherited.</summary>
    public static bool Contains(string name) => s_added.Contains(name) || s_inherited.Contains(name);

    /// <summary>Whether a member of this name is added to the class itself, which may not share it.</summary>
    public static bool AreAddedAs(string name) => s_added.Contains(name);

    /// <summary>Whether a type or member is only ours: the analyzers see the rule after the generator has added to it.</summary>
    public static bool IsGenerated(ISymbol symbol, CancellationToken cancellation)
        => symbol.DeclaringSyntaxReferences.All(reference => reference.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && declaration.AttributeLists.ToString().Contains("GeneratedCode(\"Descent\""));
}
