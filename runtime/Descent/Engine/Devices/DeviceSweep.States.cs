namespace Descent.Engine;

/// <content>The states that devices compute and keep: those of rows and columns, and those with one value for the tensor or the optimizer.</content>
internal sealed partial class DeviceSweep
{
    /// <summary>Sees what devices compute in the step under way, before anything of it is prepared: they have the states that they go on with, and those come here with which this processor does.</summary>
    public void Begin()
    {
        if (plan.OnDevice is not null)
        {
            _scalars.Begin();
        }

        foreach (ref readonly var entry in plan.Entries)
        {
            var isThere = _scalars.Has(in entry);
            entry.State.EndsOnDevice = isThere;
            if (isThere)
            {
                var device = (IKernelDevice)entry.Memory.Place!.Value.Device;
                entry.State.Kept?.Bring(device);
                entry.Participant.Rule.Kept?.Bring(device);
            }
            else if (entry.Length > 0 && entry.State.OnDevice is { KeepsLines: true } states)
            {
                states.MoveLines(entry.State, goBack: false);
            }
        }

        FetchStates();
    }

    /// <summary>Has states of rows and columns go back, once they are written.</summary>
    public void EndLines()
    {
        foreach (ref readonly var entry in plan.Entries)
        {
            if (entry.Length > 0 && entry.State is { EndsOnDevice: false, OnDevice: { KeepsLines: true } states })
            {
                states.MoveLines(entry.State, goBack: true);
            }
        }
    }

    /// <summary>Notes that devices left the step out.</summary>
    public void LeaveOut()
    {
        foreach (ref readonly var entry in plan.Entries)
        {
            if (entry.State.EndsOnDevice)
            {
                entry.State.Kept?.LeaveOut();
                entry.Participant.Rule.Kept?.LeaveOut();
            }
        }
    }

    /// <summary>Has the states of tensors and optimizers come here with which this processor goes on: a device computes those of an optimizer where it has all of its tensors, or none.</summary>
    private void FetchStates()
    {
        foreach (ref readonly var entry in plan.Entries)
        {
            if (entry.Participant.Rule.Kept is { } kept && !_scalars.Has(in entry) && entry.HasTensor)
            {
                entry.State.Kept?.Release();
                kept.Release();

                // What they were prepared with was what was here.
                if (kept.Fetch() | (entry.State.Kept?.Fetch() == true))
                {
                    plan.Prepare(in entry);
                }
            }
        }
    }

    /// <summary>Adds what devices compute behind all sweeps: the next values of the states that they keep.</summary>
    private void AddStates()
    {
        for (var index = 0; index < plan.Entries.Length; index++)
        {
            ref readonly var entry = ref plan.Entries[index];
            if (!_scalars.Has(in entry) || entry.State is { Matrix: null, Kept: null })
            {
                continue;
            }

            plan.Prepare(in entry);
            var inputs = InputsOf(in entry, sweep: 0, out _);
            _scalars.AddLines(in entry, index, Behind, Behind, inputs);
            entry.State.Kept?.Advance();
            if (entry.Participant.Rule.Kept is { } kept && IsLastOfOptimizer(index))
            {
                _scalars.AddOptimizer(in entry, index, Behind, Behind, inputs);
                kept.Advance();
            }
        }
    }

    /// <summary>Whether no tensor of the same optimizer comes behind one: as here, the last one says what the optimizer's states are.</summary>
    private bool IsLastOfOptimizer(int index)
    {
        for (var later = index + 1; later < plan.Entries.Length; later++)
        {
            ref readonly var entry = ref plan.Entries[later];
            if (entry.Participant == plan.Entries[index].Participant && _scalars.Has(in entry))
            {
                return false;
            }
        }

        return true;
    }
}
