namespace Descent.Training;

/// <summary>What becomes of the samples that do not fill a mini-batch at the end of an epoch.</summary>
public enum LastBatch
{
    /// <summary>They make a smaller batch.</summary>
    Keep,

    /// <summary>They are left out of the epoch. With shuffling these are others in every epoch.</summary>
    Drop,
}
