using Descent.Cuda.Check.Bits;

namespace Descent.Cuda.Check.Figures;

/// <summary>A step that is timed.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Create">Makes the optimizer.</param>
/// <param name="Shapes">The shapes of its tensors.</param>
/// <param name="BytesOfWeight">How many bytes a step has to read and write for each weight.</param>
/// <param name="Target">Which share of the speed of a copy of as many bytes it is meant to reach.</param>
internal sealed record Case(string Name, Func<RuleOptimizer> Create, IReadOnlyList<nint[]> Shapes, double BytesOfWeight, double Target)
{
    /// <summary>Networks and many tensors, with the rules that people compare first.</summary>
    /// <param name="divisor">What the sizes are divided by; 1 for those of the network.</param>
    public static IReadOnlyList<Case> Networks(int divisor)
    {
        var (one, network, many) = (Figures.Networks.OneTensor(divisor), Figures.Networks.Gpt2Small(divisor), Figures.Networks.Many(divisor));
        return
        [
            new("Adam, one tensor", () => new Adam(), one, 28, 0.95),
            new("Adam, GPT-2 small", () => new Adam(), network, 28, 0.93),
            new("Adam, GPT-2 small, clipped", () => new Adam { Options = { MaximumGradientNorm = 1 } }, network, 32, 0.91),
            new("Lion, GPT-2 small", () => new Lion(), network, 20, 0.92),
            new("LAMB, GPT-2 small", () => new Lamb(), network, 40, 0.87),
            new("Adam, 10,000 of 1,000", () => new Adam(), many, 28, 0.72),
            new("Adafactor, GPT-2 small", () => new Adafactor(), network, 24, 0.85),
            new("Adam, 8-bit states, one tensor", () => new Adam { Storage = { States = StateStorage.Blocks8 } }, one, 12 + (4 * (1 + (4.0 / 256))), 0.85),
            new("Adam, bf16 states, one tensor", () => new Adam { Storage = { States = StateStorage.BFloat16 } }, one, 20, 0.95),
        ];
    }

    /// <summary>Every rule that looks at one weight at a time, on one tensor: it reads and writes weights and states, and reads gradients.</summary>
    /// <param name="length">How many weights.</param>
    public static IReadOnlyList<Case> Elementwise(int length)
        => [.. Catalogue.Rules.Select(rule => (Rule: rule, Optimizer: Catalogue.Create(rule))).Where(pair => Catalogue.IsElementwise(pair.Optimizer))
            .Select(pair => new Case(pair.Rule.Name, () => Catalogue.Create(pair.Rule), [[length]], BytesOf(pair.Optimizer.Schema), 0.95))];

    private static double BytesOf(RuleSchema schema) => 12 + (8 * schema.States.Count(state => state.Per == Per.Weight)) + (4 * schema.Inputs.Count);
}
