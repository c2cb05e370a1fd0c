namespace Descent;

/// <content>Its standing, and its place among those of an optimizer.</content>
public abstract partial class OptimizerState
{
    private Standing _own = new();
    private Standings? _standings;
    private int _place;

    /// <summary>Its own until it joins those of an optimizer.</summary>
    internal ref Standing Standing => ref _standings is null ? ref _own : ref _standings[_place];

    /// <summary>Throws if the optimizer is being stepped.</summary>
    internal void RefuseWhileBusy(string what) => _standings?.RefuseWhileBusy(what);

    /// <summary>Gives the parameter a learning rate of its own.</summary>
    /// <exception cref="NotSupportedException">The rule has none to scale.</exception>
    internal void ScaleLearningRate(double scale)
    {
        if (scale != 1 && _standings?.ScaleRefusal is { } refusal)
        {
            throw new NotSupportedException(refusal);
        }

        Standing.LearningRateScale = scale;
        _standings?.Changed();
    }

    /// <summary>Throws if the rule cannot be stepped in some rows.</summary>
    internal void RefuseRowGradients()
    {
        if (Shard is not null)
        {
            throw new NotSupportedException("Gradients of some rows are for whole tensors: these weights are a rank's share of one, whose gradients are bound to the sharded optimizer.");
        }

        if (!Standing.HasRowGradients && _standings?.RowRefusal(this) is { } refusal)
        {
            throw new NotSupportedException(refusal);
        }
    }

    /// <summary>Notes that gradients are of some rows, or of all again.</summary>
    internal void TakeRowGradients(bool areOfRows)
    {
        if (Standing.HasRowGradients != areOfRows)
        {
            Standing.HasRowGradients = areOfRows;
            _standings?.Changed();
        }
    }

    /// <summary>The parameter of the same optimizer whose weights overlap some memory, if there is one.</summary>
    internal Parameter? OwnerOf<T>(ReadOnlyMemory<T> memory)
        where T : unmanaged => _standings?.Claims.OwnerOf(memory);

    /// <summary>Notes that other gradients, or an input, were bound.</summary>
    internal void Bound(bool isForeign, bool isGradients)
    {
        Standing.IsForeign |= isForeign;
        _standings?.Bound(isForeign, isGradients);
    }

    /// <summary>Moves the standing to those of an optimizer.</summary>
    internal void Join(Standings standings) => (_place, _standings) = (standings.Add(_own), standings);

    /// <summary>Takes the place of another state among those of an optimizer, and goes on at its step.</summary>
    internal void Succeed(OptimizerState other)
    {
        var (standings, place) = (other._standings!, other._place);
        (_own.StepCount, _own.IsFrozen, _own.LearningRateScale) = (other.StepCount, other.Standing.IsFrozen, other.Standing.LearningRateScale);
        other.Leave();
        standings.Replace(place, _own);
        (_place, _standings) = (place, standings);
    }

    /// <summary>Takes its standing along from those of an optimizer, which has another at its place, or none.</summary>
    internal void Leave() => (_own, _standings) = (Standing, null);

    /// <summary>Notes that those before it are one fewer.</summary>
    internal void MoveUp() => _place--;
}
