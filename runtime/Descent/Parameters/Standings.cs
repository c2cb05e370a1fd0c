namespace Descent;

/// <summary>
/// The standings of an optimizer's parameters side by side in memory, in the order in which they were added. A step looks at all of them
/// before and after; in the objects of ten thousand parameters each look would be a cache miss. And what parameters and states must know
/// of their optimizer: whether it is busy, and that steps must hear of memory that was bound.
/// </summary>
internal sealed class Standings
{
    private Standing[] _standings = [];
    private int _count;
    private bool _isBusy;

    public ref Standing this[int place] => ref _standings[place];

    /// <summary>Why no parameter may scale its learning rate; <see langword="null"/> if each may.</summary>
    public string? ScaleRefusal { get; init; }

    /// <summary>Why a state's parameter cannot be stepped in some of its rows, as a sentence; <see langword="null"/> if it can.</summary>
    public Func<OptimizerState, string?> RowRefusal { get; init; } = _ => null;

    /// <summary>Whose weights lie where.</summary>
    public MemoryClaims Claims { get; } = new();

    /// <summary>Changes whenever a parameter is added, or memory is bound that only a look at all memory can clear.</summary>
    public int Layout { get; private set; }

    /// <summary>Changes whenever gradients are bound.</summary>
    public int Bindings { get; private set; }

    /// <summary>Whether memory is bound that is not an array: it may be gone when a step reaches for it, and lie over anything.</summary>
    public bool HasForeignMemory { get; private set; }

    /// <summary>Appends a standing and returns its place.</summary>
    public int Add(Standing standing)
    {
        if (_count == _standings.Length)
        {
            Array.Resize(ref _standings, Math.Max(4, 2 * _count));
        }

        _standings[_count] = standing;
        Layout++;
        HasForeignMemory |= standing.IsForeign;
        return _count++;
    }

    /// <summary>How often parameters were removed, replaced or changed: what was planned before is not for those that are there.</summary>
    public int Changes { get; private set; }

    /// <summary>Removes the standing at a place; those after it move up by one.</summary>
    public void RemoveAt(int place)
    {
        Array.Copy(_standings, place + 1, _standings, place, --_count - place);
        Changes++;
        Layout++;
    }

    /// <summary>Lets go of all.</summary>
    public void Clear()
    {
        _count = 0;
        Claims.Clear();
        Layout++;
    }

    /// <summary>Gives a standing to the parameter that takes the place of another.</summary>
    public void Replace(int place, Standing standing)
    {
        _standings[place] = standing;
        HasForeignMemory |= standing.IsForeign;
        Changes++;
        Layout++;
    }

    /// <summary>Notes that a parameter was scaled, or has gradients of some rows where it had them of all, or the other way round.</summary>
    public void Changed() => Changes++;

    /// <summary>Notes that gradients, or an input, were bound.</summary>
    public void Bound(bool isForeign, bool isGradients)
    {
        HasForeignMemory |= isForeign;
        if (isForeign || !isGradients)
        {
            Layout++;
        }

        Bindings++;
    }

    /// <summary>Marks the optimizer as busy.</summary>
    /// <returns>Whether it was not yet.</returns>
    public bool TryEnter() => !Interlocked.Exchange(ref _isBusy, true);

    public void Leave() => Volatile.Write(ref _isBusy, false);

    /// <summary>Throws if a step is under way, on another thread or around this call.</summary>
    public void RefuseWhileBusy(string what)
    {
        if (Volatile.Read(ref _isBusy))
        {
            throw new InvalidOperationException($"{what} cannot be set while the optimizer is being stepped.");
        }
    }
}
