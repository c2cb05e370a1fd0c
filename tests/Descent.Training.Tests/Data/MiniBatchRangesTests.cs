namespace Descent.Training.Tests.Data;

public sealed class MiniBatchRangesTests
{
    [Theory]
    [InlineData(10, 4, LastBatch.Keep, new[] { 0, 4, 4, 8, 8, 10 })]
    [InlineData(10, 4, LastBatch.Drop, new[] { 0, 4, 4, 8 })]
    [InlineData(3, int.MaxValue, LastBatch.Keep, new[] { 0, 3 })]
    public void Epoch_HasTheRangesItShould_InAnyOrder(int count, int batchSize, LastBatch lastBatch, int[] edges)
    {
        var ranges = new MiniBatchRanges(count, batchSize, seed: 1, lastBatch);
        Range[] expected = [.. edges.Chunk(2).Select(pair => pair[0]..pair[1])];
        Assert.Equal(expected, Ranges(ranges, 3).OrderBy(range => range.Start.Value));
        Assert.Equal(expected.Length, ranges.BatchesPerEpoch);
        Assert.Equal(expected, Ranges(new MiniBatchRanges(count, batchSize, seed: 1, lastBatch, order: SampleOrder.AsGiven), 3));
    }

    [Fact]
    public void Epoch_HasAnOrderOfItsOwn_AndResumes()
    {
        var ranges = new MiniBatchRanges(100, 5, seed: 1);
        var first = Ranges(ranges, 0);
        var second = Ranges(ranges, 1);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Ranges(new MiniBatchRanges(100, 5, seed: 1), 0));
        Assert.Equal(second[7..], Ranges(ranges, 1, firstBatch: 7));
        Assert.Equal((1, 7), ranges.PositionAfter(27));
    }

    [Fact]
    public void BadArguments_NameThemselves()
    {
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => new MiniBatchRanges(0, 1, 1)).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => new MiniBatchRanges(4, 0, 1)).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => new MiniBatchRanges(4, 5, 1, LastBatch.Drop)).ParamName);
        var ranges = new MiniBatchRanges(4, 2, 1);
        Assert.Equal("epoch", Assert.Throws<ArgumentOutOfRangeException>(() => _ = ranges.Epoch(-1)).ParamName);
        Assert.Equal("firstBatch", Assert.Throws<ArgumentOutOfRangeException>(() => _ = ranges.Epoch(0, 3)).ParamName);
    }

    private static List<Range> Ranges(MiniBatchRanges ranges, int epoch, int firstBatch = 0)
    {
        List<Range> result = [];
        foreach (var range in ranges.Epoch(epoch, firstBatch))
        {
            result.Add(range);
        }

        return result;
    }
}
