namespace Descent.Engine;

/// <content>The totals that loops leave: where they are combined, and when they come here.</content>
internal sealed partial class DeviceSweep
{
    /// <summary>Behind the last loop of a sweep, or the last sweep.</summary>
    private const int Behind = -1;

    private readonly DeviceTotals _totals = new();

    /// <summary>Whether nothing that a loop leaves comes to this processor before the step has ended.</summary>
    public bool WaitsForNothing()
    {
        var hasTotals = false;
        foreach (ref readonly var entry in plan.Entries)
        {
            // What is computed here of rows and columns leads to totals, too.
            hasTotals |= entry.State.Totals is not null || entry.State.Matrix is not null;
        }

        return !hasTotals || _scalars.CanBeOnDevice();
    }

    /// <summary>Whether devices have all totals of the step, and what follows from them.</summary>
    public bool HasAllTotals => plan.OnDevice is not null && _scalars.AreAllOnDevice;

    /// <summary>Waits for the totals of the sweep, and leaves them where those of this processor are; or has the device go on with them.</summary>
    public void EndSweep(int sweep)
    {
        if (plan.OnDevice is null)
        {
            return;
        }

        CollectTotals(sweep, _parts);
        if (_scalars.AreOnDevice)
        {
            EndOnDevice(sweep);
            return;
        }

        foreach (ref readonly var entry in plan.Entries)
        {
            if (entry.IsOnDevice && entry.Length > 0 && entry.State.Matrix is not null)
            {
                plan.Prepare(in entry);
                entry.Participant.Rule.GetCudaRows(method, entry.State, entry.Step, sweep, CountParts(in entry, sweep), default);
            }
        }
    }

    /// <summary>Queues what comes behind a sweep: the terms of rows for totals of their tensors, and these; or behind all, the next values of states.</summary>
    private void EndOnDevice(int sweep)
    {
        if (sweep == Behind)
        {
            AddStates();
        }

        for (var index = 0; sweep != Behind && index < plan.Entries.Length; index++)
        {
            ref readonly var entry = ref plan.Entries[index];
            if (entry.State.Matrix is not null && _scalars.Has(in entry))
            {
                plan.Prepare(in entry);
                _scalars.AddLines(in entry, index, sweep, Behind, InputsOf(in entry, sweep, out _));
            }
        }

        _scalars.RunLines(sweep, Behind, _ofStep);
        _scalars.EndSweep(sweep);
    }

    /// <summary>Waits for the totals of the step that devices have, where states follow from them.</summary>
    public void ReadTotals()
    {
        if (plan.OnDevice is not null)
        {
            _scalars.Read();
        }
    }

    /// <summary>Waits for the totals of a part of a sweep, or has the device go on with them.</summary>
    private void CollectTotals(int sweep, int part)
    {
        if (_scalars.AreOnDevice)
        {
            _scalars.Combine(_launches, sweep, part);
        }

        foreach (var launch in _launches)
        {
            if (!_scalars.AreOnDevice && launch.Lengths.Count > 0 && launch.CountTotals() > 0)
            {
                _totals.Read(launch);
            }
        }

        ClearLaunches();
    }
}
