using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// Where a value is kept: a local variable or parameter, or one element of what holds several: a state that is a span, an array, a tuple.
/// </summary>
/// <param name="Symbol">The variable.</param>
/// <param name="Element">The number of the element; 0 for what is one value.</param>
internal readonly record struct Variable(ISymbol Symbol, int Element = 0)
{
    public bool Equals(Variable other) => Element == other.Element && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol);

    public override int GetHashCode() => (SymbolEqualityComparer.Default.GetHashCode(Symbol) * 31) + Element;
}

/// <summary>An assignable expression that has been evaluated: reading and writing it evaluates nothing again.</summary>
/// <param name="Variable">The variable; the first element, if which one is meant is only known in the step.</param>
/// <param name="Type">The type of what it holds.</param>
internal sealed record Place(Variable Variable, IR.ScalarType Type)
{
    /// <summary>The value that chooses the element, if it is not known when the rule is compiled.</summary>
    public int? Index { get; init; }

    /// <summary>How many elements there are to choose from.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Whether two places are surely one.</summary>
    public bool Is(Place other) => Variable == other.Variable && Index == other.Index;

    /// <summary>Whether they may be one or not, depending on the step.</summary>
    public bool MayBe(Place other) => !Is(other) && (Index is not null || other.Index is not null) && SymbolEqualityComparer.Default.Equals(Variable.Symbol, other.Variable.Symbol);
}
