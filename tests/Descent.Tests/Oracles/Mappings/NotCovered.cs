namespace Descent.Tests.Oracles.Mappings;

/// <summary>Recorded entries that no built-in rule is compared with yet, and why.</summary>
internal static class NotCovered
{
    /// <summary>The reason, by the id of the entry.</summary>
    public static readonly IReadOnlyDictionary<string, string> Reasons = Because(
        ("NAdamW has no cautious form.", ["nadamw_simple.caution"]),
        ("AggMo has three velocities, as the paper.", ["aggmo.two_wd"]),
        ("Cautious AdamW has no largest second moment.", ["c_adamw.torch_amsgrad"]),
        ("LAMB with clipping by the global norm corrects the bias of its moments and does not limit its ratio.", ["lamb.options"]));

    private static Dictionary<string, string> Because(params (string Reason, string[] Entries)[] reasons) => reasons
        .SelectMany(reason => reason.Entries, (reason, entry) => (Entry: entry, reason.Reason))
        .ToDictionary(pair => pair.Entry, pair => pair.Reason);
}
