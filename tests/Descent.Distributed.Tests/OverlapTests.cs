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
    /// With <c>DESCENT_OVERLAP=all</c>: the wire takes as long as the work, half, and twice, and a step takes at most a tenth more than the longer of them. Work is a step with a wire
    /// that takes no time. Two ranks on two cores; other load of the machine only lengthens steps, so the least of several counts, of work as of steps.
    /// </summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Step_takes_the_longer_of_wire_and_work(double ratio)
    {
        if (Environment.GetEnvironmentVariable("DESCENT_OVERLAP") is null)
        {
            return;
        }

        const int ranks = 2, length = 1 << 20;
        using var barrier = new Barrier(ranks);
        var seconds = new double[ranks];
        var (busy, work, step) = Rig.OnRanks(ranks, communicator =>
        {
            using var wire = new WireModel(communicator, 1e15, TimeSpan.Zero);
            using var sharded = new ShardedOptimizer(new AdamW { Options = { MaxDegreeOfParallelism = 1 } }, wire, new() { BucketBytes = 1 << 17, TimeLimit = TimeSpan.FromSeconds(10) });
            sharded.Add("w", new float[length], new float[length]);

            // Past what the just-in-time compiler still improves.
            for (var i = 0; i < 200; i++)
            {
                Time();
            }

            // All ranks know the same times.
            var work = Least();
            var busy = ratio * work;
            wire.BytesPerSecond = 2.0 * (ranks - 1) / ranks * length * sizeof(float) / busy;
            var step = Least();
            wire.BytesPerSecond = 1e15;
            return (Busy: busy, Work: Math.Min(work, Least()), Step: step);

            double Least() => Enumerable.Range(0, 40).Min(_ => Time());

            double Time()
            {
                Assert.True(barrier.SignalAndWait(20_000));
                var start = Stopwatch.GetTimestamp();
                sharded.Step();
                seconds[communicator.Rank] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                Assert.True(barrier.SignalAndWait(20_000));
                return seconds.Max();
            }
        })[0];
        var share = step / Math.Max(busy, work);
        output.WriteLine(FormattableString.Invariant($"wire {busy * 1e3:F2} ms, work {work * 1e3:F2} ms, step {step * 1e3:F2} ms: {share:F3} of the longer"));
        Assert.True(share <= 1.1, $"A step took {share:F3} of the longer of wire and work.");
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
