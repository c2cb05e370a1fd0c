namespace Descent;

/// <summary>How a checkpoint and what it is loaded into differ.</summary>
public sealed class CheckpointReport
{
    /// <summary>Parameters, states, hyperparameters and parts that there are, and the checkpoint is without.</summary>
    public IReadOnlyList<string> Missing { get; internal set; } = [];

    /// <summary>Those that the checkpoint has, and there are not.</summary>
    public IReadOnlyList<string> Extra { get; internal set; } = [];

    /// <summary>What cannot be loaded as it is, whatever is allowed: another shape, a value out of range; sentences.</summary>
    public IReadOnlyList<string> Unfit { get; internal set; } = [];

    /// <summary>States and hyperparameters that the rule got after the checkpoint was saved: they are as declared, or as set.</summary>
    public IReadOnlyList<string> New { get; internal set; } = [];

    /// <summary>States that had another name when the checkpoint was saved (<see cref="StateAttribute.Was"/>), as in <c>layer1/M → layer1/FirstMoment</c>.</summary>
    public IReadOnlyList<string> Renamed { get; internal set; } = [];

    /// <summary>Tensors that were saved in another type and converted, as in <c>layer1/FirstMoment: F64 → F32</c>. A narrower one rounds: what follows has not the bits of going on.</summary>
    public IReadOnlyList<string> Converted { get; internal set; } = [];

    /// <summary>Whether the weights were in the checkpoint and were loaded.</summary>
    public bool HasWeights { get; internal set; }

    /// <summary>Whether everything was there, under its name or a former one and in its type, so that the run goes on as if it had not stopped.</summary>
    public bool IsExact => Missing.Count + Extra.Count + Unfit.Count + New.Count + Converted.Count == 0;

    /// <summary>Throws if something differs that is not allowed.</summary>
    internal void RefuseUnless(CheckpointDifferences allowed)
    {
        if (Unfit.Count > 0 || (Missing.Count > 0 && !allowed.HasFlag(CheckpointDifferences.Missing)) || (Extra.Count > 0 && !allowed.HasFlag(CheckpointDifferences.Extra)))
        {
            throw new CheckpointMismatchException(this);
        }
    }

    /// <summary>What differs, in one line; <c>exact</c> if nothing does.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        List<string> parts = [];
        Add("missing in the checkpoint", Missing);
        Add("only in the checkpoint", Extra);
        Add("new in the rule", New);
        Add("renamed", Renamed);
        Add("converted", Converted);
        parts.AddRange(Unfit);
        return parts.Count == 0 ? "exact" : string.Join("; ", parts);

        void Add(string what, IReadOnlyList<string> names)
        {
            if (names.Count > 0)
            {
                parts.Add($"{what}: {string.Join(", ", names)}");
            }
        }
    }
}
