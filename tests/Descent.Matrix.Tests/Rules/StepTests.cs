namespace Descent.Matrices.Tests.Rules;

/// <summary>Rules of whole matrices in steps with other rules, other settings and other tensors.</summary>
public sealed class StepTests
{
    private static readonly (int Rows, int Columns)[] s_shapes = [(17, 5), (1, 9), (300, 260), (4, 4)];

    [Fact]
    public void Matrices_take_Muon_and_the_rest_AdamW()
    {
        using var group = OptimizerGroup.Split(
            (ParameterSelection.ByName("embedding"), new AdamW()), (ParameterSelection.ByRank(minimum: 2), new Muon()), (ParameterSelection.All, new AdamW { WeightDecay = 0 }));
        using var muon = new Muon();
        using var adam = new AdamW();
        using var plain = new AdamW { WeightDecay = 0 };
        var together = Enumerable.Range(0, 4).Select(seed => new Tensor<float>(seed)).ToList();
        var apart = Enumerable.Range(0, 4).Select(seed => new Tensor<float>(seed)).ToList();
        Add(group, "embedding", together[0]);
        Add(group, "hidden", together[2]);
        Add(group, "other", together[3]);
        group.Add("bias", together[1].Weights, together[1].Gradients);
        Add(adam, "embedding", apart[0]);
        Add(muon, "hidden", apart[2]);
        Add(muon, "other", apart[3]);
        plain.Add("bias", apart[1].Weights, apart[1].Gradients);
        for (var step = 0; step < 4; step++)
        {
            Assert.Equal(4, group.Step().Updated);
            adam.Step();
            muon.Step();
            plain.Step();
            Assert.All(together.Zip(apart), pair => Assert.Equal(pair.Second.Weights, pair.First.Weights));
        }
    }

    /// <summary>Shampoo takes the gradient where it lies, which is then not that of the rule.</summary>
    [Theory, InlineData(1), InlineData(4)]
    public void Gradients_are_scaled_and_cleared(int threads)
    {
        using var scaled = new Shampoo();
        using var plain = new Shampoo();
        scaled.Options.GradientScale = 8;
        scaled.Options.ClearGradientsAfterStep = true;
        scaled.Options.MaxDegreeOfParallelism = threads;
        plain.Options.MaxDegreeOfParallelism = 1;
        var (first, second) = (new Tensor<double>(2), new Tensor<double>(2));
        Add(scaled, "weights", first);
        Add(plain, "weights", second);
        for (var step = 0; step < 3; step++)
        {
            var gradients = second.Gradients.Select(gradient => gradient + step).ToArray();
            gradients.CopyTo(second.Gradients, 0);
            gradients.Select(gradient => gradient / 8).ToArray().CopyTo(first.Gradients, 0);
            scaled.Step();
            plain.Step();
            Assert.Equal(second.Weights, first.Weights);
            Assert.All(first.Gradients, gradient => Assert.Equal(0, gradient));
        }
    }

    [Fact]
    public void Gradients_are_cleared_when_the_last_operation_has_taken_them()
    {
        using var clearing = new GramAtTheEndForTests();
        using var plain = new GramAtTheEndForTests();
        clearing.Options.ClearGradientsAfterStep = true;
        var (first, second) = (new Tensor<float>(2), new Tensor<float>(2));
        Add(clearing, "weights", first);
        Add(plain, "weights", second);
        for (var step = 0; step < 3; step++)
        {
            second.Gradients.CopyTo(first.Gradients, 0);
            clearing.Step();
            plain.Step();
            Assert.Equal(second.Weights, first.Weights);
            Assert.All(first.Gradients, gradient => Assert.Equal(0, gradient));
        }
    }

    [Fact]
    public void Tensors_of_two_types_and_many_shapes_do_not_disturb_each_other()
    {
        using var together = new WhitenedForTests();
        var floats = s_shapes.Select((_, index) => new Tensor<float>(index)).ToList();
        var doubles = s_shapes.Select((_, index) => new Tensor<double>(index)).ToList();
        foreach (var (one, other) in floats.Zip(doubles))
        {
            Add(together, $"float {one.Shape[0]}", one);
            Add(together, $"double {one.Shape[0]}", other);
        }

        List<(Optimizer, Action)> alone = [.. floats.Select(Alone), .. doubles.Select(Alone)];
        for (var step = 0; step < 3; step++)
        {
            together.Step();
            alone.ForEach(one => one.Item1.Step());
            alone.ForEach(one => one.Item2());
        }

        alone.ForEach(one => one.Item1.Dispose());

        static (Optimizer, Action) Alone<T>(Tensor<T> tensor)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var copy = new Tensor<T>(tensor.Seed);
            var optimizer = new WhitenedForTests();
            Add(optimizer, "weights", copy);
            return (optimizer, () => Assert.Equal(copy.Weights, tensor.Weights));
        }
    }

    [Fact]
    public void Nothing_is_done_to_no_weights()
    {
        using var rule = new WhitenedForTests();
        var state = rule.CreateState<double>([], 0, 7);
        rule.Update<double>([], [], state);
        rule.Reference([], [], state);
        Assert.Equal(2, state.StepCount);
    }

    [Fact]
    public void A_square_state_that_would_be_too_large_is_refused()
    {
        using var rule = new Shampoo();
        var weights = new float[50_257 * 2];
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => rule.Add("embedding", weights, new float[weights.Length], [50_257, 2]));
        Assert.Contains("50257 rows", refused.Message, StringComparison.Ordinal);
        Assert.Empty(rule.Parameters);
    }

    private static void Add<T>(Optimizer optimizer, string name, Tensor<T> tensor)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        => optimizer.Add(name, tensor.Weights, tensor.Gradients, [.. tensor.Shape]);

    private sealed class Tensor<T>(int seed)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        private readonly Random _random = new(seed);

        public int Seed => seed;

        public nint[] Shape { get; } = [s_shapes[seed].Rows, s_shapes[seed].Columns];

        public T[] Weights => field ??= Draw();

        public T[] Gradients => field ??= Draw();

        private T[] Draw() => [.. Enumerable.Range(0, (int)(Shape[0] * Shape[1])).Select(_ => T.CreateTruncating(_random.NextDouble() - 0.5))];
    }
}
