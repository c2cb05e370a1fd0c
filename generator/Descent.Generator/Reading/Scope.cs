using System.Collections.Generic;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// What the local variables and parameters hold at one point of a method, and whether control has returned. A parameter that is a span
/// holds one value for each of its elements.
/// </summary>
internal sealed class Scope
{
    private readonly List<(ISymbol Symbol, int Element)> _order = [];
    private readonly Dictionary<(ISymbol Symbol, int Element), int> _values = new(new VariableComparer());

    public bool HasReturned { get; private set; }

    public int? ReturnedValue { get; private set; }

    public bool TryGet(ISymbol symbol, out int value, int element = 0) => _values.TryGetValue((symbol, element), out value);

    public void Set(ISymbol symbol, int value, int element = 0)
    {
        if (!_values.ContainsKey((symbol, element)))
        {
            _order.Add((symbol, element));
        }

        _values[(symbol, element)] = value;
    }

    public void Return(int? value)
    {
        HasReturned = true;
        ReturnedValue = value;
    }

    public Scope Copy()
    {
        var copy = new Scope();
        foreach (var variable in _order)
        {
            copy.Set(variable.Symbol, _values[variable], variable.Element);
        }

        return copy;
    }

    /// <summary>
    /// Takes over what two branches left behind, after their <c>end</c>: a <c>phi</c> for every variable in which they differ. A
    /// branch that returned must have had all that follows it in it, so both have returned or neither.
    /// </summary>
    public void Merge(ProgramBuilder builder, int condition, Scope whenTrue, Scope whenFalse, int site)
    {
        foreach (var variable in whenTrue._order)
        {
            if (whenFalse.TryGet(variable.Symbol, out var second, variable.Element))
            {
                Set(variable.Symbol, Join(builder, condition, whenTrue._values[variable], second, site, variable.Symbol.Name), variable.Element);
            }
        }

        if (whenTrue.ReturnedValue is { } first && whenFalse.ReturnedValue is { } other)
        {
            ReturnedValue = Join(builder, condition, first, other, site, null);
        }

        HasReturned = whenTrue.HasReturned || whenFalse.HasReturned;
    }

    public static int Join(ProgramBuilder builder, int condition, int whenTrue, int whenFalse, int site, string? name)
    {
        if (whenTrue == whenFalse)
        {
            return whenTrue;
        }

        var joined = builder.Add(Opcode.Phi, builder[whenTrue].Type, site, condition, whenTrue, whenFalse);
        if (name is not null)
        {
            builder.Name(joined, name);
        }

        return joined;
    }

    private sealed class VariableComparer : IEqualityComparer<(ISymbol Symbol, int Element)>
    {
        public bool Equals((ISymbol Symbol, int Element) x, (ISymbol Symbol, int Element) y)
            => x.Element == y.Element && SymbolEqualityComparer.Default.Equals(x.Symbol, y.Symbol);

        public int GetHashCode((ISymbol Symbol, int Element) variable) => (SymbolEqualityComparer.Default.GetHashCode(variable.Symbol) * 31) + variable.Element;
    }
}
