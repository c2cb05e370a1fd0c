namespace Descent.Training.Tests.Data;

public sealed class MiniBatchesTests
{
    [Theory]
    [InlineData(0, new[] { 0, 4, 3, 6, 7, 5, 1, 9, 8, 2 })]
    [InlineData(1, new[] { 4, 0, 8, 6, 9, 5, 2, 3, 7, 1 })]
    public void Epoch_OfSeedSeven_IsTheRecordedOrder(int epoch, int[] expected)
        // Computed with a second implementation, in Python's integers of any size.
        => Assert.Equal(expected, Flat(new MiniBatches(10, 4, seed: 7), epoch));

    [Theory]
    [InlineData(10, 4, LastBatch.Keep, new[] { 4, 4, 2 })]
    [InlineData(10, 4, LastBatch.Drop, new[] { 4, 4 })]
    [InlineData(8, 4, LastBatch.Keep, new[] { 4, 4 })]
    [InlineData(8, 4, LastBatch.Drop, new[] { 4, 4 })]
    [InlineData(3, 4, LastBatch.Keep, new[] { 3 })]
    [InlineData(1, 1, LastBatch.Drop, new[] { 1 })]
    [InlineData(3, int.MaxValue, LastBatch.Keep, new[] { 3 })]
    public void Epoch_HasTheBatchesItShould(int count, int batchSize, LastBatch lastBatch, int[] sizes)
    {
        var batches = new MiniBatches(count, batchSize, seed: 3, lastBatch);
        Assert.Equal(sizes, Batches(batches, epoch: 5).Select(batch => batch.Length));
        Assert.Equal(sizes.Length, batches.BatchesPerEpoch);
    }

    [Fact]
    public void Epoch_HasEverySampleOnce_AndAnOrderOfItsOwn()
    {
        var batches = new MiniBatches(1000, 32, seed: 1);
        var first = Flat(batches, 0);
        var second = Flat(batches, 1);
        Assert.Equal(Enumerable.Range(0, 1000), first.Order());
        Assert.Equal(Enumerable.Range(0, 1000), second.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, Flat(new MiniBatches(1000, 32, seed: 2), 0));
    }

    [Fact]
    public void Epoch_DependsOnSeedAndNumberOnly()
    {
        var batches = new MiniBatches(100, 7, seed: 11);
        var inOrder = Enumerable.Range(0, 5).Select(epoch => Flat(batches, epoch)).ToArray();
        foreach (var epoch in new[] { 3, 0, 4, 4, 1 })
        {
            Assert.Equal(inOrder[epoch], Flat(batches, epoch));
            Assert.Equal(inOrder[epoch], Flat(new MiniBatches(100, 64, seed: 11), epoch));
        }
    }

    [Fact]
    public void Epoch_ResumedAtABatch_GoesOnExactly()
    {
        var straight = Enumerable.Range(0, 3).SelectMany(epoch => Batches(new MiniBatches(23, 5, seed: 4), epoch)).ToArray();
        for (var step = 0; step < straight.Length; step++)
        {
            var resumed = new MiniBatches(23, 5, seed: 4);
            var (epoch, batch) = resumed.PositionAfter(step);
            Assert.Equal(straight[step], Batches(resumed, epoch, batch)[0]);
        }

        Assert.Empty(Batches(new MiniBatches(23, 5, seed: 4), 0, firstBatch: 5));
    }

    [Fact]
    public void Shuffle_MakesEveryOrderAsOften()
    {
        const int epochs = 24_000;
        var batches = new MiniBatches(4, 4, seed: 99);
        var counts = Enumerable.Range(0, epochs).GroupBy(epoch => string.Join(' ', Flat(batches, epoch))).Select(group => group.Count()).ToArray();
        Assert.Equal(24, counts.Length);
        // Chi-square of 23 degrees of freedom: 60 is exceeded by one seed in 40 000.
        Assert.InRange(counts.Sum(count => Math.Pow(count - 1000, 2) / 1000), 0, 60);
    }

    [Fact]
    public void WithoutShuffle_IsInOrder()
        => Assert.Equal(Enumerable.Range(0, 9), Flat(new MiniBatches(9, 2, seed: 1, order: SampleOrder.AsGiven), 7));

