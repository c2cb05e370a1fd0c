namespace Descent.Training;

/// <summary>The function that a layer's activations came out of; it says when a unit is saturated.</summary>
public enum ActivationFunction
{
    /// <summary>None: never saturated.</summary>
    Linear,

    /// <summary>max(0, x) or another function without an upper bound: never counted as saturated, dead at 0.</summary>
    ReLU,

    /// <summary>1 / (1 + e⁻ˣ): saturated near 0 and 1.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent: saturated near −1 and 1.</summary>
    Tanh,
}
