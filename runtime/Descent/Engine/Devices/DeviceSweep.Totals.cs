namespace Descent.Engine;

/// <content>The totals that loops leave: where they are combined, and when they come here.</content>
internal sealed partial class DeviceSweep
{
    private readonly DeviceTotals _totals = new();

    /// <summary>Whether nothing that a loop leaves comes to this processor before the step has ended.</summary>
    public bool WaitsForNothing()
    {
        var hasTotals = false;
        foreach (ref readonly var entry in plan.Entries)
        {
            if (entry.State.Matrix is not null)
            {
                return false;
            }

            hasTotals |= entry.State.Totals is not null;
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

        if (_scalars.AreOnDevice)
        {
            _scalars.Combine(_launches, sweep);
            ClearLaunches();
            return;
        }

        CollectTotals();
        foreach (ref readonly var entry in plan.Entries)
        {
            if (entry.IsOnDevice && entry.Length > 0 && entry.State.Matrix is not null)
            {
                plan.Prepare(in entry);
                entry.Participant.Rule.GetCudaRows(method, entry.State, entry.Step, sweep, CountParts(in entry, sweep), default);
            }
        }
    }

    /// <summary>Waits for the totals of the step that devices have, where states follow from them.</summary>
    public void ReadTotals()
    {
        if (plan.OnDevice is not null)
        {
            _scalars.Read();
        }
    }

    private void CollectTotals()
    {
        foreach (var launch in _launches)
        {
            if (launch.Lengths.Count > 0 && launch.CountTotals() > 0)
            {
                _totals.Read(launch);
            }
        }

        ClearLaunches();
    }
}
