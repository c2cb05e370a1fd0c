namespace Descent.Engine;

/// <content>What a device computes from totals, and the totals that it leaves for that.</content>
internal sealed partial class DeviceLaunch
{
    /// <summary>The name of the entry that computes what the loop takes from totals; <see langword="null"/> if there is none.</summary>
    public string? ScalarsName { get; } = scalars < 0 ? null : FormattableString.Invariant($"{method}_Scalars_{scalars}");

    /// <summary>Where the totals of the step begin.</summary>
    public ulong TotalsOfStep { get; private set; }

    /// <summary>Of each tensor its row of values, where its totals begin, those of the optimizer, and its inputs; then the addresses of its states that the device keeps, and of the optimizer's.</summary>
    public List<uint> RowsOfScalars { get; } = [];

    /// <summary>What this processor knows of that, tensor after tensor.</summary>
    public List<double> Inputs { get; } = [];

    /// <summary>The number of each tensor in the plan of the step, if a device combines its totals.</summary>
    public List<int> Entries { get; } = [];

    /// <summary>Notes from what the scalars of the tensor follow that was added last.</summary>
    public void AddScalars(Parameter parameter, ulong totals, (int OfTensor, int OfOptimizer) places, ReadOnlySpan<double> inputs, int width)
    {
        TotalsOfStep = totals;
        RowsOfScalars.Add((uint)((Values.Count / width) - 1));
        RowsOfScalars.Add((uint)places.OfTensor);
        RowsOfScalars.Add((uint)places.OfOptimizer);
        RowsOfScalars.Add((uint)Inputs.Count);
        AddAddress(parameter.State.Kept?.Address ?? 0);
        AddAddress(rule.Kept?.Address ?? 0);
        Inputs.AddRange(inputs);
    }

    private void AddAddress(ulong address)
    {
        RowsOfScalars.Add((uint)address);
        RowsOfScalars.Add((uint)(address >> 32));
    }

    private void ClearScalars()
    {
        RowsOfScalars.Clear();
        Inputs.Clear();
        Entries.Clear();
    }
}
