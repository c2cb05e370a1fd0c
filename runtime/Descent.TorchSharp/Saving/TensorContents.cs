using Descent.Torch.Tensors;
using TorchSharp.Modules;

namespace Descent.Torch.Saving;

/// <summary>
/// What a checkpoint has of tensors beside weights and states: the learning rates that schedulers begin with, and the order of the dimensions of each tensor that is not
/// contiguous. Weights and states are saved as they lie in memory, and what lies in another order does not fit: the name says which, so that a file and an optimizer that differ
/// lack each other's.
/// </summary>
internal sealed class TensorContents(IList<ParamGroup> groups, Func<ParamGroup, IEnumerable<Slot>> slotsOf) : ICheckpointed
{
    public void Describe(CheckpointContents contents)
    {
        foreach (var (index, group) in groups.Index())
        {
            contents.AddNumber(FormattableString.Invariant($"{index}/InitialLearningRate"), () => group.InitialLearningRate, value => group.InitialLearningRate = value);
            foreach (var slot in slotsOf(group).Where(slot => !slot.Layout.IsContiguous))
            {
                var order = string.Join('.', slot.Layout.OrderInMemory);
                contents.AddInteger(FormattableString.Invariant($"{index}/{slot.Parameter.Name}.DimensionsInMemory.{order}"), () => slot.Layout.Length, _ => { });
            }
        }
    }
}
