using Descent.CompilerServices;
using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness;

#pragma warning disable DSC0103 // The tests read the states.

/// <summary>Keeps what a step reduces, each in a state of its own.</summary>
[Optimizer]
internal sealed partial class TotalsForTests
{
    [Update]
    private static void Update(
        ref double weight,
        double gradient,
        [State(Per = Per.Tensor)] ref double ofTensor,
        [State(Per = Per.Optimizer)] ref double ofOptimizer)
    {
        ofTensor = Reduce.Sum(gradient);
        ofOptimizer = Reduce.Sum(gradient, Per.Optimizer);
        weight = gradient;
    }
}

/// <summary>
/// All that adds gives the bits of the tree as it is written out plainly (<see cref="PlainTree"/>), over a tensor and over the totals of tensors.
/// </summary>
public sealed class ReductionTreeTests
{
    /// <summary>Around each border: of a row of columns, a block, a chunk, and blocks of the totals of chunks.</summary>
    public static TheoryData<int> Lengths =>
    [
        0, 1, 2, 31, 32, 33, 511, 512, 513, 8191, 8192, 8193, 16_385, (32 * 8192) - 1, 32 * 8192, (32 * 8192) + 1, (33 * 8192) + 40, (512 * 8192) + 1,
    ];

    [Theory, MemberData(nameof(Lengths))]
    public void TotalOfTerms_IsTheTree(int length)
    {
        var twice = Draw(length);
        var single = Array.ConvertAll(twice, term => (float)term);

        Assert.Equal(Bits.Of(Tree(single.Select(term => (double)term))), Bits.Of(ReductionTree.TotalOf<float>(ReductionKind.Sum, single)));
        Assert.Equal(Bits.Of(Tree(twice)), Bits.Of(ReductionTree.TotalOf<double>(ReductionKind.Sum, twice)));
    }

    /// <summary>Up to the longest tensor there may be, whose chunks' totals make chunks whose totals make a block.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(513)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(8193)]
    [InlineData(16_384)]
    [InlineData(262_136)]
    public void TotalOfChunks_IsTheTree(int chunks)
    {
        var totals = new ReductionTotals(chunks * Reduction.ChunkLength, 2);
        var partials = Draw(chunks);
        for (var chunk = chunks - 1; chunk >= 0; chunk--)
        {
            totals.Record(0, ReductionKind.Max, chunk * Reduction.ChunkLength, partials[chunk]);
            totals.Record(1, ReductionKind.Sum, chunk * Reduction.ChunkLength, partials[chunk]);
        }

        totals.Combine();

        Assert.Equal(partials.Max(), totals[0]);
        Assert.Equal(Bits.Of(Tree(partials)), Bits.Of(totals[1]));
    }

    /// <summary>In a step, over spans and in the reference, by whatever number of threads.</summary>
    [Theory]
    [InlineData(513)]
    [InlineData(8193)]
    [InlineData((40 * 8192) + 77)]
    public void TotalOfTensor_IsTheTree(int length)
    {
        var gradients = Draw(length);
        var expected = Bits.Of(Tree(gradients));
        foreach (var threads in new[] { 1, 2, 5 })
        {
            using var optimizer = new TotalsForTests { Options = { MaxDegreeOfParallelism = threads } };
            var parameter = optimizer.Add("weights", new double[length], gradients);
            optimizer.Step();
            Assert.Equal(expected, Bits.Of(parameter.State.OfTensor));
            optimizer.Reference();
            Assert.Equal(expected, Bits.Of(parameter.State.OfTensor));
        }
    }

    /// <summary>
    /// More tensors than a block has terms, some empty, frozen, or at another step than the others: their totals are added in the order of
    /// addition, whichever round they step in.
    /// </summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 33)]
    [InlineData(2, 600)]
    public void TotalOfOptimizer_IsTheTree(int threads, int tensors)
    {
        var random = new Random(tensors);
        using var first = new TotalsForTests();
        using var second = new TotalsForTests();
        var group = new OptimizerGroup(first, second) { Options = { MaxDegreeOfParallelism = threads, MaximumGradientNorm = double.MaxValue } };
        List<double> totals = [], squares = [];
        for (var tensor = 0; tensor < tensors; tensor++)
        {
            var optimizer = 2 * tensor < tensors ? first : second;
            var gradients = Draw(tensor == 1 ? 40_000 : random.Next(0, 40), seed: tensor);
            var parameter = optimizer.Add($"weights{tensor}", new double[gradients.Length], gradients);
            parameter.State.StepCount = random.Next(4);
            parameter.IsFrozen = tensor % 7 == 6;
            if (gradients.Length > 0 && !parameter.IsFrozen)
            {
                totals.Add(Tree(gradients));
                squares.Add(Tree(gradients.Select(gradient => gradient * gradient)));
            }
        }

        var result = group.Step();

        Assert.Equal(Bits.Of(Tree(totals)), Bits.Of(first.OfOptimizer));
        Assert.Equal(Bits.Of(Tree(totals)), Bits.Of(second.OfOptimizer));
        Assert.Equal(Bits.Of(Math.Sqrt(Tree(squares))), Bits.Of(result.GradientNorm!.Value));
    }

    [Fact]
    public void TotalOfOptimizer_IsThatOfTheReference()
    {
        using var fused = new TotalsForTests();
        using var reference = new TotalsForTests();
        for (var tensor = 0; tensor < 40; tensor++)
        {
            var gradients = Draw(tensor * tensor, seed: tensor);
            fused.Add($"weights{tensor}", new double[gradients.Length], gradients).State.StepCount = tensor % 3;
            reference.Add($"weights{tensor}", new double[gradients.Length], gradients).State.StepCount = tensor % 3;
        }

        fused.Step();
        reference.Reference();

        Assert.Equal(Bits.Of(reference.OfOptimizer), Bits.Of(fused.OfOptimizer));
    }

    /// <summary>The norm of gradients whose squares are beyond the numbers is the tree of ratios to the largest magnitude.</summary>
    [Fact]
    public void NormOfHugeGradients_IsTheTree()
    {
        var gradients = Draw((50 * 8192) + 3).Select(gradient => gradient * 1e200).ToArray();
        using var optimizer = new Sgd { Options = { MaximumGradientNorm = double.MaxValue } };
        optimizer.Add("weights", new double[gradients.Length], gradients);

        var chunks = gradients.Chunk(8192).Select(chunk => (Largest: chunk.Max(Math.Abs), Chunk: chunk)).ToList();
        var largest = chunks.Max(chunk => chunk.Largest);
        var relative = Tree(chunks.Select(chunk => Tree(chunk.Chunk.Select(gradient => Square(Math.Abs(gradient) / chunk.Largest))) * Square(chunk.Largest / largest)));

        Assert.Equal(Bits.Of(largest * Math.Sqrt(relative)), Bits.Of(optimizer.Step().GradientNorm!.Value));

        static double Square(double value) => value * value;
    }

    /// <summary>Numbers of many magnitudes, so that another order of adding gives other bits.</summary>
    private static double[] Draw(int length, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextDouble() - 0.4) * Math.ScaleB(1, random.Next(-20, 20)))];
    }

    private static double Tree(IEnumerable<double> terms) => PlainTree.Total("Sum", [.. terms]);
}
