namespace Descent.Training;

/// <summary>Where an <see cref="ExponentialWeightAverage"/> begins.</summary>
public enum AverageStart
{
    /// <summary>The first update copies the weights, as PyTorch's <c>AveragedModel</c> does: they keep the weight βᵗ⁻¹ after t updates.</summary>
    FirstWeights,

    /// <summary>At 0 with bias correction: the average is divided by 1 − βᵗ, so that early weights count no more than their share.</summary>
    ZeroCorrected,

    /// <summary>At 0 without bias correction: the average leans towards 0 by the factor 1 − βᵗ. Shown in lectures; poor to evaluate with early.</summary>
    Zero,
}
