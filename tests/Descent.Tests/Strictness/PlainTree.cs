namespace Descent.Tests.Strictness;

/// <summary>
/// The tree of all reductions, written out plainly: thirty-two columns a block, added pairwise, sixteen blocks of a chunk one after the other, and
/// the totals of chunks in the same way until one is left. It shares nothing with the runtime.
/// </summary>
internal static class PlainTree
{
    private const int Chunk = 8192;

    /// <summary>The total of terms.</summary>
    /// <param name="kind">What is done with them: Sum, Max or Min.</param>
    /// <param name="terms">The terms.</param>
    public static double Total(string kind, IReadOnlyList<double> terms)
    {
        var values = terms;
        do
        {
            values = values.Count == 0 ? [Nothing(kind)] : [.. values.Chunk(Chunk).Select(chunk => chunk.Chunk(512).Select(block => Block(kind, block)).Aggregate(Nothing(kind), (total, block) => With(kind, total, block)))];
        }
        while (values.Count > 1);

        return values[0];
    }

    /// <summary>The total of totals, of which one alone is left as it is.</summary>
    public static double Combine(string kind, IReadOnlyList<double> totals) => totals.Count == 1 ? totals[0] : Total(kind, totals);

    /// <summary>The total of each row of a matrix.</summary>
    /// <param name="kind">What is done with the terms.</param>
    /// <param name="terms">The terms, row by row.</param>
    /// <param name="columns">How many columns it has.</param>
    public static double[] OfRows(string kind, IReadOnlyList<double> terms, int columns) => [.. terms.Chunk(columns).Select(row => Total(kind, row))];

    /// <summary>
    /// The total of each column of a matrix: rows one after the other in a band, whose rows are as many as it takes for at most thirty-two bands and
    /// a multiple of those that lie in a chunk, and the bands by the tree.
    /// </summary>
    /// <param name="kind">What is done with the terms.</param>
    /// <param name="terms">The terms, row by row.</param>
    /// <param name="columns">How many columns it has.</param>
    public static double[] OfColumns(string kind, IReadOnlyList<double> terms, int columns)
    {
        var (rows, atOnce) = (terms.Count / columns, Math.Max(1, Chunk / columns));
        var band = atOnce;
        while (band * 32 < rows)
        {
            band += atOnce;
        }

        return [.. Enumerable.Range(0, columns).Select(column => Combine(kind, [.. Enumerable.Range(0, rows).Chunk(band)
            .Select(some => some.Aggregate(Nothing(kind), (total, row) => With(kind, total, terms[(row * columns) + column])))]))];
    }

    private static double Nothing(string kind) => kind switch { "Max" => double.NegativeInfinity, "Min" => double.PositiveInfinity, _ => 0 };

    private static double With(string kind, double total, double term) => kind switch { "Max" => Math.Max(total, term), "Min" => Math.Min(total, term), _ => total + term };

    private static double Block(string kind, double[] terms)
    {
        var columns = new double[32];
        Array.Fill(columns, Nothing(kind));
        for (var index = 0; index < terms.Length; index++)
        {
            columns[index % 32] = With(kind, columns[index % 32], terms[index]);
        }

        double Four(int lane) => With(kind, With(kind, columns[lane], columns[8 + lane]), With(kind, columns[16 + lane], columns[24 + lane]));
        double Eight(int lane) => With(kind, Four(lane), Four(4 + lane));
        return With(kind, With(kind, Eight(0), Eight(1)), With(kind, Eight(2), Eight(3)));
    }
}
