namespace Descent.Tests.Engine;

/// <summary>A group that gives each parameter to an optimizer by its name and shape.</summary>
public sealed class SplitTests
{
    [Fact]
    public void NoWeightDecay_OnBiasesAndNorms()
    {
        using var plain = new AdamW { WeightDecay = 0 };
        using var decayed = new AdamW { WeightDecay = 0.1 };
        var group = OptimizerGroup.Split(
            (ParameterSelection.ByName("*.bias", "*norm*"), plain),
            (ParameterSelection.All, decayed));
        float[] weights = [1, 2, 3, 4, 5, 6], alone = [1, 2, 3, 4, 5, 6];
        float[] gradients = [1, -1, 1, -1, 1, -1];
        group.Add("layer1.bias", new float[3], new float[3]);
        var parameter = group.Add("layer1.weight", weights, gradients, shape: [2, 3]);
        group.Add("norm1.scale", new double[3], new double[3]);

        Assert.Equal(["layer1.bias", "norm1.scale"], plain.Parameters.Select(each => each.Name));
        Assert.Same(parameter, Assert.Single(decayed.Parameters));
        Assert.Equal([2, 3], parameter.Shape.ToArray());

        Assert.Equal(3, group.Step().Updated);
        using var other = new AdamW { WeightDecay = 0.1 };
        other.Add("alone", alone, gradients);
        other.Step();
        Assert.Equal(alone, weights);
    }

    [Theory]
    [InlineData("*.bias", "layer1.bias", true)]
    [InlineData("*.bias", "layer1.bias.scale", false)]
    [InlineData("*.bias", "bias", false)]
    [InlineData("*.bias", "layer1.Bias", false)]
    [InlineData("*norm*", "norm", true)]
    [InlineData("h.?.ln_*", "h.3.ln_1.weight", true)]
    [InlineData("h.?.ln_*", "h.11.ln_1.weight", false)]
    [InlineData("wte", "wte", true)]
    [InlineData("wte", "wte.weight", false)]
    [InlineData("[ab].+", "a.b", false)]
    public void ByName_MatchesWholeNames(string pattern, string name, bool takes)
    {
        Assert.Equal(takes, ParameterSelection.ByName(pattern).Takes(name, [1]));
        Assert.Equal(takes, ParameterSelection.ByName("neither", pattern).Takes(name, [1]));
    }

    [Theory]
    [InlineData("*norm*", "h.3.LayerNorm.weight", true)]
    [InlineData("*.BIAS", "layer1.bias", true)]
    [InlineData("*.bias", "layer1.weight", false)]
    public void ByNameIgnoringCase_MatchesWhateverTheCapitals(string pattern, string name, bool takes)
    {
        Assert.Equal(takes, ParameterSelection.ByNameIgnoringCase(pattern).Takes(name, [1]));
        Assert.False(ParameterSelection.ByName(pattern).Takes(name, [1]));
    }

    [Fact]
    public void ABackslash_TakesThePatternsCharactersForThemselves()
        => Assert.Equal([true, false], new[] { "a*", "ab" }.Select(name => ParameterSelection.ByName(@"a\*").Takes(name, [1])));

