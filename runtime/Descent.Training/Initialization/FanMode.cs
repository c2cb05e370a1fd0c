namespace Descent.Training;

/// <summary>Which of a layer's connection counts the variance of its weights is divided by.</summary>
public enum FanMode
{
    /// <summary>The inputs of a unit: the variance of the activations is kept from layer to layer.</summary>
    Input,

    /// <summary>The outputs an input goes to: the variance of the gradients is kept from layer to layer.</summary>
    Output,

    /// <summary>The mean of both, a compromise.</summary>
    Average,
}
