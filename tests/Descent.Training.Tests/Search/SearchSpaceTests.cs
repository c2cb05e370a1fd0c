using System.Globalization;

namespace Descent.Training.Tests.Search;

public sealed class SearchSpaceTests
{
    public static TheoryData<SearchDimension, double, double> Values => new()
    {
        { SearchDimension.Uniform("a", -1, 3), 0, -1 },
        { SearchDimension.Uniform("a", -1, 3), 0.25, 0 },
        { SearchDimension.Uniform("a", -1, 3), 1, 3 },
        { SearchDimension.Uniform("a", -1.7e308, 1.7e308), 0.5, 0 },
        { SearchDimension.LogUniform("a", 1e-4, 1), 0, 1e-4 },
        { SearchDimension.LogUniform("a", 1e-4, 1), 0.5, 1e-2 },
        { SearchDimension.LogUniform("a", 1e-4, 1), 1, 1 },
        { SearchDimension.WholeNumber("a", -1, 2), 0, -1 },
        { SearchDimension.WholeNumber("a", -1, 2), 0.5, 1 },
        { SearchDimension.WholeNumber("a", -1, 2), 0.7499, 1 },
        { SearchDimension.WholeNumber("a", -1, 2), 1, 2 },
        { SearchDimension.WholeNumber("a", int.MinValue, -2), 1, -2 },
        { SearchDimension.OneOf("a", 32, 64, 256), 0.33, 32 },
        { SearchDimension.OneOf("a", 32, 64, 256), 0.34, 64 },
        { SearchDimension.OneOf("a", 32, 64, 256), 1, 256 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Fraction_GivesValue_AndBack(SearchDimension dimension, double fraction, double value)
    {
        // The exponential of a logarithm of this size is off by some units in the last place.
        Assert.Equal(value, dimension.At(fraction), Math.Abs(value) * 1e-14);
        Assert.Equal(dimension.At(fraction), dimension.At(dimension.FractionOf(dimension.At(fraction))), Math.Abs(value) * 1e-14);
        Assert.Equal((dimension.At(0), dimension.At(1)), (dimension.Low, dimension.High));
    }

    [Fact]
    public void Point_KnowsItsValuesByName()
    {
        var space = new SearchSpace(SearchDimension.LogUniform("rate", 1e-4, 1), SearchDimension.WholeNumber("units", 10, 20));

        var point = space.Point(0.01, 12);

        Assert.Equal((0.01, 12), (point["rate"], point["units"]));
        Assert.Equal("rate 0.01, units 12", point.ToString());
        Assert.Equal(0.5, point.Fractions()[0], 1e-15);
        Assert.Equal(2.5 / 11, point.Fractions()[1]);
        Assert.Contains("'rate', 'units'", Assert.Throws<ArgumentException>(() => point["momentum"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_OutOfRange_NameThemselves()
    {
        AssertRange("high", 1, () => SearchDimension.Uniform("a", 1, 1));
        AssertRange("low", double.NaN, () => SearchDimension.Uniform("a", double.NaN, 1));
        AssertRange("low", 0.0, () => SearchDimension.LogUniform("a", 0, 1));
        AssertRange("high", 3, () => SearchDimension.WholeNumber("a", 3, 3));
        AssertRange("high", int.MaxValue, () => SearchDimension.WholeNumber("a", 0, int.MaxValue));
        AssertRange("values[1]", 2.0, () => SearchDimension.OneOf("a", 2, 2));
        AssertRange("fraction", 1.5, () => SearchDimension.Uniform("a", 0, 1).At(1.5));
        AssertRange("a", 2.0, () => SearchDimension.Uniform("a", 0, 1).FractionOf(2));
        AssertRange("a", 1.5, () => SearchDimension.WholeNumber("a", 1, 2).FractionOf(1.5));
        AssertRange("a", 40.0, () => SearchDimension.OneOf("a", 32, 64).FractionOf(40));
        Assert.Throws<ArgumentException>(() => SearchDimension.OneOf("a", 1));
        Assert.Throws<ArgumentException>(() => SearchDimension.Uniform(" ", 0, 1));
        Assert.Throws<ArgumentException>(() => new SearchSpace());
        Assert.Throws<ArgumentException>(() => new SearchSpace(SearchDimension.Uniform("a", 0, 1), SearchDimension.Uniform("a", 0, 2)));
        Assert.Throws<ArgumentException>(() => new SearchSpace(SearchDimension.Uniform("a", 0, 1)).At(0.5, 0.5));

        static void AssertRange(string name, object value, Action call)
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(call);
            Assert.Equal((name, Convert.ToDouble(value, CultureInfo.InvariantCulture)), (exception.ParamName, Convert.ToDouble(exception.ActualValue, CultureInfo.InvariantCulture)));
        }
    }
}
