using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Descent.Training.Tests.Schedules;

/// <summary>The drawing of a schedule: well-formed, self-contained, true to the values, the same in every culture.</summary>
public sealed partial class ScheduleDrawingTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Recorded => ScheduleOracleTests.LearningRates;

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Line_StaysInsideThePlot(string id)
    {
        var schedule = ScheduleOracles.LearningRate(ScheduleOracles.Entry(id));

        var points = Points(schedule.ToSvg(100));

        Assert.Equal(100, points.Length);
        Assert.Equal((72, 696), (points[0].X, points[^1].X));
        Assert.All(points, point => Assert.InRange(point.Y, 48, 272));
    }

    [Fact]
    public void Line_IsTrueToTheValues()
    {
        var points = Points(new Ramp(0, 1, 10).Then(new ConstantSchedule(0.25), at: 15).ToSvg(21));

        Assert.Equal(272, points[0].Y);
        Assert.Equal(48, points[10].Y);
        Assert.Equal(272 - (224 * 0.25), points[20].Y);
        Assert.Equal(72 + (624 * 0.5), points[10].X);
    }

    [Fact]
    public void Document_NeedsNothingElse()
    {
        var text = new CosineDecay(0.1, 100).ToSvg(100);
        var root = XDocument.Parse(text).Root!;

        Assert.Equal(Svg + "svg", root.Name);
        Assert.DoesNotContain("http", text.Replace(Svg.NamespaceName, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", root.Element(Svg + "style")!.Value, StringComparison.Ordinal);
        Assert.Equal("CosineDecay(initial: 0.1, steps: 100, final: 0)", root.Element(Svg + "title")!.Value);
        Assert.Equal(["0", "0.02", "0.04", "0.06", "0.08", "0.1"], Labels(root, "end"));
        Assert.Equal(["0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "step"], Labels(root, "middle"));
    }

    /// <summary>Both palettes set every colour, so that none of the light page remains on the dark one.</summary>
    [Fact]
    public void Dark_ReplacesEveryColour()
    {
        var style = XDocument.Parse(new ConstantSchedule(1).ToSvg(2)).Root!.Element(Svg + "style")!.Value;
        var parts = style.Split("@media");

        var light = Coloured().Matches(parts[0]).Select(match => match.Groups[1].Value).Order();
        var dark = Coloured().Matches(parts[1]).Select(match => match.Groups[1].Value).Order();

        Assert.Equal(5, light.Count());
        Assert.Equal(light, dark);
    }

    [Fact]
    public void Title_IsEscapedAndCut()
    {
        var title = "a < b & \"c\" " + new string('x', 100);
        var root = XDocument.Parse(new ConstantSchedule(1).ToSvg(10, title)).Root!;

        Assert.Equal(title, root.Element(Svg + "title")!.Value);
        Assert.Equal(title[..75] + "…", root.Elements(Svg + "text").First().Value);
        Assert.Throws<ArgumentException>(() => new ConstantSchedule(1).ToSvg(10, "\u0001"));
    }

    [Fact]
    public void LongSchedules_AreSampledFromEndToEnd()
    {
        var asked = new List<int>();
        var schedule = Schedule.From(step =>
        {
            asked.Add(step);
            return step;
        });

        Assert.Equal(1200, Points(schedule.ToSvg(int.MaxValue)).Length);
        Assert.Equal((0, int.MaxValue - 1), (asked[0], asked[^1]));
    }

    /// <summary>Values that are all the same, all 0, close together, negative, tiny or huge have an axis too.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.3)]
    [InlineData(-0.3, -0.3)]
    [InlineData(0.85, 0.95)]
    [InlineData(-1, 1)]
    [InlineData(1, 1.0000000000000002)]
    [InlineData(0, 5e-324)]
    [InlineData(1, 1.000002)]
    [InlineData(123456, 123456.2)]
    [InlineData(1e-9, 1.000002e-9)]
    [InlineData(1e-12, 1e-9)]
    [InlineData(-1.7e308, 1.7e308)]
    public void EveryRange_HasAnAxis(double start, double end)
    {
        var text = new Ramp(start, end, 9).ToSvg(10);
        var labels = Labels(XDocument.Parse(text).Root!, "end");

        Assert.All(Points(text), point => Assert.InRange(point.Y, 48, 272));
        Assert.InRange(labels.Length, 2, 11);
        Assert.Equal(labels.Distinct(), labels);
    }

    [Fact]
    public void Labels_OfAnAxis_AreWrittenAlike()
    {
        Assert.Equal(["0", "0.0005", "0.001", "0.0015", "0.002", "0.0025", "0.003"], Axis(0.003));
        Assert.Equal(["0", "5e-5", "1e-4", "1.5e-4", "2e-4", "2.5e-4", "3e-4"], Axis(3e-4));
        Assert.Equal(["0", "5e5", "1e6", "1.5e6", "2e6"], Axis(2e6));

        static string[] Axis(double largest) => Labels(XDocument.Parse(new Ramp(0, largest, 9).ToSvg(10)).Root!, "end");
    }

    [Fact]
    public void Values_ThatAreNotFinite_AreRefused()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new ExponentialDecay(1, 10).ToSvg(400));

        Assert.StartsWith("ExponentialDecay(initial: 1, factor: 10, period: 1) gives Infinity at step 309", exception.Message, StringComparison.Ordinal);
    }

    private static string[] Labels(XElement root, string anchor)
        => [.. root.Elements(Svg + "text").Where(text => (string?)text.Attribute("text-anchor") == anchor).Select(text => text.Value)];

    private static (double X, double Y)[] Points(string svg)
        => [.. XDocument.Parse(svg).Root!.Element(Svg + "polyline")!.Attribute("points")!.Value.Split(' ')
            .Select(point => point.Split(','))
            .Select(point => (double.Parse(point[0], CultureInfo.InvariantCulture), double.Parse(point[1], CultureInfo.InvariantCulture)))];

    [GeneratedRegex(@"\.descent-schedule ([.\w]+) \{[^}]*#[0-9a-f]{6}")]
    private static partial Regex Coloured();
}
