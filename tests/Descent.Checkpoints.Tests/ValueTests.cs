using System.Globalization;

namespace Descent.Checkpoints.Tests;

/// <summary>Numbers in the header come back with all their bits.</summary>
public sealed class ValueTests
{
    /// <summary>Every power of two and its neighbours, where the spacing changes, and what is no number.</summary>
    [Fact]
    public void EveryNumber_ComesBack()
    {
        var random = new Random(1);
        var numbers = Enumerable.Range(-1074, 2098).SelectMany(exponent => new[] { -1L, 0, 1 }.Select(step => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(Math.ScaleB(1, exponent)) + step)))
            .Concat(Enumerable.Range(0, 100_000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))))
            .Concat([0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon]);
        foreach (var number in numbers)
        {
            var back = 1.0;
            var value = StoredValue.Number("number", () => number, read => back = read);
            value.Parse(value.Get())!();
            Assert.True(back.Equals(number) && double.IsNegative(back) == (double.IsNegative(number) && !double.IsNaN(number) || double.IsNegative(back) && double.IsNaN(back)), value.Get());
        }

        // The number that a shortest text was wrong for.
        Assert.Equal("2.9802322387695312E-008", NumberText.Of(Math.ScaleB(1, -25)));
    }

    /// <summary>A text that no file can hold is refused before the file of before is touched.</summary>
    [Fact]
    public void WhatIsNoText_IsNotSaved()
    {
        using var optimizer = new Adam();
        using var folder = new TemporaryFolder();
        var (part, options) = (new Text { Value = "" }, new CheckpointOptions());
        options.Parts.Add("part", part);
        optimizer.Save(folder["run"], options);
        foreach (var text in new[] { null, "a\ud800b", "\udc00", "\ud83d" })
        {
            part.Value = text!;
            Assert.Contains("'part/Value'", Assert.Throws<InvalidOperationException>(() => optimizer.Save(folder["run"], options)).Message, StringComparison.Ordinal);
        }

        optimizer.Load(folder["run"], options);
        Assert.Equal("", part.Value);
        part.Value = "\ud83d\ude00\0\ufffd";
        optimizer.Save(folder["run"], options);
        optimizer.Load(folder["run"], options);
        Assert.Equal("\ud83d\ude00\0\ufffd", part.Value);
    }

    [Theory]
    [InlineData("1,5"), InlineData(""), InlineData("1e"), InlineData("one")]
    public void WhatIsNoNumber_IsRefused(string text)
    {
        Assert.Null(StoredValue.Number("number", () => 0, _ => { }).Parse(text));
        Assert.Null(StoredValue.Integer("number", () => 0, _ => { }).Parse(text));
        Assert.Null(StoredValue.Bits("number", () => 0, _ => { }).Parse(text));
        Assert.Null(StoredValue.Switch("number", () => false, _ => { }).Parse(text));
        Assert.Null(StoredValue.Integer("number", () => 0, _ => { }).Parse(long.MaxValue.ToString(CultureInfo.InvariantCulture) + "0"));
    }

    /// <summary>An array is memory: what is loaded lies in it.</summary>
    [Fact]
    public void Arrays_ComeBack()
    {
        using var optimizer = new Adam();
        using var folder = new TemporaryFolder();
        var means = new Means();
        var options = new CheckpointOptions { Parts = { ["means"] = means } };
        optimizer.Save(folder["run"], options);
        Array.Clear(means.Values);
        optimizer.Load(folder["run"], options);
        Assert.Equal([1, 2, 3, 4], means.Values);
        means.Values = null!;
        Assert.Throws<ArgumentNullException>("values", () => optimizer.Save(folder["run"], options));
        options.Parts["means"] = null!;
        Assert.Contains("'means'", Assert.Throws<ArgumentException>(() => optimizer.Save(folder["run"], options)).Message, StringComparison.Ordinal);
    }

    private sealed class Means : ICheckpointed
    {
        public double[] Values { get; set; } = [1, 2, 3, 4];

        public void Describe(CheckpointContents contents) => contents.AddTensor("values", Values, [2, 2]);
    }

    private sealed class Text : ICheckpointed
    {
        public required string Value { get; set; }

        public void Describe(CheckpointContents contents) => contents.AddText("Value", () => Value, value => Value = value);
    }
}
