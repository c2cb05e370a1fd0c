namespace Descent.Engine;

/// <summary>
/// A share of the rows that have gradients, as runs of rows which follow one another. Shares meet where at least so many values lie between two runs, so that
/// the one may write a little beyond its last run and put it back.
/// </summary>
internal ref struct RowRuns
{
    private readonly ReadOnlySpan<int> _rows;
    private readonly int _columns;
    private readonly int _gap;
    private readonly int _end;
    private int _next;

    /// <summary>Begins before the first run.</summary>
    /// <param name="rows">The rows, ascending.</param>
    /// <param name="columns">The length of a row.</param>
    /// <param name="gap">How many values lie between the runs of two shares, at least; 0 where a run may be cut.</param>
    /// <param name="share">Which share, from 0.</param>
    /// <param name="shares">How many there are.</param>
    public RowRuns(ReadOnlySpan<int> rows, int columns, int gap, int share, int shares)
    {
        _rows = rows;
        (_columns, _gap) = (columns, gap);
        (_next, _end) = (BorderOf(share, shares), BorderOf(share + 1, shares));
    }

    /// <summary>The rows to the end of the share.</summary>
    public readonly ReadOnlySpan<int> Rows => _rows[.._end];

    /// <summary>The place of the row behind the run.</summary>
    public readonly int End => _next;

    /// <summary>Where the run begins among the weights.</summary>
    public int Start { get; private set; }

    /// <summary>Where it begins among the gradients.</summary>
    public int FirstGradient { get; private set; }

    /// <summary>How many weights it has.</summary>
    public int Length { get; private set; }

    /// <summary>Goes on to the next run.</summary>
    public bool MoveNext()
    {
        if (_next >= _end)
        {
            return false;
        }

        var first = _next++;
        while (_next < _end && _rows[_next] == _rows[_next - 1] + 1)
        {
            _next++;
        }

        (Start, FirstGradient, Length) = (_rows[first] * _columns, first * _columns, (_next - first) * _columns);
        return true;
    }

    private readonly int BorderOf(int share, int shares)
    {
        var border = (int)((long)_rows.Length * share / shares);
        while (border > 0 && border < _rows.Length && (long)(_rows[border] - _rows[border - 1] - 1) * _columns < _gap)
        {
            border++;
        }

        return border;
    }
}
