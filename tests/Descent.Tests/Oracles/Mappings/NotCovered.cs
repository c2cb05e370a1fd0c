namespace Descent.Tests.Oracles.Mappings;

/// <summary>Recorded entries that no rule is compared with, and why.</summary>
internal static class NotCovered
{
    /// <summary>The reason, by the id of the entry; none is left out at present.</summary>
    public static readonly IReadOnlyDictionary<string, string> Reasons = new Dictionary<string, string>();
}
