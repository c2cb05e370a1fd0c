namespace Descent.Engine;

/// <summary>
/// Has the memory of all parameters looked at for overlaps, and their names for chance that two would share, when it may have changed: when parameters were added or memory was bound since it
/// was last looked at, or gradients are zeroed for the first time.
/// </summary>
internal sealed class LayoutWatch(Participant[] participants)
{
    private readonly OverlapCheck _check = new(participants);
    private readonly (int Layout, int Bindings)[] _seen = new (int, int)[participants.Length];
    private bool _zeroes;

    /// <summary>Throws if memory overlaps, or names are alike, that steps must not share.</summary>
    public void RefuseOverlaps(bool zeroesGradients)
    {
        if (HasChanged(zeroesGradients))
        {
            if ((_check.Find(zeroesGradients) ?? ChanceNames.FindShared(participants)) is { } problem)
            {
                throw new InvalidOperationException(problem);
            }

            for (var index = 0; index < participants.Length; index++)
            {
                _seen[index] = (participants[index].Standings.Layout, participants[index].Standings.Bindings);
            }

            _zeroes = zeroesGradients;
        }
    }

    private bool HasChanged(bool zeroesGradients)
    {
        var hasChanged = zeroesGradients && !_zeroes;
        for (var index = 0; index < participants.Length; index++)
        {
            // Gradients that are arrays were compared with the weights of their optimizer when they were bound.
            var standings = participants[index].Standings;
            var (layout, bindings) = _seen[index];
            hasChanged |= standings.Layout != layout || (standings.Bindings != bindings && (zeroesGradients || participants.Length > 1));
        }

        return hasChanged;
    }
}
