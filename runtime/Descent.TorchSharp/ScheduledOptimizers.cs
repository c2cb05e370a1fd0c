using Descent.Torch.Tensors;
using static TorchSharp.torch;

namespace Descent.Torch;

/// <summary>An optimizer whose schedulers ask for a momentum.</summary>
/// <remarks>
/// TorchSharp writes the name of an optimizer's class into its files, and refuses those that have another: all of ours have the same, and whether a file fits is for its
/// checkpoint to say, which knows rules and groups.
/// </remarks>
internal static class WithMomentum
{
    internal sealed class DescentOptimizer(ReadOnlySpan<DescentParamGroup> groups, Reach reach) : Torch.DescentOptimizer(groups, reach), optim.IMomentum
    {
        public double Momentum
        {
            get => ((optim.IMomentum)_parameter_groups[0]).Momentum;
            set => ((optim.IMomentum)_parameter_groups[0]).Momentum = value;
        }
    }
}

/// <summary>An optimizer whose schedulers ask for the betas of Adam.</summary>
/// <inheritdoc cref="WithMomentum" path="/remarks"/>
internal static class WithBetas
{
    internal sealed class DescentOptimizer(ReadOnlySpan<DescentParamGroup> groups, Reach reach) : Torch.DescentOptimizer(groups, reach), optim.IBetas
    {
        public (double, double) Betas
        {
            get => ((optim.IBetas)_parameter_groups[0]).Betas;
            set => ((optim.IBetas)_parameter_groups[0]).Betas = value;
        }
    }
}
