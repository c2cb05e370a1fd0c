using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// What the variables hold at one point of a method. Within a branch it remembers what they held before, so that the other arm begins
/// there, and only what has changed is joined.
/// </summary>
internal sealed class Scope(ConstantTables tables)
{
    /// <summary>What a variable holds that is declared and not assigned yet.</summary>
    private const int Unassigned = -1;

    private readonly Dictionary<Variable, int> _values = [];
    private readonly Dictionary<Variable, int> _order = [];
    private readonly Stack<Dictionary<Variable, int?>> _branches = new();

    /// <summary>The parameters that are the caller's variables: the instruction that names each.</summary>
    private readonly Dictionary<ISymbol, int> _references = new(SymbolEqualityComparer.Default);

    /// <summary>The reference variables: the place that each stands for.</summary>
    private readonly Dictionary<ISymbol, Place> _aliases = new(SymbolEqualityComparer.Default);

    /// <summary>The variables of counted loops: what each is in the present round, whatever happened in the rounds before.</summary>
    private readonly Dictionary<ISymbol, int> _rounds = new(SymbolEqualityComparer.Default);

    /// <summary>The arrays: how many elements each has.</summary>
    private readonly Dictionary<ISymbol, int> _lengths = new(SymbolEqualityComparer.Default);

    public void Declare(Variable variable) => Write(variable, Unassigned);

    /// <summary>Declares a local variable that holds values; what a reference stands for, and the elements of an array, are known where they are declared.</summary>
    public void Declare(ILocalSymbol local)
    {
        for (var element = 0; local.RefKind == RefKind.None && element < Tuples.Types(local.Type).Count; element++)
        {
            Declare(new Variable(local, element));
        }
    }

    /// <summary>Whether a variable is declared here.</summary>
    public bool Knows(Variable variable) => _values.ContainsKey(variable);

    public bool TryGet(Variable variable, out int value) => _values.TryGetValue(variable, out value) && value != Unassigned;

    public void Set(Variable variable, int value) => Write(variable, value);

    /// <summary>Ends a declaration: what the variable holds matters no more.</summary>
    public void Forget(ISymbol symbol)
    {
        for (var element = 0; _values.ContainsKey(new(symbol, element)); element++)
        {
            Write(new(symbol, element), null);
        }
    }

    public void Bind(ISymbol parameter, int reference) => _references.Add(parameter, reference);

    public bool TryGetReference(ISymbol parameter, out int reference) => _references.TryGetValue(parameter, out reference);

    public void Alias(ISymbol local, Place place) => _aliases[local] = place;

    public bool TryGetAlias(ISymbol local, out Place place) => _aliases.TryGetValue(local, out place!);

    public void BeginRound(ISymbol local, int value) => _rounds[local] = value;

    public bool TryGetRound(ISymbol local, out int value) => _rounds.TryGetValue(local, out value);

    public void SetLength(ISymbol array, int length) => _lengths[array] = length;

    public int? LengthOf(ISymbol array) => _lengths.TryGetValue(array, out var length) ? length : null;

    /// <summary>The constants of a property that is a table of them.</summary>
    public IReadOnlyList<object>? TableOf(ISymbol symbol) => symbol is IPropertySymbol property ? tables.Of(property) : null;

    /// <summary>Begins an arm of a branch.</summary>
    public void Enter() => _branches.Push([]);

    /// <summary>Ends an arm: what it has changed. The variables hold again what they held before it.</summary>
    public IReadOnlyDictionary<Variable, int?> Leave()
    {
        var before = _branches.Pop();
        var changes = before.Keys.ToDictionary(variable => variable, Value);
        foreach (var change in before)
        {
            Put(change.Key, change.Value);
        }

        return changes;
    }

    /// <summary>
    /// Takes over what two arms left behind, after their <c>end</c>: a <c>phi</c> for every variable in which they differ. What only one of
    /// them has assigned is undefined in the other, where C# does not let it be read.
    /// </summary>
    public void Merge(ProgramBuilder builder, int condition, IReadOnlyDictionary<Variable, int?> whenTrue, IReadOnlyDictionary<Variable, int?> whenFalse, int site)
    {
        foreach (var variable in whenTrue.Keys.Union(whenFalse.Keys).OrderBy(variable => _order[variable]).ToList())
        {
            // What is declared in one arm and still there has not been assigned in the other.
            var before = Value(variable) ?? Unassigned;
            var first = whenTrue.TryGetValue(variable, out var one) ? one : before;
            var second = whenFalse.TryGetValue(variable, out var other) ? other : before;
            Write(variable, first is null || second is null ? null
                : first == second ? first
                : Join(builder, condition, Defined(first.Value, second.Value), Defined(second.Value, first.Value), site, variable.Symbol is ILocalSymbol or IParameterSymbol ? variable.Symbol.Name : null));
        }

        int Defined(int value, int other) => value != Unassigned ? value : builder.Add(Opcode.Undefined, builder[other].Type, site);
    }

    /// <summary>One of two values, after the branch that chose.</summary>
    public static int Join(ProgramBuilder builder, int condition, int whenTrue, int whenFalse, int site, string? name)
        => whenTrue == whenFalse ? whenTrue
            : builder.Add(new(Opcode.Phi, builder[whenTrue].Type, new[] { condition, whenTrue, whenFalse }.ToEquatableArray(), Hint: name, Site: site));

    private int? Value(Variable variable) => _values.TryGetValue(variable, out var value) ? value : null;

    private void Write(Variable variable, int? value)
    {
        if (_branches.Count > 0 && !_branches.Peek().ContainsKey(variable))
        {
            _branches.Peek().Add(variable, Value(variable));
        }

        if (!_order.ContainsKey(variable))
        {
            _order.Add(variable, _order.Count);
        }

        Put(variable, value);
    }

    private void Put(Variable variable, int? value)
    {
        if (value is { } known)
        {
            _values[variable] = known;
        }
        else
        {
            _values.Remove(variable);
        }
    }
}
