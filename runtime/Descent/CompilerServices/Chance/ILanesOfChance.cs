namespace Descent.CompilerServices;

// Chance: one value for each lane, from the counter of its weight.
public partial interface ILanes<TLanes, T>
{
    /// <summary>Uniform numbers of the weights in a row.</summary>
    /// <param name="draws">The draws of a range.</param>
    /// <param name="index">The first weight, counted from the beginning of the range.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Uniform(in Draws draws, nuint index) => LaneDraws.Draw<LaneDraws.UniformVariate, TLanes, T>(in draws, index);

    /// <summary>Normal numbers of the weights in a row.</summary>
    /// <param name="draws">The draws of a range.</param>
    /// <param name="index">The first weight, counted from the beginning of the range.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Normal(in Draws draws, nuint index) => LaneDraws.Draw<LaneDraws.NormalVariate, TLanes, T>(in draws, index);
}
