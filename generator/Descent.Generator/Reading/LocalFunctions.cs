using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Local functions of a rule's method or of a helper: helpers like any other, as long as all that they take of the method around them is handed over.</summary>
internal sealed class LocalFunctions
{
    private readonly Dictionary<ISymbol, ILocalFunctionOperation> _functions = new(SymbolEqualityComparer.Default);

    /// <summary>The local function that is called; <see langword="null"/> for any other method. All of a member are found at once.</summary>
    public ILocalFunctionOperation? Find(IMethodSymbol method, IOperation call)
    {
        if (method.MethodKind == MethodKind.LocalFunction && !_functions.ContainsKey(method))
        {
            foreach (var function in call.Root().Descendants().OfType<ILocalFunctionOperation>())
            {
                _functions[function.Symbol] = function;
            }
        }

        return _functions.TryGetValue(method, out var found) ? found : null;
    }

    /// <summary>Whether a rule can have one; why not is recorded, and what C# refuses is left to C#: a body that is not there, and captures of what no function may.</summary>
    /// <param name="context">What is read.</param>
    /// <param name="function">The local function.</param>
    /// <param name="place">Itself, or a call of it.</param>
    public static bool Check(ReadingContext context, ILocalFunctionOperation function, IOperation place)
    {
        var (unfit, captured) = (WhyNot(function.Symbol), Captured(function));
        var why = unfit ?? (captured is not null ? $"local function '{function.Symbol.Name}', which uses '{captured.Name}' of the method around it (hand it over as a parameter)" : null);
        if ((unfit is null && function.Body is null) || (captured is not null && (function.Symbol.IsStatic || captured is IParameterSymbol { RefKind: not RefKind.None })))
        {
            context.HasCSharpErrors = true;
        }
        else if (why is not null)
        {
            context.Unsupported(place, why);
        }

        return why is null && function.Body is not null;
    }

    /// <summary>Why a rule cannot call one, by what it takes and returns alone, as a construct that is not supported; <see langword="null"/> if it can.</summary>
    public static string? WhyNot(IMethodSymbol function)
        => HelperSignature.WhyNot(function) is { } why ? $"local function '{function.Name}' ({why})" : null;

    private static ISymbol? Captured(ILocalFunctionOperation function) => function.Descendants().Select(operation => operation switch
    {
        { Parent: INameOfOperation } => null,
        ILocalReferenceOperation { Local: { IsConst: false } local } => (ISymbol)local,
        IParameterReferenceOperation { Parameter: { ContainingSymbol: not IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } => parameter,
        _ => null,
    }).FirstOrDefault(variable => variable is not null && !IsWithin(variable, function.Symbol));

    private static bool IsWithin(ISymbol symbol, IMethodSymbol function)
        => SymbolEqualityComparer.Default.Equals(symbol, function) || (symbol.ContainingSymbol is { } around && IsWithin(around, function));
}
