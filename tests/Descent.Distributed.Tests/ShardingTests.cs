namespace Descent.Distributed.Tests;

/// <summary>Who has what, and which sums go over the wire.</summary>
public sealed class ShardingTests
{
    [Fact]
    public void Ranks_have_about_as_many_weights()
    {
        (int Length, int Unit)[] tensors = [(3_000_000, 8192), (10, 8192), (500_000, 500_000), (700, 8192), (1_200_345, 8192), (90_000, 90_000)];
        for (var ranks = 1; ranks <= 16; ranks++)
        {
            var borders = ShardCutter.Cut(tensors, ranks);
            var loads = new long[ranks];
            for (var tensor = 0; tensor < tensors.Length; tensor++)
            {
                Assert.Equal((0, tensors[tensor].Length), (borders[tensor][0], borders[tensor][ranks]));
                for (var rank = 0; rank < ranks; rank++)
                {
                    Assert.True(borders[tensor][rank] <= borders[tensor][rank + 1]);
                    Assert.True(borders[tensor][rank] % tensors[tensor].Unit == 0 || borders[tensor][rank] == tensors[tensor].Length);
                    loads[rank] += borders[tensor][rank + 1] - borders[tensor][rank];
                }
            }

            var mean = tensors.Sum(tensor => (long)tensor.Length) / ranks;
            Assert.InRange(loads.Max(), mean, Math.Max(500_000, mean) + (3 * 8192));
        }
    }

    /// <summary>The page has these numbers.</summary>
    [Theory]
    [InlineData(768, true, 1.003)]
    [InlineData(300, true, 1.154)]
    [InlineData(65, true, 1.304)]
    [InlineData(65, false, 1.003)]
    public void Tables_are_balanced_by_their_columns(int columns, bool takesRows, double expected)
    {
        const int Rows = 50_257, Ranks = 8;
        using var sharded = new ShardedOptimizer(new AdamW(), InProcessCommunicator.Create(1)[0]);
        sharded.Add("table", new float[8192 * columns], shape: [8192, columns]);
        if (takesRows)
        {
            sharded.BindGradients<float>("table", default, default(ReadOnlyMemory<int>));
        }

        var borders = ShardCutter.Cut([(Rows * columns, sharded.Tensors[0].UnitIn(sharded.Optimizer))], Ranks)[0];
        Assert.Equal(expected, Enumerable.Range(0, Ranks).Max(rank => borders[rank + 1] - borders[rank]) * Ranks / ((double)Rows * columns), 3);
    }

    [Theory]
    [InlineData(8, 3, "0+2 | 2+2 4+1 | 5+1 6+2")]
    [InlineData(8, 4, "0+2 | 2+2 | 4+2 | 6+2")]
    [InlineData(7, 2, "0+2 2+1 | 3+1 4+4")]
    [InlineData(5, 1, "0+8")]
    public void Rank_sends_what_is_left_of_its_subtrees(int count, int ranks, string expected)
        => Assert.Equal(expected, string.Join(" | ", Enumerable.Range(0, ranks).Select(rank => string.Join(' ', new MicroBatchTree(count, ranks).NodesOf(rank).Select(node => $"{node.First}+{1 << node.Level}")))));

    [Fact]
    public void Any_number_of_micro_batches_has_the_bits_of_the_tree()
    {
        foreach (var count in (int[])[3, 5, 7, 12])
        {
            var digests = Enumerable.Range(1, Math.Min(count, 5)).SelectMany(ranks => Rig.Sharded<float>(
                ranks, Tensors<float>.Small, () => new Adam(), 2, options: new() { MicroBatches = count, BucketBytes = 1 })).Distinct();
            Assert.Single(digests);
        }
    }

