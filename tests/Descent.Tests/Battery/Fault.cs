namespace Descent.Tests.Battery;

/// <summary>What is wrong with a <see cref="FaultyMomentum"/>.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The loop leaves out the weights after the last whole vector.</summary>
    DropsTheTail,

    /// <summary>The loop leaves out the first weight of memory that starts inside an array.</summary>
    DropsTheHeadOfASlice,

    /// <summary>The loop takes subnormal gradients for 0.</summary>
    FlushesSubnormals,

    /// <summary>The loop is without weight decay.</summary>
    ForgetsTheDecay,

    /// <summary>The loop starts with the state of the tensor's first weight wherever it starts.</summary>
    TakesTheFirstState,

    /// <summary>A step allocates.</summary>
    Allocates,

    /// <summary>The update over spans has no momentum.</summary>
    UpdatesWithoutMomentum,

    /// <summary>The first weight of a tensor stays: in the loop and in the method.</summary>
    SkipsTheFirstWeight,

    /// <summary>The odd weights of a tensor take steps twice as long.</summary>
    TellsOddFromEven,

    /// <summary>Something is added to the learning rate.</summary>
    MovesAtRateZero,

    /// <summary>The steps get shorter by a count that is not in the state.</summary>
    CountsByItself,

    /// <summary>Steps are twice as long where a state is not native.</summary>
    KnowsItsStates,

    /// <summary>Steps are twice as long where weights have 16 bits.</summary>
    KnowsItsWeights,

    /// <summary>The weights go up the gradient.</summary>
    Climbs,

    /// <summary>Gradients that are not a number count as 0.</summary>
    ForgivesNotANumber,

    /// <summary>A gradient that is not a number spoils all weights after its own.</summary>
    SpreadsNotANumber,
}