    [Fact]
    public void Subset_IsCopied_AndShuffled()
    {
        int[] fold = [5, 5, 9, 100, 3];
        var batches = new MiniBatches(fold, 2, seed: 6);
        var plain = new MiniBatches(fold, 2, seed: 6, order: SampleOrder.AsGiven);
        fold[0] = -1;
        Assert.Equal([3, 5, 5, 9, 100], Flat(batches, 2).Order());
        Assert.Equal(Flat(new MiniBatches(5, 2, seed: 6), 2).Select(index => new[] { 5, 5, 9, 100, 3 }[index]), Flat(batches, 2));
        Assert.Equal([5, 5, 9, 100, 3], Flat(plain, 2));
    }

    [Fact]
    public void Epoch_AllocatesNothing()
    {
        var batches = new MiniBatches(1000, 32, seed: 1);
        var ranges = new MiniBatchRanges(1000, 32, seed: 1);
        var sum = Sum(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        sum += Sum(1) + Sum(2);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(3 * 2 * 999 * 500, sum);

        int Sum(int epoch)
        {
            var sum = 0;
            foreach (var indices in batches.Epoch(epoch))
            {
                foreach (var index in indices)
                {
                    sum += index;
                }
            }

            foreach (var range in ranges.Epoch(epoch))
            {
                for (var index = range.Start.Value; index < range.End.Value; index++)
                {
                    sum += index;
                }
            }

            return sum;
        }
    }

    [Fact]
    public void Epoch_WhileAnotherIsEnumerated_IsNoticed()
    {
        var batches = new MiniBatches(10, 4, seed: 1);
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var batch in batches.Epoch(0))
            {
                Flat(batches, 1);
            }
        });
        Assert.Contains("Epoch 1", error.Message, StringComparison.Ordinal);

        var count = 0;
        foreach (var batch in batches.Epoch(2))
        {
            Flat(batches, 2);
            count++;
        }

        Assert.Equal(3, count);
    }

    [Fact]
    public void BadArguments_NameThemselvesTheirValueAndTheRange()
    {
        Rejects("count", 0, "'1'", () => _ = new MiniBatches(0, 1, 1));
        Rejects("batchSize", 0, "'1'", () => _ = new MiniBatches(1, 0, 1));
        Rejects("batchSize", 5, "at most the number of samples, 4", () => _ = new MiniBatches(4, 5, 1, LastBatch.Drop));
        Rejects("lastBatch", (LastBatch)3, "Keep, Drop", () => _ = new MiniBatches(1, 1, 1, (LastBatch)3));
        Rejects("order", (SampleOrder)2, "Shuffled, AsGiven", () => _ = new MiniBatches(1, 1, 1, order: (SampleOrder)2));
        Rejects("indices", -2, "non-negative", () => _ = new MiniBatches([1, -2], 1, 1));
        Assert.Equal("indices", Assert.Throws<ArgumentException>(() => new MiniBatches([], 1, 1)).ParamName);
        var batches = new MiniBatches(10, 4, seed: 1);
        Rejects("epoch", -1, "non-negative", () => _ = batches.Epoch(-1));
        Rejects("firstBatch", -1, "non-negative", () => _ = batches.Epoch(0, -1));
        Rejects("firstBatch", 4, "'3'", () => _ = batches.Epoch(0, 4));
        Rejects("steps", -1L, "non-negative", () => _ = batches.PositionAfter(-1));
        Rejects("steps", long.MaxValue, "6442450943", () => _ = batches.PositionAfter(long.MaxValue));
        Assert.Equal((int.MaxValue, 2), batches.PositionAfter(6442450943));
    }

    private static void Rejects(string name, object value, string range, Action action)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(action);
        Assert.Equal((name, value), (error.ParamName, error.ActualValue));
        Assert.Contains(range, error.Message, StringComparison.Ordinal);
    }

    private static int[] Flat(MiniBatches batches, int epoch) => [.. Batches(batches, epoch).SelectMany(batch => batch)];

    private static List<int[]> Batches(MiniBatches batches, int epoch, int firstBatch = 0)
    {
        List<int[]> result = [];
        foreach (var batch in batches.Epoch(epoch, firstBatch))
        {
            result.Add(batch.ToArray());
        }

        return result;
    }
}
