using Descent.Tests.Strictness.Chance;

namespace Descent.Tests.Oracles;

/// <summary>The formulas of rules that draw random values, with the numbers that the documentation of chance gives.</summary>
internal static class ChanceFormulas
{
    private const double LearningRate = 0.02;
    private const double Temperature = 0.3;
    private const ulong Seed = 9;

    /// <summary>The formula of each rule.</summary>
    public static readonly Dictionary<Type, TensorFormula> All = new()
    {
        // Equation 4 of Welling and Teh: Δθ = ε/2 · ∇log p + η with η ~ N(0, ε), where ε is tempered.
        [typeof(Sgld)] = new(
            () => new Sgld { LearningRate = LearningRate, Temperature = Temperature, Options = { Seed = Seed } },
            (weights, gradients) =>
            [
                .. weights[^1].Select((tensor, k) => tensor.Select((weight, i) => weight
                    - (LearningRate / 2 * gradients[^1][k][i])
                    + (Math.Sqrt(LearningRate * Temperature) * SecondChance.Of<double>(Distribution.Normal, Seed, $"tensor {k}", gradients.Length, i, 0))).ToArray()),
            ]),
    };
}
