namespace Descent;

/// <summary>
/// What becomes of the part of a weight that its 16 bits have no room for. A step that moves a weight by less than half of its last place is lost where
/// nothing is kept: at 8 bits of precision every step below ¹⁄₅₁₂ of the weight.
/// </summary>
public enum WeightPrecision
{
    /// <summary>It is lost: the nearest number is stored, of two the even one.</summary>
    Nearest,

    /// <summary>
    /// It decides by chance which of the two numbers around it is stored, so that the mean is right: no further memory. The chance is that of the rule's own
    /// random values (<see cref="OptimizerOptions.Seed"/>), the same for every number of threads and after resuming.
    /// </summary>
    Stochastic,

    /// <summary>
    /// It is kept in 16 bits more, as a second number: the weight that the rule sees is the sum of both (compensated, or Kahan, summation).
    /// </summary>
    Compensated,

    /// <summary>The rule works on a copy in <see cref="float"/>, 4 bytes a weight more, of which the stored weights are the nearest numbers.</summary>
    Master,

    /// <summary>
    /// It is kept in 16 bits more as what lacks to the bits of a <see cref="float"/>: the rule works on <see cref="float"/> weights, and their stored upper
    /// halves are the nearest numbers, of two the one farther from 0. For weights of <see cref="BFloat16"/>.
    /// </summary>
    SplitMaster,
}