    [Fact]
    public void Bytes_on_the_wire_are_those_of_the_theory()
    {
        foreach (var ranks in (int[])[1, 2, 4, 8])
        {
            var weights = Tensors<float>.Large.Sum(tensor => tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension));

            // Sums of gradients to whoever has the weights, weights back, of four bytes each; and eight bytes for what is agreed about.
            var sgd = (2L * (ranks - 1) * weights * sizeof(float)) + (8L * ranks * (ranks - 1));
            Assert.Equal(sgd, Measure(ranks, () => new Sgd()));

            // What the library has a part in: nine numbers of the step and which of two loops runs, from the first rank.
            Assert.Equal(sgd + (80L * (ranks - 1)), Measure(ranks, () => new Adam()));

            // The same of LAMB, eleven numbers and room for one more, of both plans. Two norms: eight bytes a chunk to each other rank; and which totals there are, after each of two sweeps, a
            // byte for each of two on four tensors.
            var chunks = Tensors<float>.Large.Sum(tensor => (tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension) + 8191) / 8192);
            Assert.Equal(sgd + (2 * 96L * (ranks - 1)) + (2 * 8 * chunks * (ranks - 1)) + (2L * 2 * 4 * ranks * (ranks - 1)), Measure(ranks, () => new Lamb()));
        }
    }

    [Fact]
    public void States_are_shared_out()
    {
        foreach (var ranks in (int[])[1, 2, 4])
        {
            var bytes = Rig.OnRanks(ranks, communicator =>
            {
                using var sharded = new ShardedOptimizer(new Adam(), communicator);
                sharded.Add("w", new float[1 << 20], new float[1 << 20]);
                sharded.Step();
                return (sharded.StateBytes, sharded.GradientBytes);
            });
            Assert.All(bytes, rank => Assert.Equal((2L * sizeof(float) * (1 << 20) / ranks, (long)sizeof(float) * (1 << 20) / ranks), rank));
        }
    }

    [Fact]
    public void WhatIsDisposed_OrOfAnother_IsRefused()
    {
        var ends = InProcessCommunicator.Create(1);
        var sharded = new ShardedOptimizer(new Adam(), ends[0]);
        sharded.Add("w", new float[8], new float[8]);
        Assert.Throws<ArgumentException>("optimizer", () => new ShardedOptimizer(sharded.Optimizer, ends[0]));
        Assert.Throws<ArgumentNullException>("name", () => sharded.BindGradients<float>(null!, new float[8]));
        Assert.Throws<ArgumentNullException>("name", () => sharded.GiveGradients(null!));
        sharded.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new ShardedOptimizer(sharded.Optimizer, ends[0]));
        Action[] calls =
        [
            () => sharded.Add("v", new float[1]), () => sharded.BindGradients<float>("w", new float[8]), () => sharded.BindGradients<float>("w", new float[8], new int[1]), () => sharded.UnbindGradients("w"),
            sharded.TakeGradients, () => sharded.GiveGradients("w"), () => sharded.Gather([1]), sharded.Share, sharded.GiveWeights, () => sharded.Step(), () => sharded.BeforeGradient(), sharded.Evaluate, sharded.Train,
        ];
        Assert.All(calls, call => Assert.Throws<ObjectDisposedException>(call));
    }

    [Fact]
    public void Messages_OfNoRank_AreRefused()
    {
        var ends = InProcessCommunicator.Create(2);
        Assert.Throws<ArgumentOutOfRangeException>("sends", () => ends[0].Start([new(2, new byte[1])], []));
        Assert.Throws<ArgumentOutOfRangeException>("receives", () => ends[0].Start([new(1, new byte[1])], [new(-1, new byte[1])]));

        // Nothing was sent: the other waits in vain.
        Assert.False(ends[1].Start([], [new(0, new byte[1])]).Advance());
    }

    [Fact]
    public void Meter_OfNothing_IsRefused() => Assert.Throws<ArgumentNullException>("inner", () => new MeteredCommunicator(null!));

    private static long Measure(int ranks, Func<Optimizer> create)
        => Rig.OnRanks(ranks, communicator =>
        {
            using var meter = new MeteredCommunicator(communicator);
            using var sharded = new ShardedOptimizer(create(), meter);
            var tensors = new Tensors<float>(Tensors<float>.Large);
            Rig.Train(sharded, tensors, 0, 1);
            var before = meter.BytesSent;

            // BeforeGradient of a rule that has none is no more than an agreement, which the step makes, too.
            foreach (var batch in sharded.MicroBatches)
            {
                tensors.Fill(1, batch);
                sharded.TakeGradients();
            }

            sharded.Step();
            return meter.BytesSent - before;
        }).Sum();
}
