namespace Descent.Training;

/// <summary>How a <see cref="OneCycleSchedule"/> comes down from its peak.</summary>
public enum OneCyclePhases
{
    /// <summary>In one phase, from the peak to the final value, as in fast.ai.</summary>
    Two,

    /// <summary>To the initial value in as many steps as it rose, and to the final one in the rest, as in the paper.</summary>
    Three,
}
