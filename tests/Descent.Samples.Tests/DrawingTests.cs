using System.Buffers.Binary;
using Digits.Model;
using Landscapes.Drawing;
using Landscapes.Shared;
using Landscapes.Walking;
using Lectures.Drawing;

namespace Descent.Samples.Tests;

/// <summary>What pictures are made of, and what they say to those who do not see them.</summary>
public sealed class DrawingTests
{
    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "10")]
    [InlineData(-3, "10⁻³")]
    [InlineData(-12, "10⁻¹²")]
    [InlineData(10, "10¹⁰")]
    public void PowerOfTen_IsWrittenWithSuperscripts(int exponent, string text) => Assert.Equal(text, Text.PowerOfTen(exponent));

    /// <summary>Logarithms are told as the numbers that they stand for; a value that is none breaks the line and is not told.</summary>
    [Fact]
    public void Chart_IsDescribedByItsCurves()
    {
        var chart = new CurveChart(Axis.Linear("step", new(0, 3), 1), Axis.Logarithmic("loss", new(-2, 1)));
        var figure = chart.Draw("A caption.", new Curve("SGD", "sgd", [new(0, 1), new(1, double.NaN), new(2, -2), new(3, -1)]), Curve.Of("none", "adam", [double.NaN]));
        Assert.Equal("loss by step. SGD: 10 at 0, 0.1 at 3, from 0.01 to 10. none: no finite value.", figure.Descendants("title").First().Value);
        Assert.DoesNotContain("NaN", figure.ToString(), StringComparison.Ordinal);
        Assert.Equal(["SGD", "none"], figure.Descendants("b").Select(name => name.Value));
    }

    [Fact]
    public void Axis_MarksEveryOtherPowerOfTen()
        => Assert.Equal(["10⁻⁴", "10⁻²", "1"], Axis.Logarithmic("h", new(-5, 1), every: 2).Ticks.Select(tick => tick.Label));

    /// <summary>A Windows bitmap as long as it says, whose rows go from bottom to top.</summary>
    [Fact]
    public void WeightImages_AreBitmaps()
    {
        var weights = new float[784 * 3];
        weights[(27 * 28 * 3) + 0] = 2;                 // of unit 0, the pixel at the lower left
        weights[1] = -0.5f;                            // of unit 1, the pixel at the upper left
        var image = WeightImages.Draw(new Matrix(weights, 784, 3), units: 3, columns: 2, "three units");
        Assert.Equal("three units", image.Attribute("alt")!.Value);
        Assert.Equal(("58", "58"), (image.Attribute("width")!.Value, image.Attribute("height")!.Value));

        var file = Convert.FromBase64String(image.Attribute("src")!.Value.Split(',')[1]);
        int Number(int offset) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(offset));
        Assert.Equal("BM"u8.ToArray(), file[..2]);
        Assert.Equal((file.Length, 58, 58), (Number(2), Number(18), Number(22)));
        byte Pixel(int x, int y) => file[Number(10) + ((57 - y) * 60) + x];
        Assert.Equal(255, Pixel(0, 27));
        Assert.Equal(1, Pixel(30, 0));
        Assert.Equal(128, Pixel(5, 5));
        Assert.Equal(128, Pixel(0, 30));
    }

    /// <summary>A walk by estimated slopes is that by the landscape's own where they are the same.</summary>
    [Fact]
    public void Trajectory_FollowsTheSlopesThatItIsTold()
    {
        var told = Trajectory.Of(Walker.Sgd(0.5), Landscape.Ravine, new(-7, 2), 10, (_, at) => Landscape.Ravine.Gradient(at));
        Assert.Equal(Trajectory.Of(Walker.Sgd(0.5), Landscape.Ravine, new(-7, 2), 10).Footprints, told.Footprints);
        var still = Trajectory.Of(Walker.Sgd(0.5), Landscape.Ravine, new(-7, 2), 10, (_, _) => default);
        Assert.Equal(still.Footprints[0], still.End);
    }
}
