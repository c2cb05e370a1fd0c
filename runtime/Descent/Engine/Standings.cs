namespace Descent.Engine;

/// <summary>
/// The standings of an optimizer's parameters side by side in memory, in the order in which they were added. A step looks at all of them
/// before and after; in the objects of ten thousand parameters each look would be a cache miss.
/// </summary>
internal sealed class Standings
{
    private Standing[] _standings = [];
    private int _count;

    public ref Standing this[int place] => ref _standings[place];

    /// <summary>Appends a standing and returns its place.</summary>
    public int Add(Standing standing)
    {
        if (_count == _standings.Length)
        {
            Array.Resize(ref _standings, Math.Max(4, 2 * _count));
        }

        _standings[_count] = standing;
        return _count++;
    }
}
