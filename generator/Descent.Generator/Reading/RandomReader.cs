using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>Reads parameters that are chance.</summary>
internal static class RandomReader
{
    /// <summary>What one looks like: the beginning of a sentence.</summary>
    public const string Form = "a random value is '[Random] double', by value";

    public static bool Is(IParameterSymbol parameter) => RuleAttributes.Has(parameter, RuleAttributes.Random);

    /// <summary>Whether it looks so.</summary>
    public static bool HasForm(IParameterSymbol parameter) => parameter.Type.SpecialType == SpecialType.System_Double && parameter.RefKind == RefKind.None;

    /// <summary>What is wrong with it; <see langword="null"/> if nothing is.</summary>
    public static string? WhyNot(IParameterSymbol parameter)
        => !HasForm(parameter) ? Form
            : RuleAttributes.Find(parameter, RuleAttributes.Random) is { } attribute && !Enum.IsDefined(typeof(Distribution), DistributionOf(attribute))
                ? "the distribution of a random value must be one of the members of Descent.Distribution"
            : null;

    /// <summary>How it is distributed.</summary>
    public static Distribution DistributionOf(AttributeData attribute)
        => attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Enum, Value: int value } ? (Distribution)value : Distribution.Uniform;

    /// <summary>Numbers those of a method by their declaration, after those of the methods before it; one of the same name is the same value.</summary>
    /// <param name="draws">Those of the methods before it, to which they are added.</param>
    /// <param name="parameters">All parameters of the method.</param>
    public static List<ParameterModel> Number(List<ParameterModel> draws, IEnumerable<ParameterModel> parameters)
    {
        List<ParameterModel> numbered = [];
        foreach (var parameter in parameters)
        {
            if (parameter.Role != ParameterRole.Random)
            {
                numbered.Add(parameter);
                continue;
            }

            var drawn = draws.FirstOrDefault(other => other.Name == parameter.Name) ?? parameter with { Use = draws.Count };
            if (drawn.Use == draws.Count)
            {
                draws.Add(drawn);
            }

            numbered.Add(drawn);
        }

        return numbered;
    }
}
