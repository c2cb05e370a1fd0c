namespace Descent.Training;

/// <summary>What the threshold of a <see cref="ReduceOnPlateau"/> is measured in.</summary>
public enum PlateauThreshold
{
    /// <summary>A fraction of the magnitude of the best metric.</summary>
    Relative,

    /// <summary>The metric's own unit.</summary>
    Absolute,
}
