using System.Numerics;

namespace Descent.Engine;

/// <summary>
/// The states of the weights that follow a run of rows. The last vector of the run may reach into them: they are kept meanwhile, and put back.
/// </summary>
internal readonly ref struct StatesBeyond<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OptimizerState _state;
    private readonly Span<T> _kept;
    private readonly int _reach;

    /// <summary>Takes room.</summary>
    /// <param name="state">The state of the tensor, with one value for each weight only.</param>
    /// <param name="kept">Room for so many values of each state.</param>
    /// <param name="reach">How many values may be written; 0 if none is.</param>
    public StatesBeyond(OptimizerState state, Span<T> kept, int reach)
    {
        (_state, _reach) = (state, reach);
        _kept = kept;
    }

    /// <summary>How many states the tensor has.</summary>
    public static int CountStates(OptimizerState state)
    {
        var count = 0;
        while (state.MemoryAt(count) is { Name: not null, IsWritten: true })
        {
            count++;
        }

        return count;
    }

    /// <summary>How many values behind so many its last vector reaches to, of the widest that there are.</summary>
    public int CountBeyond(int length) => _reach == 0 ? 0 : (_reach - (length % _reach)) % _reach;

    /// <summary>Keeps the values behind a run.</summary>
    public void Keep(in RowRuns run)
    {
        for (var index = 0; index * _reach < _kept.Length; index++)
        {
            Values(index, in run).CopyTo(_kept[(index * _reach)..]);
        }
    }

    /// <summary>Puts them back.</summary>
    public void PutBack(in RowRuns run)
    {
        for (var index = 0; index * _reach < _kept.Length; index++)
        {
            var values = Values(index, in run);
            _kept.Slice(index * _reach, values.Length).CopyTo(values);
        }
    }

    /// <summary>Those to the end of a vector, of which some processors have none as wide: what lies beyond it may be in memory that nobody asked for.</summary>
    private Span<T> Values(int index, in RowRuns run)
    {
        var (length, end) = ((int)_state.Length, run.Start + run.Length);
        var region = _state.MemoryAt(index);

        // What is not native is decoded into memory that no other weights are in.
        return region.Buffer.Layout is null ? region.Values<T>(length)[end..Math.Min(length, end + CountBeyond(run.Length))] : [];
    }
}
