using System;
using Descent.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>Reads the role of a hyperparameter: the one that its attribute says, or that of its name.</summary>
internal static class HyperparameterRoles
{
    /// <summary>The role; <see langword="null"/> with the reason if it cannot have the one that is said.</summary>
    public static HyperparameterRole? Of(AttributeData attribute, string propertyName, HyperparameterKind kind, out string? why)
    {
        why = null;
        var isNumber = kind == HyperparameterKind.Double;
        if (RuleAttributes.Argument<int>(attribute, "Role") is not { } said)
        {
            return isNumber ? OfName(propertyName) : HyperparameterRole.None;
        }

        why = !Enum.IsDefined(typeof(HyperparameterRole), said) ? "its role must be a member of HyperparameterRole"
            : said != 0 && !isNumber ? "only a double has a role"
            : null;
        return why is null ? (HyperparameterRole)said : null;
    }

    private static HyperparameterRole OfName(string name) => name switch
    {
        "LearningRate" => HyperparameterRole.LearningRate,
        "WeightDecay" => HyperparameterRole.WeightDecay,
        "Momentum" or "Beta1" => HyperparameterRole.Momentum,
        "Beta2" => HyperparameterRole.SecondMomentDecay,
        "Epsilon" => HyperparameterRole.Epsilon,
        _ => HyperparameterRole.None,
    };
}
