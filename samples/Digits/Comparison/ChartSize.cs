namespace Digits.Comparison;

/// <summary>The measures of a chart in pixels: the whole, and the margins around the plot that hold axes and labels.</summary>
internal sealed record ChartSize(string Name, int Width, int Height, int LeftMargin, int RightMargin, int TopMargin, int BottomMargin)
{
    /// <summary>For a page beside other windows or on a whole screen.</summary>
    public static ChartSize Wide { get; } = new("wide", 860, 460, LeftMargin: 56, RightMargin: 114, TopMargin: 12, BottomMargin: 52);

    /// <summary>For a phone, where the wide chart's text would be too small to read.</summary>
    public static ChartSize Narrow { get; } = new("narrow", 360, 360, LeftMargin: 54, RightMargin: 110, TopMargin: 12, BottomMargin: 52);

    public int Right => Width - RightMargin;

    public int Bottom => Height - BottomMargin;

    public int PlotWidth => Right - LeftMargin;

    public int PlotHeight => Bottom - TopMargin;
}
