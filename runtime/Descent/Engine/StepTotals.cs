using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>The totals of a step's reductions, between two sweeps: of each tensor, then of all tensors of a rule.</summary>
internal sealed class StepTotals(Participant[] participants, StepPlan plan)
{
    private readonly ShardTotals? _ofShards = participants[0].ShardTotals is { } totals ? new(totals, plan) : null;
    private double[] _ofTensors = [];

    /// <summary>Combines what the chunks left. No chunk may be under way.</summary>
    public void Combine()
    {
        if (!Array.Exists(participants, participant => participant.Parameters is [var first, ..] && first.State.Totals is not null))
        {
            return;
        }

        CombineTensors();
        foreach (var participant in participants)
        {
            var totals = participant.Rule.OptimizerTotals;
            for (var reduction = 0; reduction < totals.Length; reduction++)
            {
                totals[reduction] = Combine(participant.Type, reduction);
            }
        }
    }

    private void CombineTensors()
    {
        if (_ofShards is not null)
        {
            _ofShards.CombineReductions();
            return;
        }

        foreach (ref readonly var entry in plan.Entries)
        {
            if (!entry.IsOfRows)
            {
                entry.State.Totals?.Combine();
            }
        }
    }

    /// <summary>The total over all parameters of one rule, by the tree of all reductions, in the order in which they were added.</summary>
    private double Combine(Type rule, int reduction)
    {
        plan.MakeRoom(ref _ofTensors);
        var kind = ReductionKind.Sum;
        var count = 0;
        foreach (var index in plan.Order)
        {
            ref readonly var entry = ref plan.Entries[index];
            if (entry.State.TensorLength > 0 && entry.Participant.Type == rule)
            {
                kind = entry.State.Totals!.KindOf(reduction);
                _ofTensors[count++] = entry.State.Totals[reduction];
            }
        }

        return ReductionTree.Combine(kind, _ofTensors.AsSpan(0, count));
    }
}
