using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>What was computed once for the step under way and differs from tensor to tensor: of each method that the rule has. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepValues
{
    private Kept? _first;

    internal StepValues()
    {
    }

    /// <summary>Those of one method. They are made at the first call, and kept.</summary>
    /// <typeparam name="TValues">Their type: each method has its own.</typeparam>
    /// <returns>Where they are.</returns>
    public ref TValues Of<TValues>()
        where TValues : struct
    {
        for (var kept = _first; kept is not null; kept = kept.Next)
        {
            if (kept is Kept<TValues> found)
            {
                return ref found.Values;
            }
        }

        var made = new Kept<TValues>(_first);
        _first = made;
        return ref made.Values;
    }

    private abstract class Kept(Kept? next)
    {
        public Kept? Next => next;
    }

    private sealed class Kept<TValues>(Kept? next) : Kept(next)
        where TValues : struct
    {
        public TValues Values;
    }
}
