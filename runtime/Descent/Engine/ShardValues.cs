using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// The values that rules compute once for a step, where tensors are shared among ranks: all ranks take those of the first, whatever the mathematical libraries of their
/// platforms make of them. While a step is looked over, they are noted; once those of the first rank have come, they replace what is prepared.
/// </summary>
internal sealed class ShardValues(IShardTotals totals) : IStepValues
{
    private readonly Dictionary<(object Owner, Type Type, int Step, double Scale), int> _places = [];
    private readonly int[] _counts = new int[totals.Ranks];
    private byte[] _bytes = [];
    private int _length;
    private bool _areThere;
    private (int Step, double Scale) _current;

    /// <summary>Begins to look a step over.</summary>
    public void Begin()
    {
        _places.Clear();
        (_length, _areThere) = (0, false);
    }

    /// <summary>Says for which number of a step and scale of the learning rate the next values are.</summary>
    public ShardValues At(int step, double scale)
    {
        _current = (step, scale);
        return this;
    }

    public void Take<TValues>(object owner, ref TValues values)
        where TValues : struct
    {
        var mine = MemoryMarshal.AsBytes(new Span<TValues>(ref values));
        var key = (owner, typeof(TValues), _current.Step, _current.Scale);
        if (_areThere)
        {
            _bytes.AsSpan(_places[key], mine.Length).CopyTo(mine);
        }
        else if (_places.TryAdd(key, _length))
        {
            if (_bytes.Length < _length + mine.Length)
            {
                Array.Resize(ref _bytes, Math.Max(_length + mine.Length, 2 * _bytes.Length));
            }

            mine.CopyTo(_bytes.AsSpan(_length));
            _length += mine.Length;
        }
    }

    /// <summary>Has the values of the first rank, if there are any to have.</summary>
    public bool Exchange()
    {
        if (_length == 0 || totals.Ranks == 1)
        {
            return false;
        }

        _counts[0] = _length;
        totals.Gather("the values of the step", totals.Rank == 0 ? _bytes.AsMemory(0, _length) : default, _counts, _bytes.AsMemory(0, _length));
        return _areThere = true;
    }
}
