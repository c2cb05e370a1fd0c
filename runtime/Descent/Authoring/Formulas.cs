namespace Descent;

/// <summary>Formulas that many rules share, to call from rules of your own. They cost what writing them out costs.</summary>
public static class Formulas
{
    /// <summary>An exponential moving average with one more value: decay · average + (1 − decay) · value.</summary>
    /// <param name="average">The average so far.</param>
    /// <param name="value">The new value.</param>
    /// <param name="decay">How much of the average stays, in [0, 1]; β in the papers.</param>
    /// <returns>The new average.</returns>
    [Inlineable]
    public static double MovingAverage(double average, double value, double decay) => decay * average + (1 - decay) * value;

    /// <summary>
    /// What a moving average that began at 0 is divided by, so that it does not lean towards 0: 1 − decayᵗ (Kingma and Ba, 2015,
    /// arXiv:1412.6980, section 3).
    /// </summary>
    /// <param name="decay">The decay of the average, in [0, 1).</param>
    /// <param name="step">The number of values in the average, at least 1.</param>
    /// <returns>The divisor, in (0, 1].</returns>
    [Inlineable]
    public static double BiasCorrection(double decay, int step) => 1 - Math.Pow(decay, step);

    /// <summary>
    /// A value moved towards 0 by a threshold, and 0 where it does not reach so far: the proximal step of an L1 penalty (Parikh and
    /// Boyd, 2014, Proximal Algorithms, section 6.5.2).
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="threshold">How far it is moved, at least 0.</param>
    /// <returns>The value, shrunk; 0 for NaN.</returns>
    [Inlineable]
    public static double SoftThreshold(double value, double threshold)
    {
        if (value > threshold)
        {
            return value - threshold;
        }

        return value < -threshold ? value + threshold : 0;
    }

    /// <summary>
    /// The sign of a value, as rules of sign descent have it. Unlike <see cref="Math.Sign(double)"/> it is no exception for NaN, which stays
    /// NaN; a zero keeps its sign.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <returns>−1, 0 or 1.</returns>
    [Inlineable]
    public static double Sign(double value) => value > 0 ? 1 : value < 0 ? -1 : value;

    /// <summary>
    /// One over the square root of a factored moment (Shazeer and Stern, 2018, arXiv:1804.04235, section 3): the average of a row times that of
    /// a column, over the mean of the rows' averages. Both averages take the new value in first.
    /// </summary>
    /// <param name="value">The new value, greater than 0: a square and something small.</param>
    /// <param name="kept">How much of the averages stays, β, in [0, 1).</param>
    /// <param name="share">How much of them is new, 1 − β.</param>
    /// <param name="rowMoment">The average of the row.</param>
    /// <param name="columnMoment">The average of the column.</param>
    /// <returns>The scale of this weight.</returns>
    /// <exception cref="InvalidOperationException">The rule's method was not called by <c>Reference</c>: it takes totals over row and column.</exception>
    [Inlineable]
    public static double FactoredScale(double value, double kept, double share, ref double rowMoment, ref double columnMoment)
    {
        rowMoment = kept * rowMoment + share * Reduce.Mean(value, Per.Row);
        columnMoment = kept * columnMoment + share * Reduce.Mean(value, Per.Column);
        var rowScale = 1 / Math.Sqrt(rowMoment / Reduce.Mean(rowMoment, Per.Tensor, each: Per.Row));
        var columnScale = 1 / Math.Sqrt(columnMoment);
        return rowScale * columnScale;
    }
}
