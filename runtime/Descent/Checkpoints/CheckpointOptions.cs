namespace Descent;

/// <summary>What a checkpoint has beside the optimizer, and how it is saved and loaded.</summary>
public sealed class CheckpointOptions
{
    /// <summary>
    /// Whether the weights are saved, and loaded where the checkpoint has them; <see langword="true"/> unless set. Without, whoever keeps the weights restores them.
    /// </summary>
    public bool IncludeWeights { get; set; } = true;

    /// <summary>
    /// What goes into the checkpoint beside the optimizer, by names that stay the same from run to run: schedules, averages, a
    /// <c>ReduceOnPlateau</c>, whatever is <see cref="ICheckpointed"/>.
    /// </summary>
    public IDictionary<string, ICheckpointed> Parts { get; } = new SortedDictionary<string, ICheckpointed>(StringComparer.Ordinal);

    /// <summary>
    /// How many checkpoints are kept, the new one included, from 1 to 1000; 1 unless set. The one before is <c>path.1</c>, the one before that <c>path.2</c> and so on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1000.</exception>
    public int Keep
    {
        get;
        set => field = value is >= 1 and <= 1000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Keep), value, $"{nameof(Keep)} must be from 1 to 1000.");
    } = 1;

    /// <summary>What may differ where a checkpoint is loaded; nothing unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has other members than those of <see cref="CheckpointDifferences"/>.</exception>
    public CheckpointDifferences Allow
    {
        get;
        set => field = Checked(value, nameof(Allow));
    }

    /// <summary>Throws if something is allowed that there is not.</summary>
    internal static CheckpointDifferences Checked(CheckpointDifferences allow, string argument)
        => (allow & ~(CheckpointDifferences.Missing | CheckpointDifferences.Extra)) == 0
            ? allow
            : throw new ArgumentOutOfRangeException(argument, allow, $"{argument} must be None, Missing, Extra, or both.");
}
