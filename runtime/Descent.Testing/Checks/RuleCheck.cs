using Descent.Testing.Comparing;

namespace Descent.Testing.Checks;

/// <summary>One check of the battery.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it says of a rule that passes, as a sentence.</param>
/// <param name="AppliesTo">Whether it can be made of a rule.</param>
/// <param name="Run">Makes it; throws <see cref="RuleCheckException"/>.</param>
internal sealed record RuleCheck(string Name, string Meaning, Func<Expectations, RuleTraits, bool> AppliesTo, Action<Expectations, Examination> Run)
{
    /// <summary>All checks, in the order in which they are made.</summary>
    public static IReadOnlyList<RuleCheck> All { get; } =
    [
        new("EveryLength", "At every length of a tensor, the loop gives the bits of the method.", Always, (_, it) => MethodChecks.EveryLength(it)),
        new("EveryShape", "At every number of rows and columns, the loop gives the bits of the method.", (_, rule) => rule.IsOfMatrices, (_, it) => MethodChecks.EveryShape(it)),
        new("UnalignedMemory", "Wherever its memory starts, the loop gives the bits of the method.", Always, (_, it) => MethodChecks.UnalignedMemory(it)),
        new(
            "SpecialValueInEachLane",
            "A zero, a subnormal, an infinity or a NaN gives the bits of the method, in every lane of a vector.",
            (_, rule) => rule.IsStrict,
            (_, it) => MethodChecks.SpecialValueInEachLane(it)),
        new("EveryLoop", "With its factors, switches and choices set otherwise, the loop gives the bits of the method.", Always, (_, it) => MethodChecks.EveryLoop(it)),
        new("LargeTensor", "A tensor that is shared among threads gets the bits of the method.", Always, (_, it) => EngineChecks.LargeTensor(it)),
        new("UpdateOverSpans", "Update over spans gives the bits of Step.", (_, rule) => rule.HasUpdate, (_, it) => EngineChecks.UpdateOverSpans(it)),
        new("AllocatesNothing", "A step allocates nothing.", Always, (_, it) => EngineChecks.AllocatesNothing(it)),
        new("CutAnywhere", "A tensor cut in two anywhere gets the bits of the whole.", (_, rule) => rule is { Reduces: false, Draws: false }, (_, it) => PlacementChecks.CutAnywhere(it)),
        new("Permutation", "Weights in another order get the same bits.", (_, rule) => rule is { Reduces: false, Draws: false }, (_, it) => PlacementChecks.Permutation(it)),
        new("Seed", "The same seed gives the same bits, and another seed or name others.", (_, rule) => rule.Draws, (_, it) => ChanceChecks.Seed(it)),
        new("StoredStates", "States of 16 and 8 bits are decoded once, and encoded once at the end of a step.", Always, (_, it) => StorageChecks.StoredStates(it)),
        new("StoredWeights", "Weights of 16 bits are decoded once, and encoded once at the end of a step.", Always, (_, it) => StorageChecks.StoredWeights(it)),
        new(
            "ZeroLearningRate",
            "Learning rate 0 leaves weights as they are.",
            (expected, rule) => expected.ZeroLearningRateLeavesWeights && rule.TakesLearningRateZero,
            (_, it) => TrainingChecks.ZeroLearningRate(it)),
        new("RestoredState", "What is copied out of the state and back, into a new optimizer, is all that coming steps depend on.", Always, (_, it) => TrainingChecks.RestoredState(it)),
        new(
            "Quadratic",
            "The rule finds the minimum of a quadratic.",
            Always,
            (expected, it) => TrainingChecks.Quadratic(it, expected.QuadraticSteps, expected.QuadraticShare)),
        new(
            "NotANumberGradient",
            "A gradient that is not a number does what is stated, and nothing to the other weights unless the rule reduces.",
            (expected, rule) => expected.NotANumber != NotANumberOutcome.NotStated || !rule.Reduces,
            (expected, it) => NotANumberChecks.Run(it, expected.NotANumber)),
    ];

    private static bool Always(Expectations expected, RuleTraits rule) => true;
}
