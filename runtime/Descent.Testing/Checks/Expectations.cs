namespace Descent.Testing.Checks;

/// <summary>What the author of a rule states of it.</summary>
/// <param name="NotANumber">What a gradient that is not a number does.</param>
/// <param name="ZeroLearningRateLeavesWeights">Whether weights stay as they are at learning rate 0.</param>
/// <param name="QuadraticSteps">How many steps the rule has for the quadratic.</param>
/// <param name="QuadraticShare">What share of the quadratic's loss may be left then.</param>
internal sealed record Expectations(NotANumberOutcome NotANumber, bool ZeroLearningRateLeavesWeights, int QuadraticSteps, double QuadraticShare);
