namespace Descent.Tests.Mutations;

/// <summary>A rule with one change, as a slip of the hand makes it.</summary>
/// <param name="Kind">What kind of change, such as <c>sign flipped</c>.</param>
/// <param name="Was">The expression or statement before.</param>
/// <param name="Became">What stands there now.</param>
/// <param name="Source">The whole rule after the change.</param>
internal sealed record Mutant(string Kind, string Was, string Became, string Source)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}: {OnOneLine(Was)}  =>  {OnOneLine(Became)}";

    private static string OnOneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
