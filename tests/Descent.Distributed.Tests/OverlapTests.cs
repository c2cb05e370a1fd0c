using System.Diagnostics;
using Xunit.Abstractions;

namespace Descent.Distributed.Tests;

/// <summary>Steps in many buckets: their bits, and what of the wire hides behind the work.</summary>
public sealed class OverlapTests(ITestOutputHelper output)
{
    private static readonly (string Name, nint[] Shape)[] s_shapes = [("flat", [300_003]), ("bias", [5]), ("matrix", [700, 300]), ("wide", [3, 70_000]), ("small", [40, 30])];

    public static TheoryData<string, double> Rules => new()
    {
        { "AdamW", double.PositiveInfinity }, { "AdamW", 3 }, { "Lamb", double.PositiveInfinity }, { "Lamb", 3 }, { "Adafactor", double.PositiveInfinity },
        { "Adafactor", 3 }, { "Prodigy", double.PositiveInfinity }, { "SgdPByRows", 3 }, { "Sgld", double.PositiveInfinity }, { "ScheduleFreeAdamW", double.PositiveInfinity },
    };

    [Theory, MemberData(nameof(Rules))]
    public void Buckets_change_no_bit(string name, double maximumNorm)
    {
        Optimizer Create()
        {
            var optimizer = (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + name)!)!;
            (optimizer.Options.MaximumGradientNorm, optimizer.Options.Seed) = (maximumNorm, 3);
            return optimizer;
        }

        Compare(s_shapes, Create);
    }

    [Fact]
    public void Buckets_of_whole_matrices_and_others_change_no_bit()
        => Compare(
            [("m0", [90, 40]), ("b0", [90]), ("m1", [30, 90]), ("e", [100_000]), ("m2", [30, 30])],
            () => OptimizerGroup.Split((ParameterSelection.ByName("m0", "m1", "m2"), new Matrices.Muon()), (ParameterSelection.All, new Lamb())));

    [Fact]
    public void Every_weight_is_in_one_bucket_and_buckets_are_about_as_large()
    {
        const int ranks = 3;
        var counts = Rig.OnRanks(ranks, communicator =>
        {
            using var sharded = new ShardedOptimizer(new Adam(), communicator, new() { BucketBytes = 400_000 });
            var tensors = new Tensors<float>(s_shapes);
            Rig.Train(sharded, tensors, 0, 1);
            List<ShardedTensor> stepped = [.. sharded.Tensors];
            var buckets = ShardParts.CountBuckets(stepped, 400_000, sharded.Optimizer);
            for (var rank = 0; rank < ranks; rank++)
            {
                List<(int Bucket, ShardPart Part)> parts = [.. ShardParts.Cut(stepped, rank, buckets, sharded.Optimizer)];
                Assert.Equal(parts.OrderBy(part => part.Bucket), parts);
                foreach (var tensor in stepped)
                {
                    var place = tensor.Shard!.StartOf(rank);
                    foreach (var (_, part) in parts.Where(part => part.Part.Tensor == tensor))
                    {
                        Assert.Equal(place, part.Start);
                        place += part.Length;
                    }

                    Assert.Equal(tensor.Shard.StartOf(rank + 1), place);
                }

                var mean = parts.Sum(part => part.Part.Length) / buckets;
                Assert.All(parts.GroupBy(part => part.Bucket), bucket => Assert.InRange(bucket.Sum(part => part.Part.Length), 0, mean + 65_536 + 8192));
            }

            return buckets;
        });
        Assert.All(counts, count => Assert.Equal(8, count));
    }

    /// <summary>
    /// The wire takes as long as the work, half, and twice: a step takes at most a tenth more than the longer of them. Work is a step with a wire that takes no time. Two
    /// ranks on two cores; other load of the machine lengthens single steps, so the best of several counts. Without <c>DESCENT_OVERLAP=all</c> there may be load all the time,
    /// and no more is asked than what a step without overlap is far from: 2 or 1.5.
    /// </summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Step_takes_the_longer_of_wire_and_work(double ratio)
    {
        const int ranks = 2, length = 1 << 20, tries = 20;
        var limit = Environment.GetEnvironmentVariable("DESCENT_OVERLAP") is null ? 1.35 : 1.1;
        using var barrier = new Barrier(ranks);
        var seconds = new double[ranks];
        var told = Rig.OnRanks(ranks, communicator =>
        {
            using var wire = new WireModel(communicator, 1e15, TimeSpan.Zero);
            using var sharded = new ShardedOptimizer(new AdamW { Options = { MaxDegreeOfParallelism = 1 } }, wire, new() { BucketBytes = 1 << 17, TimeLimit = TimeSpan.FromSeconds(10) });
            sharded.Add("w", new float[length], new float[length]);
            sharded.Step();

            // All ranks know the same times, and so end together.
            var best = (Step: double.PositiveInfinity, Wire: 0.0, Work: 0.0, Share: double.PositiveInfinity);
            for (var attempt = 0; attempt < tries && best.Share > limit; attempt++)
            {
                wire.BytesPerSecond = 1e15;
                var work = Time();
                var busy = ratio * work;
                wire.BytesPerSecond = 2.0 * (ranks - 1) / ranks * length * sizeof(float) / busy;
                var step = Time();
                if (step / Math.Max(busy, work) < best.Share)
                {
                    best = (step, busy, work, step / Math.Max(busy, work));
                }
            }

            return best;

            double Time()
            {
                Assert.True(barrier.SignalAndWait(20_000));
                var start = Stopwatch.GetTimestamp();
                sharded.Step();
                seconds[communicator.Rank] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                Assert.True(barrier.SignalAndWait(20_000));
                return seconds.Max();
            }
        });
        var best = told[0];
        output.WriteLine(FormattableString.Invariant($"wire {best.Wire * 1e3:F1} ms, work {best.Work * 1e3:F1} ms, step {best.Step * 1e3:F1} ms: {best.Share:F3} of the longer"));
        Assert.True(best.Share <= limit, $"A step took {best.Share:F3} of the longer of wire and work.");
    }

    private static void Compare((string Name, nint[] Shape)[] shapes, Func<Optimizer> create)
    {
        var expected = Rig.Whole<float>(shapes, create, 2);
        foreach (var ranks in (int[])[1, 2, 3, 5])
        {
            var options = new ShardedOptions { MicroBatches = Rig.MicroBatches, BucketBytes = 100_000, TimeLimit = TimeSpan.FromSeconds(60) };
            Assert.All(Rig.Sharded<float>(ranks, shapes, create, 2, options: options), digest => Assert.Equal(expected, digest));
        }
    }
}
