namespace Descent.Generator.Analyzers;

/// <summary>What a check found.</summary>
/// <param name="Id">Which diagnostic.</param>
/// <param name="Site">Where: an ordinal in the sites of the reading.</param>
/// <param name="Arguments">The words to fill in.</param>
internal sealed record Finding(string Id, int Site, params object[] Arguments)
{
    /// <summary>The declaration that is the cause, if it is another place; −1 otherwise.</summary>
    public int Cause { get; init; } = -1;
}
