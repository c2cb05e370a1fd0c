using System.Collections.Generic;
using System.Linq;
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
            var member = call;
            while (member.Parent is { } parent)
            {
                member = parent;
            }

            foreach (var function in member.Descendants().OfType<ILocalFunctionOperation>())
            {
                _functions[function.Symbol] = function;
            }
        }

        return _functions.TryGetValue(method, out var found) ? found : null;
    }

    /// <summary>Why a rule cannot have one, as a construct that is not supported; <see langword="null"/> if it can.</summary>
    public static string? WhyNot(ILocalFunctionOperation function)
        => WhyNot(function.Symbol) ?? (Captured(function) is { } captured ? $"local function '{function.Symbol.Name}', which uses '{captured.Name}' of the method around it (hand it over as a parameter)" : null);

    /// <summary>The same by what it takes and returns alone.</summary>
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
