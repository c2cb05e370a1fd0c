using System.Numerics;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>What the variables of a method hold at one point of its evaluation.</summary>
internal sealed class Variables<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Value<T>[] _values = new Value<T>[RuleTree.FirstFreeSlot];

    /// <summary>Whether the method has surely returned.</summary>
    public bool HasReturned { get; set; }

    /// <summary>Under which condition it has returned already, if it may have.</summary>
    public Value<T>? MayHaveReturned { get; set; }

    public Value<T> Returned { get; set; }

    public Value<T> this[Symbol symbol]
    {
        get => _values[symbol.Slot];
        set
        {
            if (symbol.Slot >= _values.Length)
            {
                Array.Resize(ref _values, Math.Max(2 * _values.Length, symbol.Slot + 1));
            }

            _values[symbol.Slot] = value;
        }
    }

    public Variables<T> Copy() => new() { _values = (Value<T>[])_values.Clone(), Returned = Returned };

    /// <summary>Takes over what two arms left behind. What only one of them declared is out of scope.</summary>
    public void Merge(Variables<T> whenTrue, Variables<T> whenFalse, Func<Value<T>, Value<T>, Value<T>> join)
    {
        for (var slot = 0; slot < _values.Length; slot++)
        {
            _values[slot] = join(whenTrue._values[slot], whenFalse._values[slot]);
        }

        Returned = join(whenTrue.Returned, whenFalse.Returned);
    }
}
