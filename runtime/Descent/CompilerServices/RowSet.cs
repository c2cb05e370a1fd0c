using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>The rows of a matrix that a step is over, one after the other: all of them, or those that have gradients. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct RowSet
{
    private readonly ReadOnlySpan<int> _rows;
    private readonly int _count;
    private readonly bool _areAll;
    private int _index = -1;

    /// <summary>All rows.</summary>
    /// <param name="count">How many there are.</param>
    public RowSet(int count) => (_count, _areAll) = (count, true);

    /// <summary>Some rows.</summary>
    /// <param name="rows">Their numbers.</param>
    public RowSet(ReadOnlySpan<int> rows)
    {
        _rows = rows;
        _count = rows.Length;
    }

    /// <summary>The number of the row.</summary>
    public readonly int Current => _areAll ? _index : _rows[_index];

    /// <summary>For <c>foreach</c>.</summary>
    /// <returns>The rows, before the first.</returns>
    public readonly RowSet GetEnumerator() => this;

    /// <summary>Goes on to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext() => ++_index < _count;
}
