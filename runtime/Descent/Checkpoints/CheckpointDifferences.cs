namespace Descent;

/// <summary>What may differ between a checkpoint and what it is loaded into.</summary>
[Flags]
public enum CheckpointDifferences
{
    /// <summary>Nothing: what is missing or extra is refused.</summary>
    None = 0,

    /// <summary>The checkpoint may be without parameters, states or parts that there are: they stay as they are.</summary>
    Missing = 1,

    /// <summary>The checkpoint may have parameters, states or parts that there are not: they are left out.</summary>
    Extra = 2,
}
