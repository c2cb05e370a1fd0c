namespace Descent.Distributed.Tests;

/// <summary>Gradients that are given away tensor by tensor, from memory for those of one, have the bits of those that are all there.</summary>
public sealed class GiveGradientsTests
{
    [Theory, InlineData("AdamW"), InlineData("Lamb"), InlineData("Adafactor"), InlineData("SgdPByRows")]
    public void Bits_are_those_of_all_at_once(string name)
    {
        Optimizer Create()
        {
            var optimizer = RankProgram.Make(name);
            optimizer.Options.MaximumGradientNorm = 3;
            return optimizer;
        }

        var expected = Rig.Whole<float>(Tensors<float>.Large, Create, 3);
        foreach (var ranks in (int[])[1, 2, 3, Rig.MicroBatches])
        {
            Assert.All(Rig.OnRanks(ranks, communicator => Train(Create(), communicator, _ => true)), digest => Assert.Equal(expected, digest));
            Assert.All(Rig.OnRanks(ranks, communicator => Train(Create(), communicator, tensor => tensor % 2 == 0)), digest => Assert.Equal(expected, digest));
        }
    }

    [Fact]
    public void Rank_keeps_the_sums_of_its_share_alone()
        => Assert.All(
            Rig.OnRanks(4, communicator =>
            {
                using var sharded = new ShardedOptimizer(new Adam(), communicator);
                var gradients = new float[1 << 18];
                foreach (var name in (string[])["first", "second", "third", "fourth"])
                {
                    sharded.Add(name, new float[1 << 18], gradients);
                }

                foreach (var name in (string[])["fourth", "third", "second", "first"])
                {
                    sharded.GiveGradients(name);
                }

                sharded.Step();
                return sharded.GradientBytes;
            }),
            bytes => Assert.Equal(sizeof(float) * (1L << 18), bytes));

    [Fact]
    public void Calls_out_of_order_are_refused()
        => Rig.OnRanks(1, communicator =>
        {
            using var sharded = new ShardedOptimizer(new AdamW(), communicator, new() { MicroBatches = 2 });
            sharded.Add("w", new float[12], new float[12], shape: [4, 3]);
            sharded.Add("rows", new float[12], shape: [4, 3]);
            sharded.Add("none", new float[12]);
            sharded.BindGradients<float>("rows", new float[3], new int[1]);
            Assert.Contains("0 of the 2 micro-batches", Refused("w"), StringComparison.Ordinal);
            sharded.TakeGradients();
            Assert.Throws<NotSupportedException>(() => sharded.GiveGradients("rows"));
            Assert.Throws<KeyNotFoundException>(() => sharded.GiveGradients("other"));
            Assert.Contains("No gradients of 'none' are bound", Refused("none"), StringComparison.Ordinal);
            sharded.GiveGradients("w");
            Assert.Contains("were given away already", Refused("w"), StringComparison.Ordinal);
            sharded.TakeGradients();
            sharded.Step();
            return 0;

            string Refused(string name) => Assert.Throws<InvalidOperationException>(() => sharded.GiveGradients(name)).Message;
        });

    [Fact]
    public void Ranks_that_give_different_tensors_are_told()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                using var sharded = new ShardedOptimizer(new AdamW(), communicator);
                sharded.Add("a", new float[10], new float[10]);
                sharded.Add("b", new float[20], new float[20]);
                return Assert.Throws<InvalidOperationException>(() => sharded.GiveGradients(communicator.Rank == 0 ? "a" : "b")).Message;
            }),
            message => Assert.Equal("The ranks disagree. On rank 0 the call is GiveGradients(\"a\"), number 1, on rank 1 the call is GiveGradients(\"b\"), number 1. Nothing was changed.", message));

    /// <summary>The others do not wait for a rank that refuses a call, and all may go on.</summary>
    [Fact]
    public void What_one_rank_cannot_do_the_others_are_told()
        => Rig.OnRanks(3, communicator =>
        {
            using var sharded = new ShardedOptimizer(new Adam(), communicator, new() { MicroBatches = 3, TimeLimit = TimeSpan.FromSeconds(60) });
            var gradients = new float[10];
            sharded.Add("w", new float[10], gradients);
            sharded.Share();
            if (communicator.Rank == 1)
            {
                sharded.UnbindGradients("w");
            }

            const string Unbound = "No gradients of 'w' are bound.";
            Assert.Equal(
                communicator.Rank == 1 ? Unbound
                    : $"The ranks disagree. On rank 0 what keeps GiveGradients(\"w\") from being done is nothing, on rank 1 what keeps GiveGradients(\"w\") from being done is InvalidOperationException: {Unbound.TrimEnd('.')}. Nothing was changed.",
                Assert.Throws<InvalidOperationException>(() => sharded.GiveGradients("w")).Message);
            var exception = Record.Exception(() => sharded.Gather(new double[communicator.Rank == 2 ? 2 : 1]));
            Assert.Contains(
                "Rank 2 has 1 micro-batches, but 2 numbers were given",
                communicator.Rank == 2 ? Assert.IsType<ArgumentException>(exception).Message : Assert.IsType<InvalidOperationException>(exception).Message,
                StringComparison.Ordinal);

            sharded.BindGradients("w", gradients);
            sharded.GiveGradients("w");
            Assert.Equal([0.0, 1, 2], sharded.Gather([communicator.Rank]));
            Assert.Equal(1, sharded.Step().Updated);
            return 0;
        });

    private static string Train(Optimizer optimizer, ICommunicator communicator, Predicate<int> isGiven)
    {
        using var sharded = new ShardedOptimizer(optimizer, communicator, new() { MicroBatches = Rig.MicroBatches, BucketBytes = 1 << 15, TimeLimit = TimeSpan.FromSeconds(60) });
        var tensors = new Tensors<float>(Tensors<float>.Large);
        var room = new float[tensors.Gradients.Max(gradients => gradients.Length)];

        // Those that are given away have the same memory, one after the other.
        foreach (var (index, (name, shape)) in tensors.Shapes.Index())
        {
            sharded.Add(name, tensors.Weights[index], tensors.Gradients[index], shape);
        }

        sharded.Share();
        for (var step = 0; step < 3; step++)
        {
            Bind(_ => false);
            var batches = sharded.MicroBatches.ToList();
            foreach (var batch in batches)
            {
                tensors.Fill(step, batch);
                if (batches.Count == 1)
                {
                    Bind(isGiven);
                }

                if (batch == batches[^1])
                {
                    for (var index = tensors.Shapes.Length - 1; index >= 0; index--)
                    {
                        if (isGiven(index))
                        {
                            var given = batches.Count == 1 ? room.AsSpan(0, tensors.Gradients[index].Length) : tensors.Gradients[index];
                            tensors.Gradients[index].CopyTo(given);
                            sharded.GiveGradients(tensors.Shapes[index].Name);
                            given.Fill(float.NaN);
                        }
                    }
                }

                sharded.TakeGradients();
            }

            sharded.Step();
        }

        return tensors.Digest();

        void Bind(Predicate<int> isInRoom)
        {
            foreach (var (index, (name, _)) in tensors.Shapes.Index())
            {
                sharded.BindGradients<float>(name, isInRoom(index) ? room.AsMemory(0, tensors.Gradients[index].Length) : tensors.Gradients[index]);
            }
        }
    }
}
