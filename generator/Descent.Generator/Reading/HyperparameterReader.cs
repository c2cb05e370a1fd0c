using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Reading;

/// <summary>Reads the hyperparameters of a rule: its partial properties with a <c>[Hyperparameter]</c> attribute.</summary>
internal static class HyperparameterReader
{
    public static IReadOnlyList<HyperparameterModel> Read(ReadingContext context)
    {
        var models = new List<HyperparameterModel>();
        foreach (var property in context.Rule.GetMembers().OfType<IPropertySymbol>().Where(property => property.PartialDefinitionPart is null))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (RuleAttributes.Find(property, RuleAttributes.Hyperparameter) is not { } attribute)
            {
                continue;
            }

            if (ReadProperty(context, property, attribute) is not { } model)
            {
                UnfinishedMembers.Add(context, property);
            }
            else if (models.Any(other => other.Name == model.Name))
            {
                // C# says that the property is declared twice.
                context.HasCSharpErrors = true;
            }
            else if (model.Role == HyperparameterRole.LearningRate && models.FirstOrDefault(other => other.Role == model.Role) is { } rate)
            {
                context.Report(DiagnosticIds.WrongHyperparameter, property.Locations.FirstOrDefault(), property.Name, $"a rule has one learning rate, and that is '{rate.Name}'; a Role says which");
                UnfinishedMembers.Add(context, property);
            }
            else
            {
                models.Add(model);
                context.Hyperparameters.Add(property, model);
                if (model.Kind == HyperparameterKind.Enumeration)
                {
                    context.Named.Add(property.Type);
                }
            }
        }

