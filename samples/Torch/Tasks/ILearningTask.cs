using static TorchSharp.torch;

namespace TorchSample.Tasks;

/// <summary>Something that a network learns: the network, its batches, and how well it does on what it has not seen.</summary>
internal interface ILearningTask
{
    /// <summary>What the page calls it.</summary>
    string Name { get; }

    /// <summary>A sentence about network and data.</summary>
    string About { get; }

    /// <summary>A network that has learned nothing: the same weights for the same seed.</summary>
    nn.Module<Tensor, Tensor> CreateNetwork(int seed);

    /// <summary>The inputs of a batch and what the network is to say to them: classes, one for each row of its outputs.</summary>
    (Tensor Inputs, Tensor Classes) Batch(Random random);

    /// <summary>Inputs and classes that no batch has.</summary>
    (Tensor Inputs, Tensor Classes) Unseen();
}
