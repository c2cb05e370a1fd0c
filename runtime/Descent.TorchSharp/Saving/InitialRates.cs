using TorchSharp.Modules;

namespace Descent.Torch.Saving;

/// <summary>What TorchSharp's groups remember beside their rules: the learning rates that schedulers begin with.</summary>
internal sealed class InitialRates(IList<ParamGroup> groups) : ICheckpointed
{
    public void Describe(CheckpointContents contents)
    {
        foreach (var (index, group) in groups.Index())
        {
            contents.AddNumber(FormattableString.Invariant($"{index}/InitialLearningRate"), () => group.InitialLearningRate, value => group.InitialLearningRate = value);
        }
    }
}
