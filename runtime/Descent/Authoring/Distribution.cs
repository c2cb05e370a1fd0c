namespace Descent;

/// <summary>How the values of a <see cref="RandomAttribute"/> parameter are distributed.</summary>
public enum Distribution
{
    /// <summary>Uniform on [0, 1): a multiple of 2⁻²⁴ where weights are <see cref="float"/>, of 2⁻⁵³ where they are <see cref="double"/>.</summary>
    Uniform,

    /// <summary>Normal with mean 0 and variance 1, by Box and Muller (1958); within ±8.6.</summary>
    Normal,
}
