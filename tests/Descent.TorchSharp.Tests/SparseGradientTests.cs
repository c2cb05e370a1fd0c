using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>Gradients of some rows, as embeddings with <c>sparse: true</c> have them.</summary>
public sealed class SparseGradientTests
{
    private static readonly long[] s_words = [3, 1, 3, 0, 6, 3];

    /// <summary>The rows of a batch have the bits of a step with the gradient of all rows; the others stay, weights and states.</summary>
    [TorchTheory, InlineData(false), InlineData(true)]
    public void Rows_of_a_batch_are_stepped_and_no_others(bool publicApiOnly)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16, ScalarType.Float16 })
        {
            using var scope = NewDisposeScope();
            using var table = Table(type, sparse: true);
            using var twin = Table(type, sparse: false);
            using var optimizer = Make(table, publicApiOnly);
            using var other = Make(twin, publicApiOnly);
            optimizer.Options.MaximumGradientNorm = other.Options.MaximumGradientNorm = 0.1;
            for (var step = 0; step < 4; step++)
            {
                var before = Rows(table);
                Backward(table, optimizer, s_words);
                Backward(twin, other, s_words);
                Assert.Equal(other.LastResult.GradientNorm, optimizer.LastResult.GradientNorm);
                foreach (var row in Enumerable.Range(0, 8))
                {
                    Assert.Equal(s_words.Contains(row) ? Rows(twin)[row] : before[row], Rows(table)[row]);
                    Copy(table, twin, row);
                    Assert.Equal(s_words.Contains(row), optimizer.Group["weight"].States[0].ToArray<double>()[5 * row] != 0);
                }
            }
        }
    }

    /// <summary>One table may have gradients of some rows, of all, and none, from step to step.</summary>
    [TorchFact]
    public void Table_goes_from_sparse_gradients_to_whole_ones_and_to_none()
    {
        using var scope = NewDisposeScope();
        using var table = Table(ScalarType.Float64, sparse: true);
        using var twin = Table(ScalarType.Float64, sparse: false);
        using var optimizer = Make(table, publicApiOnly: false);
        using var other = Make(twin, publicApiOnly: false);
        foreach (var (isSparse, words) in new (bool, long[])[] { (true, [.. Enumerable.Range(0, 8)]), (false, [.. Enumerable.Range(0, 8)]), (true, [7, .. Enumerable.Range(0, 8)]) })
        {
            optimizer.zero_grad(set_to_none: true);
            Backward(twin, other, words);
            if (isSparse)
            {
                Backward(table, optimizer, words);
            }
            else
            {
                table.weight!.grad = twin.weight!.grad;
                optimizer.step();
            }

            Assert.Equal(Rows(twin), Rows(table));
        }

        optimizer.zero_grad(set_to_none: true);
        optimizer.step();
        Assert.Equal(0, optimizer.LastResult.Updated);
        Assert.Equal(3, optimizer.Group["weight"].StepCount);
    }

    /// <summary>Gradients that are added up over several batches, with rows in common, are one of their rows, each once.</summary>
    [TorchTheory, InlineData(false), InlineData(true)]
    public void Sparse_gradients_add_up_and_are_set_to_zero(bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        using var table = Table(ScalarType.Float32, sparse: true);
        using var optimizer = Make(table, publicApiOnly);
        table.call(tensor(new long[] { 5, 2 })).sum().backward();
        table.call(tensor(new long[] { 2, 4 })).sum().backward();
        optimizer.step();
        Assert.Equal(1, optimizer.LastResult.Updated);
        Assert.Throws<InvalidOperationException>(() => optimizer.Group["weight"].Gradients.ToArray<float>());
        Assert.Equal([0, 0, 0.2, 0, 0.1, 0.1, 0, 0], optimizer.Group["weight"].States[0].ToArray<double>().Where((_, index) => index % 5 == 0).Select(value => Math.Round(value, 6)));

        optimizer.zero_grad();
        table.call(tensor(new long[] { 1 })).sum().backward();
        optimizer.Options.ClearGradientsAfterStep = true;
        var before = Rows(table);
        optimizer.step();
        Assert.Equal([1], Enumerable.Range(0, 8).Where(row => !before[row].SequenceEqual(Rows(table)[row])));
        before = Rows(table);
        optimizer.step();
        Assert.Equal(before, Rows(table));
    }

    /// <summary>A row that is there several times is rounded after each of them where weights are of 16 bits, as it is in the gradient of all rows.</summary>
    [TorchTheory, InlineData(ScalarType.Float32), InlineData(ScalarType.BFloat16), InlineData(ScalarType.Float16)]
    public void Row_that_is_there_several_times_is_added_up_as_in_the_gradient_of_all_rows(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var table = Table(type, sparse: true);
        using var twin = Table(type, sparse: false);
        using var optimizer = Make(table, publicApiOnly: false);
        using var other = Make(twin, publicApiOnly: false);
        using var factors = randn(s_words.Length, 5).to(type);
        table.call(tensor(s_words)).mul(factors).sum().backward();
        twin.call(tensor(s_words)).mul(factors).sum().backward();
        optimizer.step();
        other.step();
        Assert.Equal(other.Group["weight"].States[0].ToArray<double>(), optimizer.Group["weight"].States[0].ToArray<double>());
    }

    /// <summary>A second backward through the old weights throws, as after every step.</summary>
    [TorchFact]
    public void Step_of_rows_counts_a_version()
    {
        using var scope = NewDisposeScope();
        using var table = Table(ScalarType.Float32, sparse: true);
        using var optimizer = Make(table, publicApiOnly: false);
        using var loss = table.weight!.pow(3).sum();
        table.call(tensor(s_words)).sum().backward();
        optimizer.step();
        Assert.ThrowsAny<System.Runtime.InteropServices.ExternalException>(() => loss.backward());
    }

    /// <summary>A rule whose rows know of one another refuses, and says why; so do weights whose rows do not lie one after the other.</summary>
    [TorchFact]
    public void What_cannot_step_some_rows_refuses_them()
    {
        using var scope = NewDisposeScope();
        using var table = Table(ScalarType.Float32, sparse: true);
        using var lamb = DescentOptimizer.For(table.named_parameters(), new Lamb());
        table.call(tensor(s_words)).sum().backward();
        var before = Rows(table);
        Assert.Contains("rows", Assert.Throws<NotSupportedException>(() => lamb.step()).Message, StringComparison.Ordinal);
        Assert.Equal(before, Rows(table));

        var transposed = new TorchParameter(zeros(5, 8).t()) { grad = table.weight!.grad };
        using var adam = DescentOptimizer.For([transposed], new Adam());
        Assert.Contains("sparse", Assert.Throws<NotSupportedException>(() => adam.step()).Message, StringComparison.Ordinal);
        adam.zero_grad();
        adam.step();

        var vector = new TorchParameter(zeros(8)) { grad = sparse_coo_tensor(tensor(new long[] { 1 }).reshape(1, 1), ones(1), [8]) };
        using var sgd = DescentOptimizer.For([vector], new Sgd());
        Assert.Contains("sparse", Assert.Throws<NotSupportedException>(() => sgd.step()).Message, StringComparison.Ordinal);
    }

    private static TorchSharp.Modules.Embedding Table(ScalarType type, bool sparse)
    {
        manual_seed(4);
        var table = nn.Embedding(8, 5, sparse: sparse);
        table.to(type);
        return table;
    }

    private static DescentOptimizer Make(TorchSharp.Modules.Embedding table, bool publicApiOnly)
        => DescentOptimizer.For([DescentParamGroup.For(table.named_parameters(), new Adam { LearningRate = 0.1 })], publicApiOnly);

    private static void Backward(TorchSharp.Modules.Embedding table, DescentOptimizer optimizer, long[] words)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        table.call(tensor(words)).pow(2).sum().backward();
        optimizer.step();
    }

    private static float[][] Rows(TorchSharp.Modules.Embedding table)
    {
        using var single = table.weight!.detach().to(ScalarType.Float32);
        return [.. single.data<float>().ToArray().Chunk(5)];
    }

    private static void Copy(TorchSharp.Modules.Embedding from, TorchSharp.Modules.Embedding to, int row)
    {
        using var still = no_grad();
        to.weight![row].copy_(from.weight![row]);
    }
}
