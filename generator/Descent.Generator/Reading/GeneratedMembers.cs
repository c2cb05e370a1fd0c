using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Reading;

/// <summary>The names of the methods that every optimizer gets. Methods may share them; a class, property or field may not.</summary>
internal static class GeneratedMembers
{
    private static readonly string[] s_names =
    [
        "Add", "BeforeGradient", "CommitStep", "CountPasses", "CreateParameter", "CreateState", "EndStep", "HasMethod", "PreparesEachTensor",
        "OptimizerReductions", "PrepareStep", "ReadsGradients", "Reference", "ReferenceBeforeGradient", "ReferenceToEvaluation", "ReferenceToTraining", "RunPass",
        "ToEvaluation", "ToTraining", "Update",
    ];

    /// <summary>The names that every state has.</summary>
    public static IReadOnlyList<string> OfState { get; } =
        ["T", "Length", "StepCount", "AwaitsGradient", "Totals", "FetchAhead", "Equals", "GetHashCode", "GetType", "ToString", "Finalize", "MemberwiseClone", "ReferenceEquals"];

    public static bool Contains(string name) => s_names.Contains(name);

    /// <summary>Whether a type or member is only ours: the analyzers see the rule after the generator has added to it.</summary>
    public static bool IsGenerated(ISymbol symbol, CancellationToken cancellation)
        => symbol.DeclaringSyntaxReferences.All(reference => reference.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && declaration.AttributeLists.ToString().Contains("GeneratedCode(\"Descent\""));
}