    /// <summary>With <c>*norm*</c> spelled small, the weights of LayerNorm would be decayed, and nobody would know.</summary>
    [Fact]
    public void APatternThatTakesNothing_IsRefusedByTheFirstStep_BeforeAnythingIsWritten()
    {
        float[] weights = [1], norm = [1];
        var group = OptimizerGroup.Split(
            (ParameterSelection.ByName("*.bias", "*norm*"), new Sgd { LearningRate = 1 }), (ParameterSelection.All, new Sgd { LearningRate = 1 }));
        group.Add("layer1.bias", weights, [1]);
        group.Add("LayerNorm.weight", norm, [1]);

        var refusal = Assert.Throws<InvalidOperationException>(() => group.Step());
        Assert.Throws<InvalidOperationException>(() => group.BeforeGradient());

        Assert.Contains("'*norm*' matches none of the 2 parameters", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("would match 'LayerNorm.weight' by ByNameIgnoringCase", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((1f, 1f), (weights[0], norm[0]));

        // Parameters may come later.
        group.Add("norm.weight", new float[1], [1]);
        Assert.Equal(3, group.Step().Updated);
    }

    /// <summary>A pattern does nothing where the optimizers before have taken all that it matches, or where it excludes nothing.</summary>
    [Fact]
    public void APatternThatComesTooLate_OrExcludesNothing_IsRefused()
    {
        Refuses("a.*", (ParameterSelection.ByName("*.bias"), new Sgd()), (ParameterSelection.ByName("a.*"), new Sgd()), (ParameterSelection.All, new Sgd()));
        Refuses("c", (ParameterSelection.All.Except(ParameterSelection.ByName("c")), new Sgd()));
        Refuses("c", (ParameterSelection.ByName("*").Or(ParameterSelection.ByName("c")), new Sgd()));

        static void Refuses(string pattern, params ReadOnlySpan<(ParameterSelection, Optimizer)> parts)
        {
            var group = Filled(parts);
            Assert.Contains($"'{pattern}' matches none", Assert.Throws<InvalidOperationException>(() => group.Step()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OrNothing_AllowsPatternsThatTakeNothing()
        => Assert.Equal(2, Filled((ParameterSelection.ByName("*norm*").OrNothing(), new Sgd()), (ParameterSelection.All, new Sgd())).Step().Updated);

    [Fact]
    public void ByRank_CountsDimensions()
    {
        var matrices = ParameterSelection.ByRank(minimum: 2);
        Assert.Equal([false, true, true], new[] { matrices.Takes("a", [6]), matrices.Takes("a", [2, 3]), matrices.Takes("a", [1, 2, 3]) });
        var vectors = ParameterSelection.ByRank(maximum: 1);
        Assert.Equal([true, false], new[] { vectors.Takes("a", [6]), vectors.Takes("a", [2, 3]) });

        // Without a shape there is one dimension, however many weights.
        var group = OptimizerGroup.Split((matrices, new Sgd()), (vectors, new Adam()));
        group.Add("unshaped", new float[6]);
        Assert.Empty(group.Optimizers[0].Parameters);
    }

    [Fact]
    public void Selections_CanBeCombined()
    {
        var selection = ParameterSelection.ByRank(minimum: 2).Except(ParameterSelection.ByName("wte", "wpe")).Or(ParameterSelection.Where((name, shape) => name == "head" && shape[0] > 4));

        Assert.True(selection.Takes("h.0.attn.weight", [2, 2]));
        Assert.False(selection.Takes("wte", [2, 2]));
        Assert.False(selection.Takes("h.0.attn.bias", [2]));
        Assert.True(selection.Takes("head", [5]));
        Assert.False(selection.Takes("head", [4]));
    }

    [Fact]
    public void FirstSelection_Wins()
    {
        var group = OptimizerGroup.Split((ParameterSelection.ByName("a*"), new Sgd()), (ParameterSelection.ByName("*b"), new Adam()));
        group.Add("ab", new float[1]);
        group.Add("b", new float[1]);

        Assert.Equal("ab", Assert.Single(group.Optimizers[0].Parameters).Name);
        Assert.Equal("b", Assert.Single(group.Optimizers[1].Parameters).Name);
    }

    [Fact]
    public void ParameterThatNoneTakes_IsNamed()
    {
        var group = OptimizerGroup.Split((ParameterSelection.ByName("*.bias"), new Sgd()));

        var refusal = Assert.Throws<ArgumentException>(() => group.Add("layer1.weight", new float[6], shape: [2, 3]));

        Assert.Contains("'layer1.weight' of shape [2, 3]", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(group.Optimizers[0].Parameters);
    }

    /// <summary>Two optimizers of a group would update shared weights twice, as one would.</summary>
    [Fact]
    public void NamesAndWeights_AreUniqueInTheGroup()
    {
        var group = OptimizerGroup.Split((ParameterSelection.ByRank(minimum: 2), new Sgd()), (ParameterSelection.All, new Sgd()));
        var weights = new float[6];
        group.Add("tied", weights, shape: [2, 3]);

        Assert.Contains("'tied'", Assert.Throws<ArgumentException>(() => group.Add("tied", new float[6])).Message, StringComparison.Ordinal);
        Assert.Contains("overlap", Assert.Throws<ArgumentException>(() => group.Add("other", weights.AsMemory(5))).Message, StringComparison.Ordinal);
        Assert.Empty(group.Optimizers[1].Parameters);
    }

    [Fact]
    public void WhatCannotBeSplit_IsRefused()
    {
        using var optimizer = new Sgd();
        Assert.Throws<ArgumentException>(() => OptimizerGroup.Split());
        Assert.Throws<ArgumentNullException>(() => OptimizerGroup.Split((null!, optimizer)));
        Assert.Throws<ArgumentNullException>(() => OptimizerGroup.Split((ParameterSelection.All, null!)));
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => OptimizerGroup.Split((ParameterSelection.ByName("a"), optimizer), (ParameterSelection.All, optimizer))).Message, StringComparison.Ordinal);
        Assert.Contains("Split", Assert.Throws<InvalidOperationException>(() => new OptimizerGroup(optimizer).Add("weights", new float[1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => OptimizerGroup.Split((ParameterSelection.All, optimizer)).Add("weights", (float[])null!));
        Assert.Throws<ArgumentException>(() => OptimizerGroup.Split((ParameterSelection.All, optimizer)).Add(" ", new float[1]));
        Assert.Throws<ArgumentException>(() => OptimizerGroup.Split((ParameterSelection.ByRank(minimum: 2), optimizer)).Add("weights", new float[5], shape: [2, 3]));
        Assert.Throws<ArgumentException>(() => ParameterSelection.ByName());
        Assert.Throws<ArgumentException>(() => ParameterSelection.ByName("*.bias", ""));
        Assert.Throws<ArgumentNullException>(() => ParameterSelection.ByName("*.bias", null!));
        Assert.Equal("minimum", Assert.Throws<ArgumentOutOfRangeException>(() => ParameterSelection.ByRank(minimum: 0)).ParamName);
        Assert.Equal("maximum", Assert.Throws<ArgumentOutOfRangeException>(() => ParameterSelection.ByRank(minimum: 2, maximum: 1)).ParamName);
        Assert.Throws<ArgumentNullException>(() => ParameterSelection.Where(null!));
        Assert.Throws<ArgumentNullException>(() => ParameterSelection.All.Or(null!));
        Assert.Throws<ArgumentNullException>(() => ParameterSelection.All.Except(null!));
        Assert.Throws<ArgumentNullException>(() => ParameterSelection.All.Takes(null!, []));
        Assert.Empty(optimizer.Parameters);
    }

    private static OptimizerGroup Filled(params ReadOnlySpan<(ParameterSelection Takes, Optimizer Optimizer)> parts)
    {
        var group = OptimizerGroup.Split(parts);
        group.Add("a.bias", new float[1], [1]);
        group.Add("b.bias", new float[1], [1]);
        return group;
    }
}
