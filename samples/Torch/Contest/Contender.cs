using Descent;
using Descent.Matrices;
using Descent.Torch;
using static TorchSharp.torch;

namespace TorchSample.Contest;

/// <summary>A way to train a network.</summary>
/// <param name="Name">What the page calls it.</param>
/// <param name="Create">Makes the optimizer of a network.</param>
internal sealed record Contender(string Name, Func<nn.Module, optim.Optimizer> Create)
{
    private const double Rate = 2e-3;

    /// <summary>All that are compared.</summary>
    public static IReadOnlyList<Contender> All { get; } =
    [
        new("TorchSharp's Adam", network => optim.Adam(network.parameters(), Rate)),
        new("Descent's Adam", network => TorchDefaults.Adam(network.named_parameters(), Rate)),
        new("Descent's Muon and AdamW", WithMuon),
    ];

    /// <summary>Muon is for the matrices of hidden layers; embeddings, the head, biases and norms are AdamW's.</summary>
    private static DescentOptimizer WithMuon(nn.Module network)
    {
        var parameters = network.named_parameters().ToLookup(named => named.parameter.Dimensions >= 2 && !named.name.Contains("head", StringComparison.Ordinal)
            && !named.name.StartsWith("_letters", StringComparison.Ordinal) && !named.name.StartsWith("_places", StringComparison.Ordinal));
        return DescentOptimizer.For(
            DescentParamGroup.For(parameters[true], new Muon { LearningRate = 5 * Rate }),
            DescentParamGroup.For(parameters[false], new AdamW { LearningRate = Rate }));
    }
}