        return models;
    }

    private static HyperparameterModel? ReadProperty(ReadingContext context, IPropertySymbol property, AttributeData attribute)
    {
        if (property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is not PropertyDeclarationSyntax syntax)
        {
            return Wrong("it must be a property with a name");
        }

        if (!property.IsPartialDefinition || GeneratedMembers.IsImplementedByAuthor(property, context.Cancellation))
        {
            return Wrong("it must be a partial property without a body, such as 'public partial double LearningRate { get; set; }'");
        }

        if (syntax.Initializer is not null)
        {
            return Wrong("its default is that of its attribute, beside which it must have no initializer");
        }

        if (property.IsStatic || property.GetMethod is null || property.RefKind != RefKind.None)
        {
            return Wrong("it must be an instance property with a getter");
        }

        if (Kind(property.Type) is not { } kind)
        {
            return Wrong($"its type '{Constructs.Name(property.Type)}' must be double, int, bool or an enumeration of ints");
        }

        // What C# finds wrong with the attribute itself it says.
        var isError = attribute.AttributeConstructor is null || attribute.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error);
        context.HasCSharpErrors |= isError;
        if ((isError ? 0 : Default(attribute, kind, property.Type)) is not { } defaultBits)
        {
            return Wrong("its default value must be a finite constant of its type");
        }

        if (!isError && Refused(attribute, kind, property.Type) is var (range, value))
        {
            var argument = (attribute.ApplicationSyntaxReference?.GetSyntax(context.Cancellation) as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression;
            context.Report(DiagnosticIds.DefaultOutOfRange, argument?.GetLocation(), property.Name, range, value);
            return null;
        }

        if (HyperparameterRoles.Of(attribute, property.Name, kind, out var wrong) is not { } role)
        {
            return Wrong(wrong!);
        }

        return Model(
            property.Name,
            property.Type,
            kind,
            role,
            string.Join(" ", syntax.Modifiers.Select(modifier => modifier.Text)),
            Accessor(syntax, SyntaxKind.GetAccessorDeclaration) ?? "get",
            Accessor(syntax, SyntaxKind.SetAccessorDeclaration) ?? Accessor(syntax, SyntaxKind.InitAccessorDeclaration),
            defaultBits,
            attribute,
            context.Site(syntax)) with { IsMarked = NamingMarks.Has(property) };

        HyperparameterModel? Wrong(string why)
        {
            context.Report(DiagnosticIds.WrongHyperparameter, Place(context, property), property.Name, why);
            return null;
        }
    }

    /// <summary>Where the author declares a property: the analyzers see the declaration that is added to one with a body.</summary>
    private static Location? Place(ReadingContext context, IPropertySymbol property)
        => (GeneratedMembers.IsGenerated(property, context.Cancellation) ? property.PartialImplementationPart ?? property : property).Locations.FirstOrDefault();

    /// <summary>The hyperparameter that a parameter of a part of a chain is; <see langword="null"/> with the reason if it cannot be one.</summary>
    public static HyperparameterModel? ReadParameter(IParameterSymbol parameter, AttributeData attribute, out string? why)
    {
        why = null;
        if (parameter.RefKind != RefKind.None || Kind(parameter.Type) is not { } kind)
        {
            why = "a hyperparameter is a double, int, bool or enumeration, by value";
            return null;
        }

        if (Default(attribute, kind, parameter.Type) is not { } defaultBits)
        {
            why = "its default value must be a finite constant of its type";
            return null;
        }

        if (Refused(attribute, kind, parameter.Type) is var (range, value))
        {
            why = $"its default must be {range}; {value} is not";
            return null;
        }

        if (HyperparameterRoles.Of(attribute, StateReader.PropertyName(parameter.Name), kind, out why) is not { } role)
        {
            return null;
        }

        return Model(parameter.Name, parameter.Type, kind, role, "public", "get", "set", defaultBits, attribute, site: -1);
    }

    private static HyperparameterModel Model(
        string name, ITypeSymbol type, HyperparameterKind kind, HyperparameterRole role, string modifiers, string getter, string? setter, long defaultBits, AttributeData attribute, int site)
    {
        return new()
        {
            Name = name,
            Kind = kind,
            TypeName = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            Modifiers = modifiers,
            Getter = getter,
            Setter = setter,
            DefaultBits = defaultBits,
            Min = Bound("Min"),
            Max = Bound("Max"),
            Above = Bound("Above"),
            Below = Bound("Below"),
            Members = Members(type, kind),
            Role = role,
            Site = site,
        };

        long Bound(string bound) => BitConverter.DoubleToInt64Bits(RuleAttributes.Argument<double>(attribute, bound) ?? double.NaN);
    }

    private static HyperparameterKind? Kind(ITypeSymbol type) => (type.SpecialType, ScalarTypes.Of(type)) switch
    {
        (SpecialType.System_Double, _) => HyperparameterKind.Double,
        (SpecialType.System_Int32, _) => HyperparameterKind.Integer,
        (SpecialType.System_Boolean, _) => HyperparameterKind.Boolean,
        (_, IR.ScalarType.Integer) => HyperparameterKind.Enumeration,
        _ => null,
    };

    private static long? Default(AttributeData attribute, HyperparameterKind kind, ITypeSymbol type)
    {
        if (attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0].Kind is TypedConstantKind.Error or TypedConstantKind.Array)
        {
            return null;
        }

        var argument = attribute.ConstructorArguments[0];
        return (kind, argument.Value) switch
        {
            (HyperparameterKind.Double, double value) when !double.IsNaN(value) && !double.IsInfinity(value) => BitConverter.DoubleToInt64Bits(value),
            (HyperparameterKind.Integer, double value) when value == (int)value => (int)value,
            (HyperparameterKind.Boolean, bool value) => value ? 1 : 0,
            (HyperparameterKind.Enumeration, int value) when SymbolEqualityComparer.Default.Equals(argument.Type, type) => value,
            _ => null,
        };
    }

    /// <summary>What the setter takes and the default that it would refuse, in words; <see langword="null"/> if it takes the default.</summary>
    private static (string Range, string Value)? Refused(AttributeData attribute, HyperparameterKind kind, ITypeSymbol type)
    {
        var value = attribute.ConstructorArguments[0].Value;
        return value switch
        {
            double number when HyperparameterRange.Of(attribute) is var range && !range.Contains(number) => (range.Words(number), HyperparameterRange.Text(number)),
            int member when Members(type, kind).All(known => known.Value != member) => ($"a member of '{Constructs.Name(type)}'", HyperparameterRange.Text(member)),
            _ => null,
        };
    }

    private static EquatableArray<EnumerationMember> Members(ITypeSymbol type, HyperparameterKind kind)
        => kind != HyperparameterKind.Enumeration
            ? default
            : type.GetMembers().OfType<IFieldSymbol>()
                .Where(field => field.HasConstantValue)
                .Select(field => new EnumerationMember(field.Name, (int)field.ConstantValue!, NamingMarks.Has(field)))
                .ToEquatableArray();

    /// <summary>An accessor as declared, with its own accessibility: <c>private set</c>.</summary>
    private static string? Accessor(PropertyDeclarationSyntax property, SyntaxKind kind)
        => property.AccessorList?.Accessors.FirstOrDefault(accessor => accessor.IsKind(kind)) is { } accessor
            ? string.Join(" ", accessor.Modifiers.Select(modifier => modifier.Text).Append(accessor.Keyword.Text))
            : null;
}
