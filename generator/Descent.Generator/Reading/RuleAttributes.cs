using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>The attributes of the runtime, found by name so that no symbol is kept.</summary>
internal static class RuleAttributes
{
    public const string Optimizer = "Descent.OptimizerAttribute";
    public const string Update = "Descent.UpdateAttribute";
    public const string BeforeGradient = "Descent.BeforeGradientAttribute";
    public const string ToEvaluation = "Descent.ToEvaluationAttribute";
    public const string ToTraining = "Descent.ToTrainingAttribute";
    public const string Chain = "Descent.ChainAttribute";
    public const string Transform = "Descent.TransformAttribute";
    public const string AfterStep = "Descent.AfterStepAttribute";
    public const string Hyperparameter = "Descent.HyperparameterAttribute";
    public const string State = "Descent.StateAttribute";
    public const string Input = "Descent.InputAttribute";
    public const string Random = "Descent.RandomAttribute";
    public const string Step = "Descent.StepAttribute";
    public const string Inlineable = "Descent.InlineableAttribute";
    public const string MatrixOperation = "Descent.MatrixOperationAttribute";
    public const string Conditional = "System.Diagnostics.ConditionalAttribute";
    public const string InlineableBody = "Descent.CompilerServices.InlineableBodyAttribute";

    /// <summary>The attribute of that full name. The last part is compared first: every type and method of a project is asked, and to write a full name takes longest.</summary>
    public static AttributeData? Find(ISymbol symbol, string attribute) => symbol.GetAttributes().FirstOrDefault(
        data => data.AttributeClass is { } type && attribute.EndsWith(type.Name, StringComparison.Ordinal) && type.ToDisplayString() == attribute);

    public static bool Has(ISymbol symbol, string attribute) => Find(symbol, attribute) is not null;

    /// <summary>Whether a method's body travels with its assembly: that of a helper, or of a part of a chain.</summary>
    public static bool IsInlineable(IMethodSymbol method) => InlineableMark(method) is not null;

    /// <summary>The attribute by which a method's body travels with its assembly, as it is written; <see langword="null"/> if it does not, as a local function never does.</summary>
    public static string? InlineableMark(IMethodSymbol method)
        => method.MethodKind == MethodKind.LocalFunction ? null
            : Has(method, Inlineable) ? "[Inlineable]"
            : Has(method.ContainingType, Optimizer) ? null
            : Has(method, Transform) ? "[Transform]"
            : Has(method, AfterStep) ? "[AfterStep]"
            : !method.IsStatic ? null
            : Has(method, ToEvaluation) ? "[ToEvaluation]"
            : Has(method, ToTraining) ? "[ToTraining]"
            : null;

    /// <summary>A named argument of an attribute, if it is given and of type <typeparamref name="T"/>.</summary>
    public static T? Argument<T>(AttributeData attribute, string name)
        where T : struct
        => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: not TypedConstantKind.Error, Value: T value } ? value : null;
}
