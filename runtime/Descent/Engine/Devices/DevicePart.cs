namespace Descent.Engine;

/// <summary>
/// What of a tensor a step works on: all of it, or some of the rows that have gradients and follow one another. Such rows are to a device a tensor of their own: what it has of the tensor begins there where
/// the first of them does.
/// </summary>
/// <param name="Start">Where it begins among the weights.</param>
/// <param name="FirstGradient">Where it begins among the gradients.</param>
/// <param name="Length">How many weights it has.</param>
internal readonly record struct DevicePart(int Start, int FirstGradient, int Length)
{
    /// <summary>Finds the parts of a tensor.</summary>
    /// <param name="entry">The tensor.</param>
    /// <param name="parts">Where they go.</param>
    public static void Find(in StepPlan.Entry entry, List<DevicePart> parts)
    {
        parts.Clear();
        if (!entry.IsOfRows)
        {
            parts.Add(new(0, 0, entry.Length));
            return;
        }

        var runs = new RowRuns(entry.Memory.Rows!.Value.Span, entry.Parameter.RowLength, gap: 0, share: 0, shares: 1);
        while (runs.MoveNext())
        {
            parts.Add(new(runs.Start, runs.FirstGradient, runs.Length));
        }
    }

    /// <summary>The number of its first row.</summary>
    public int FirstRowOf(OptimizerState state) => Start / state.Columns;

    /// <summary>How many rows it has.</summary>
    public int RowsOf(OptimizerState state) => Length / state.Columns;
}
