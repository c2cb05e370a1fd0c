using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Asks for the weights and states of the next rows that have gradients, as <see cref="ReadAhead"/> does of small tensors: rows that lie apart follow no stream that the processor
/// would know. The default value asks for nothing.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal ref struct RowsAhead<T>
    where T : unmanaged
{
    /// <summary>Most rows between what is asked for and what is worked on: of short ones more would drive each other out of the nearest cache.</summary>
    private const int MostRows = 32;

    private readonly ReadOnlySpan<T> _weights;
    private readonly OptimizerState? _state;
    private readonly ReadOnlySpan<int> _rows;
    private readonly int _columns;
    private readonly int _length;
    private readonly int _distance;
    private int _next;

    /// <summary>Begins before the first of some rows.</summary>
    /// <param name="weights">All weights of the tensor; none where they are stored otherwise than loops read them.</param>
    /// <param name="state">Their state.</param>
    /// <param name="rows">The rows to the end of the share that is worked on, ascending.</param>
    /// <param name="columns">The length of a row.</param>
    /// <param name="beyond">How many values behind a row its last vector reaches to.</param>
    public RowsAhead(ReadOnlySpan<T> weights, OptimizerState state, ReadOnlySpan<int> rows, int columns, int beyond)
    {
        if (!CacheHints.AreSupported || state.Length < ReadAhead.SmallestLength || columns == 0)
        {
            return;
        }

        (_state, _columns) = (state, columns);
        _weights = weights;
        _rows = rows;
        _length = Math.Min(columns + beyond, ReadAhead.Burst / Unsafe.SizeOf<T>());
        _distance = Math.Clamp(ReadAhead.Distance / columns, 1, MostRows);
    }

    /// <summary>Asks for rows behind a run, whose own were asked for before it was reached.</summary>
    /// <param name="end">The place of the row behind the run.</param>
    public void Advance(int end)
    {
        if (_state is null)
        {
            return;
        }

        var last = Math.Min(end + _distance, _rows.Length);
        for (_next = Math.Max(_next, end); _next < last; _next++)
        {
            // Asked for are lines that begin in a range: that in which the row begins as well.
            var row = _rows[_next] * _columns;
            var start = Math.Max(0, row - (CacheLine.Size / Unsafe.SizeOf<T>()) + 1);
            var length = row + _length - start;
            if (!_weights.IsEmpty)
            {
                CacheHints.Range(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(_weights[start..])), length * Unsafe.SizeOf<T>());
            }

            _state.FetchAhead(start, length);
        }
    }
}
