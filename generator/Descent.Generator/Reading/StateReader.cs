using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>Reads a <c>[State]</c> attribute: whose value the state is, and what it starts with.</summary>
internal static class StateReader
{
    /// <summary>The state of a parameter; <see langword="null"/> with the reason if it cannot be one.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="names">The names of the states.</param>
    /// <param name="weight">The name of the weight, from which a state may start.</param>
    /// <param name="isHyperparameter">Whether a name is that of a hyperparameter of type double.</param>
    /// <param name="why">The reason.</param>
    public static StateModel? Read(IParameterSymbol parameter, AttributeData attribute, StateNames names, string? weight, Func<string, bool> isHyperparameter, out string? why)
    {
        var from = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "From").Value.Value as string;
        var initial = RuleAttributes.Argument<double>(attribute, "Initial");
        var source = from is null ? StateSource.Constant : from == weight ? StateSource.Weight : StateSource.Hyperparameter;
        var scope = OwnerOf(attribute);
        var former = FormerNames(parameter);
        var isSquare = MatrixReader.IsSquare(parameter.Type);
        var storage = RuleAttributes.Argument<int>(attribute, "Storage") ?? 0;
        why = (from, initial, scope) switch
        {
            (_, _, not (Axes.Row or Axes.Column)) when isSquare => "a square state has a row and a column for each row or column of the weights: say 'Per = Per.Row' or 'Per = Per.Column'",
            _ when former.FirstOrDefault(name => !StateNames.IsIdentifier(name)) is { } none => $"'Was' must be C# identifiers, with commas between; '{none}' is none",
            _ when RuleAttributes.Argument<int>(attribute, "Count") is not null && !Elements.IsSpanOfDoubles(parameter.Type) => "'Count' is of a state of several values, '[State(Count = n)] Span<double>'",
            (not null, not null, _) => "'Initial' and 'From' exclude each other",
            _ when storage is < 0 or > (int)AllowedStorage.NativeOnly => "'Storage' must be one of the members of Descent.AllowedStorage",
            (_, _, not Axes.Weight) when storage != 0 => "'Storage' is of a state with one value for each weight: others stay in double",
            _ when isSquare && storage != 0 => "'Storage' is of a state with one value for each weight: square ones stay native",
            (not null, _, _) when source == StateSource.Hyperparameter && !isHyperparameter(from) => $"'From' must name the weight parameter or a double hyperparameter; '{from}' is neither",
            (_, _, null) => "'Per' must be one of the members of Descent.Per",
            (_, _, not Axes.Weight) when source == StateSource.Weight => "only a state with one value for each weight can start from the weights",
            _ => null,
        };
        return why is null
            ? new()
            {
                Name = names.StateOf(parameter.Name),
                PropertyName = names.PropertyOf(parameter.Name),
                FormerNames = former.ToEquatableArray(),
                Scope = scope!.Value,
                IsSquare = isSquare,
                Source = source,
                InitialBits = BitConverter.DoubleToInt64Bits(initial ?? 0),
                Hyperparameter = source == StateSource.Hyperparameter ? from : null,
                Storage = (AllowedStorage)storage,
            }
            : null;
    }

    /// <summary>What one value of a state belongs to; <see langword="null"/> if that is no member of <c>Per</c>.</summary>
    public static Axes? OwnerOf(AttributeData attribute)
        => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Per").Value is { Kind: TypedConstantKind.Enum, Value: int value } ? AxesExtensions.OfPer(value) : Axes.Weight;

    /// <summary>The names that a state had in earlier versions of its rule.</summary>
    public static IReadOnlyList<string> FormerNames(IParameterSymbol parameter)
        => RuleAttributes.Find(parameter, RuleAttributes.State)?.NamedArguments.FirstOrDefault(argument => argument.Key == "Was").Value.Value is string names ? [.. names.Split(',').Select(name => name.Trim())] : [];

    /// <summary>The property of a state or input: its name in Pascal case.</summary>
    public static string PropertyName(string name)
    {
        var trimmed = name.TrimStart('_');
        return trimmed.Length == 0 || char.IsDigit(trimmed[0]) ? name : char.ToUpperInvariant(trimmed[0]) + trimmed.Substring(1);
    }
}
