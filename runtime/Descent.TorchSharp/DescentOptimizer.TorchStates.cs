using Descent.Torch.Saving;
using Descent.Torch.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Descent.Torch;

/// <content>States of TorchSharp's own optimizers, in its own files by way of these.</content>
public partial class DescentOptimizer
{
    /// <summary>
    /// Takes over the states and step counts of one of TorchSharp's own optimizers of the same parameters in the same groups and order, such as one that has read its file with
    /// <c>load_state_dict</c>: a run that was begun there goes on here.
    /// </summary>
    /// <param name="other">TorchSharp's <c>Adam</c>, <c>AdamW</c>, <c>SGD</c> …, whichever is what the rules here are.</param>
    /// <exception cref="ArgumentException">It is of another kind or of other parameters, or a hyperparameter differs. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped, or an incomplete step has not been resolved.</exception>
    /// <exception cref="NotSupportedException">TorchSharp has no optimizer whose states mean what those of a rule here mean. Nothing was changed.</exception>
    public void TakeStatesOf(OptimizerHelper other)
    {
        var states = Pair(other);
        Engine.Participant.Enter(Group.Participants, toLoad: true);
        try
        {
            using var scope = NewDisposeScope();
            states.ForEach(state => state.Take());
        }
        finally
        {
            Engine.Participant.Leave(Group.Participants);
        }
    }

    /// <summary>Gives the states and step counts to one of TorchSharp's own optimizers of the same parameters in the same groups and order, which may save them in its format.</summary>
    /// <param name="other">TorchSharp's <c>Adam</c>, <c>AdamW</c>, <c>SGD</c> …, whichever is what the rules here are.</param>
    /// <inheritdoc cref="TakeStatesOf" path="/exception"/>
    public void GiveStatesTo(OptimizerHelper other)
    {
        var states = Pair(other);
        Engine.Participant.Enter(Group.Participants);
        try
        {
            using var scope = NewDisposeScope();
            using var withoutGradients = no_grad();
            states.ForEach(state => state.Give());
        }
        finally
        {
            Engine.Participant.Leave(Group.Participants);
        }
    }

    private List<PairedState> Pair(OptimizerHelper other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ObjectDisposedException.ThrowIf(_group is null, this);
        MeetRates();
        var theirs = other.state_dict();
        var counts = theirs.StateIndexRef.ConvertAll(group => group.Count);
        if (!counts.SequenceEqual(_parameter_groups.Select(group => group.Parameters.Count())))
        {
            throw new ArgumentException($"The other optimizer has groups of {string.Join(", ", counts)} parameters, and this one of {string.Join(", ", _parameter_groups.Select(group => group.Parameters.Count()))}.", nameof(other));
        }

        List<PairedState> states = [];
        List<string> differences = [];
        HashSet<Slot> seen = [];
        for (var group = 0; group < counts.Count; group++)
        {
            foreach (var (tensor, index) in _parameter_groups[group].Parameters.Zip(theirs.StateIndexRef[group]))
            {
                // A tensor that is there twice is updated once; one without weights has no state.
                if (_slots.Find(slot => ImplementationOf(slot.Tensor) == ImplementationOf(tensor)) is { } slot && seen.Add(slot))
                {
                    var state = PairedState.Of(slot, other, theirs.State[index]);
                    state.RefuseOtherShapes();
                    differences.AddRange(state.Differences(theirs.Options[group]).Where(difference => !differences.Contains(difference)));
                    states.Add(state);
                }
            }
        }

        return differences.Count == 0 ? states : throw new ArgumentException($"Hyperparameters differ: {string.Join("; ", differences)}.", nameof(other));
    }
}
