namespace Descent.Training;

/// <summary>In which order an epoch goes through the samples.</summary>
public enum SampleOrder
{
    /// <summary>A random order, another one in every epoch.</summary>
    Shuffled,

    /// <summary>As they were given, the same in every epoch.</summary>
    AsGiven,
}
