using System.Collections.Generic;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>What the local variables and parameters hold at one point of a method, and whether control has returned.</summary>
internal sealed class Scope
{
    private readonly List<ISymbol> _order = [];
    private readonly Dictionary<ISymbol, int> _values = new(SymbolEqualityComparer.Default);

    public bool HasReturned { get; private set; }

    public int? ReturnedValue { get; private set; }

    public bool TryGet(ISymbol symbol, out int value) => _values.TryGetValue(symbol, out value);

    public void Set(ISymbol symbol, int value)
    {
        if (!_values.ContainsKey(symbol))
        {
            _order.Add(symbol);
        }

        _values[symbol] = value;
    }

    public void Return(int? value)
    {
        HasReturned = true;
        ReturnedValue = value;
    }

    public Scope Copy()
    {
        var copy = new Scope();
        foreach (var symbol in _order)
        {
            copy.Set(symbol, _values[symbol]);
        }

        return copy;
    }

    /// <summary>
    /// Takes over what two branches left behind, after their <c>end</c>: a <c>phi</c> for every variable in which they differ. A
    /// branch that returned must have had all that follows it in it, so both have returned or neither.
    /// </summary>
    public void Merge(ProgramBuilder builder, int condition, Scope whenTrue, Scope whenFalse, int site)
    {
        foreach (var symbol in whenTrue._order)
        {
            if (whenFalse.TryGet(symbol, out var second))
            {
                Set(symbol, Join(builder, condition, whenTrue._values[symbol], second, site, symbol.Name));
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
}
