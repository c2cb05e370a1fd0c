namespace Descent.Distributed.Tests;

/// <summary>Where gradients of some rows cannot be is said before anything is taken or changed.</summary>
public sealed class RowRefusalTests
{
    [Fact]
    public void What_cannot_be_is_refused_before_anything_is_taken()
        => Rig.OnRanks(1, communicator =>
        {
            using var lamb = new ShardedOptimizer(new Lamb(), communicator);
            lamb.Add("w", new float[12], shape: [4, 3]);
            Assert.Contains("reduces over the whole tensor", Assert.Throws<NotSupportedException>(() => Bind(lamb, "w", 0)).Message, StringComparison.Ordinal);

            using var blocks = new ShardedOptimizer(new AdamW { Storage = { States = StateStorage.Blocks8, SmallestInBlocks = 0 } }, communicator);
            blocks.Add("w", new float[12], shape: [4, 3]);
            Assert.Contains("in blocks, of which rows are parts", Assert.Throws<NotSupportedException>(() => Bind(blocks, "w", 0)).Message, StringComparison.Ordinal);

            using var sharded = new ShardedOptimizer(new AdamW(), communicator, new() { MicroBatches = 2 });
            sharded.Add("w", new float[12], shape: [4, 3]);
            sharded.Add("flat", new float[12]);
            Assert.Contains("has one dimension", Assert.Throws<ArgumentException>(() => Bind(sharded, "flat", 0)).Message, StringComparison.Ordinal);
            Assert.Contains("do not ascend, each once: row 1 follows row 2", Assert.Throws<ArgumentException>(() => Bind(sharded, "w", 2, 1)).Message, StringComparison.Ordinal);
            Assert.Contains("has 4 rows, and no row 4", Assert.Throws<ArgumentException>(() => Bind(sharded, "w", 4)).Message, StringComparison.Ordinal);
            Assert.Contains(
                "1 rows of parameter 'w' have 3 gradients, 3 each, but 4 were given",
                Assert.Throws<ArgumentException>(() => sharded.BindGradients<float>("w", new float[4], new int[1])).Message,
                StringComparison.Ordinal);
            int[] rows = [1, 3];
            sharded.BindGradients("w", new float[6], rows);
            rows[1] = 0;
            Assert.Contains("do not ascend", Assert.Throws<InvalidOperationException>(sharded.TakeGradients).Message, StringComparison.Ordinal);
            rows[1] = 2;
            sharded.TakeGradients();
            Assert.Contains("1 micro-batches of the step have been taken", Assert.Throws<InvalidOperationException>(() => sharded.BindGradients<float>("w", new float[12])).Message, StringComparison.Ordinal);
            return 0;
        });

    [Fact]
    public void Tensor_that_is_cut_within_rows_takes_none()
        => Rig.OnRanks(2, communicator =>
        {
            using var sharded = new ShardedOptimizer(new AdamW(), communicator);
            sharded.Add("w", new float[24_000], new float[24_000], shape: [2_400, 10]);
            sharded.Step();
            Assert.Contains("is not cut at whole rows", Assert.Throws<InvalidOperationException>(() => Bind(sharded, "w", 0)).Message, StringComparison.Ordinal);
            return 0;
        });

    [Fact]
    public void Ranks_of_which_some_have_rows_disagree()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                using var sharded = new ShardedOptimizer(new AdamW(), communicator);
                sharded.Add("w", new float[24_000], new float[24_000], shape: [240, 100]);
                if (communicator.Rank == 1)
                {
                    Bind(sharded, "w", 0);
                }

                return Assert.Throws<InvalidOperationException>(() => sharded.Step()).Message;
            }),
            message => Assert.Equal(
                "The ranks disagree. On rank 0 parameter 'w' is float[240, 100], on rank 1 parameter 'w' is float[240, 100], with gradients of some rows. Nothing was changed.", message));

    private static void Bind(ShardedOptimizer sharded, string name, params int[] rows)
        => sharded.BindGradients<float>(name, new float[rows.Length * sharded.Tensors.Single(tensor => tensor.Name == name).Columns], rows);
}
