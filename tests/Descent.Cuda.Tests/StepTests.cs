namespace Descent.Cuda.Tests;

/// <summary>What a step does beside the rule is the same on a GPU: factors, norms, skipping, zeroing, frozen parameters, scales.</summary>
public sealed class StepTests
{
    private const int SeveralChunks = (2 * 8192) + 77;

    [Theory]
    [InlineData(0.5)]
    [InlineData(3e-39)]
    [InlineData(1e-44)]
    public void GradientScale_GivesTheSameBits(double scale) => Compare(options => options.GradientScale = scale);

    [Fact]
    public void Maximize_GivesTheSameBits() => Compare(options => (options.Maximize, options.ClearGradientsAfterStep) = (true, true));

    [Fact]
    public void ClearGradients_GivesTheSameBits() => Compare(options => options.ClearGradientsAfterStep = true);

    /// <summary>The norm is over a tensor of several chunks and two small ones; of other orders the chunks are read by this processor.</summary>
    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 0.001)]
    [InlineData(1, 0)]
    [InlineData(double.PositiveInfinity, 0)]
    [InlineData(3, 0)]
    public void GradientNorm_HasTheSameBits(double order, double specialShare)
    {
        Compare<float>(order, specialShare);
        Compare<double>(order, specialShare);

        static void Compare<T>(double order, double specialShare)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>, System.Numerics.IMinMaxValue<T>
        {
            using var pair = new Pair<T>(() => new AdamW { Options = { MaximumGradientNorm = 1, GradientNormOrder = order } }, specialShare: specialShare);
            pair.Add("large", SeveralChunks).Add("small", 5).Add("middle", 600);
            for (var step = 0; step < 2; step++)
            {
                var (here, there) = pair.Step();
                Assert.NotNull(here.GradientNorm);
                Assert.Equal(BitConverter.DoubleToInt64Bits(here.GradientNorm.Value), BitConverter.DoubleToInt64Bits(there.GradientNorm!.Value));
            }

            pair.AssertSame($"order {order}");
        }
    }

    /// <summary>Squares that overflow or vanish are taken again as ratios.</summary>
    [Theory]
    [InlineData(1e30f)]
    [InlineData(1e-30f)]
    [InlineData(0f)]
    public void GradientNorm_OfHugeAndTinyGradients(float gradient)
    {
        using var pair = new Pair<double>(() => new Sgd { Options = { MaximumGradientNorm = 1e-3 } });
        pair.Add("weights", 9000);
        var gradients = Enumerable.Repeat(Math.Pow(gradient, 6), 9000).ToArray();
        gradients.CopyTo(pair.Here.Parameters[0].Gradients.Span<double>());
        pair.Buffers[0].Gradients.CopyFrom(gradients);

        Assert.Equal(pair.Here.Step(), pair.There.Step() with { });
        pair.AssertSame("clipped");
    }

    /// <summary>Tensors whose squares overflow or vanish beside those whose do not, chunks of zeros, and single tensors: each way through the tree of norms.</summary>
    [Theory]
    [InlineData(1e200, 1, 1e-200)]
    [InlineData(1e-200, 0, 1e-250)]
    [InlineData(0, 0, 1e-160)]
    [InlineData(1e-320, 1e-150, 0)]
    [InlineData(double.PositiveInfinity, 1e300, 1)]
    [InlineData(1e308, double.NaN, 0)]
    public void GradientNorm_OfTensorsOfManySizes(double first, double second, double third)
    {
        using var pair = new Pair<double>(() => new Sgd { Options = { MaximumGradientNorm = 1e-3, GradientScale = 0.5 } }, specialShare: 0);
        pair.Add("chunks", SeveralChunks).Add("small", 3).Add("more chunks", 8192 + 1).Add("none", 0);
        double[] sizes = [first, second, third, 1];
        pair.SetGradients();
        foreach (var (parameter, there, size) in pair.Here.Parameters.Zip(pair.Buffers.Select(buffer => buffer.Gradients), sizes))
        {
            var gradients = parameter.Gradients.Span<double>();
            for (var index = 0; index < gradients.Length; index++)
            {
                // The first chunk of the large one is 0.
                gradients[index] = parameter.Name == "chunks" && index < 8192 ? 0 : gradients[index] > 0 ? size : -size / 3;
            }

            there.CopyFrom(gradients);
        }

        var (here, onDevice) = (pair.Here.Step(), pair.There.Step());

        Assert.Equal(-1, Values<double>.FirstDifference([here.GradientNorm!.Value], [onDevice.GradientNorm!.Value]));
        pair.AssertSame("clipped");
    }

    /// <summary>Clipping adds three loops, whatever the tensors are, and waits for nothing but the norm that the result tells.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(148)]
    public void Clipping_WaitsForNothing(int tensors)
    {
        using var pair = new Pair<float>(() => new AdamW { Options = { MaximumGradientNorm = 0.5, GradientScale = 0.25 } }, specialShare: 0);
        for (var index = 0; index < tensors; index++)
        {
            pair.Add($"tensor{index}", 1 + (index * 37 % 91));
        }

        var stream = pair.Device.WrapStream(7);
        for (var step = 0; step < 2; step++)
        {
            pair.SetGradients();
            pair.Driver.Launches.Clear();
            var before = pair.Driver.Reads;
            var there = pair.There.Step(stream);
            Assert.Equal(before, pair.Driver.Reads);
            Assert.Equal([("Scan", (uint)tensors), ("CombineNorms", (uint)tensors), ("LimitNorm", 1u), ("Update_0", (uint)tensors)], pair.Driver.Launches);
            Assert.Equal(pair.Here.Step(), there.Result);
            Assert.Equal(before + 1, pair.Driver.Reads);
            Assert.False(there.IsCompleted);
            pair.AssertSame($"step {step}");
        }
    }

    /// <summary>However many tensors there are, their gradients are read by one loop, and what it leaves is read once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(148)]
    public void GradientNorm_IsOneLoopAndOneReading(int tensors)
    {
        using var pair = new Pair<float>(() => new AdamW { Options = { MaximumGradientNorm = 0.5, NonFiniteGradients = NonFiniteGradients.Throw } }, specialShare: 0);
        for (var index = 0; index < tensors; index++)
        {
            pair.Add($"tensor{index}", 1 + (index * 37 % 91));
        }

        for (var step = 0; step < 2; step++)
        {
            pair.SetGradients();
            pair.Driver.Launches.Clear();
            var before = pair.Driver.Reads;
            var there = pair.There.Step();
            Assert.Equal(1, pair.Driver.Reads - before);
            Assert.Equal([("Scan", (uint)tensors), ("CombineNorms", (uint)tensors), ("Update_0", (uint)tensors)], pair.Driver.Launches);
            Assert.Equal(pair.Here.Step(), there);
            pair.AssertSame($"step {step}");
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void GradientThatIsNotFinite_SkipsTheStep(float bad)
    {
        using var pair = new Pair<float>(() => new AdamW { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } }, specialShare: 0);
        pair.Add("first", 100).Add("second", SeveralChunks);
        pair.Step();
        pair.SetGradients();
        pair.Here.Parameters[1].Gradients[SeveralChunks - 1] = bad;
        pair.There.Parameters[1].Gradients[SeveralChunks - 1] = bad;

        var (here, there) = (pair.Here.Step(), pair.There.Step());

        Assert.True(there.IsSkipped);
        Assert.Equal((here.NonFiniteIndex, "second"), (there.NonFiniteIndex, there.NonFiniteParameterName));
        pair.AssertSame("skipped");
        pair.Step();
        pair.AssertSame("after it");
    }

    /// <summary>A step that the device leaves out by itself leaves all as it was: states of 8 bits and their scales, what is kept beside weights, totals; and zeroes gradients as ever.</summary>
    [Fact]
    public void StepsThatAreLeftOut_LeaveAllStates()
    {
        Compare<BFloat16, BFloat16>(() => new Adam { Storage = { States = StateStorage.Blocks8, SmallestInBlocks = 0 } });
        Compare<BFloat16, float>(() => new DAdaptAdam { Storage = { States = StateStorage.Blocks8, SmallestInBlocks = 0 } });
        Compare<BFloat16, float>(() => new AdamW { Storage = { Weights = WeightPrecision.Compensated } });
        Compare<float, float>(() => new Lamb());
        Compare<float, float>(() => new NovoGrad());
        Compare<float, float>(() => new Sgld());

        static void Compare<TWeight, TGradient>(Func<RuleOptimizer> create)
            where TWeight : unmanaged
            where TGradient : unmanaged
        {
            using var pair = new StoredPair<TWeight, TGradient>(create, 0);
            foreach (var options in new[] { pair.Here.Options, pair.There.Options })
            {
                (options.NonFiniteGradients, options.MaximumGradientNorm, options.ClearGradientsAfterStep) = (NonFiniteGradients.SkipStep, 0.5, true);
            }

            pair.Add("first", 600).Add("second", 300);
            for (var step = 0; step < 4; step++)
            {
                pair.SetGradients();
                if (step is 1 or 2)
                {
                    pair.Here.Parameters[step - 1].Gradients[7] = pair.There.Parameters[step - 1].Gradients[7] = double.NaN;
                }

                Assert.Equal(step is 1 or 2, pair.Here.Step().IsSkipped);
                Assert.Equal(step is 1 or 2, pair.There.Step().IsSkipped);
                pair.AssertSame($"{pair.Here.GetType().Name}, step {step}");
            }
        }
    }

    /// <summary>A parameter here that reads no gradients is left out with those on the device that do.</summary>
    [Fact]
    public void GroupHereAndThere_IsLeftOutAsAWhole()
    {
        using var pair = new Pair<float>(() => new Sam(), specialShare: 0);
        pair.Add("there", 40);
        pair.SetGradients();
        pair.There.Parameters[0].Gradients[3] = float.NaN;
        float[] weights = [1, 2, 3], gradients = [3, 2, 1];
        using var here = new NesterovLookAhead();
        here.Add("here", weights, gradients);
        using var group = new OptimizerGroup(pair.There, here);
        group.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
        here.Parameters[0].States[0][1] = 1;

        Assert.True(group.BeforeGradient().IsSkipped);

        Assert.Equal([1, 2, 3], weights);
        Assert.Equal(pair.Here.Parameters[0].Weights.ToArray<float>(), pair.There.Parameters[0].Weights.ToArray<float>());
    }

    /// <summary>What gradients are multiplied by is computed on the device as here, where there is no normal number for it, too.</summary>
    [Theory]
    [InlineData(0.5, 1e-3)]
    [InlineData(1, 1e30)]
    [InlineData(1e-300, 1e-3)]
    [InlineData(1, 1e-39)]
    [InlineData(1, 1e-310)]
    [InlineData(1, 5e-324)]
    [InlineData(1e-44, 1e30)]
    [InlineData(1e39, 1e39)]
    [InlineData(1e308, 1e300)]
    [InlineData(1e308, 1e-20)]
    public void GradientFactor_IsThatOfThisProcessor(double scale, double limit)
    {
        Compare<float>();
        Compare<double>();

        void Compare<T>()
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>, System.Numerics.IMinMaxValue<T>
        {
            using var pair = new Pair<T>(() => new Lion { Options = { GradientScale = scale, MaximumGradientNorm = limit, Maximize = scale == 0.5 } }, specialShare: 0);
            pair.Add("weights", 300).Add("others", 20);
            for (var step = 0; step < 2; step++)
            {
                var (here, there) = pair.Step();
                Assert.Equal(here, there);
                pair.AssertSame($"step {step}");
            }
        }
    }

    [Fact]
    public void GradientThatIsNotFinite_Throws()
    {
        using var pair = new Pair<float>(() => new AdamW { Options = { NonFiniteGradients = NonFiniteGradients.Throw } }, specialShare: 0);
        pair.Add("weights", 100);
        pair.There.Parameters[0].Gradients[7] = float.NaN;

        Assert.Contains("weights", Assert.Throws<NonFiniteGradientException>(() => pair.There.Step()).Message, StringComparison.Ordinal);
        Assert.Equal(0, pair.There.Parameters[0].StepCount);
    }

    /// <summary>A parameter that was frozen has another step number, one with a scale another rate: each its own row of values in the same loop.</summary>
    [Fact]
    public void FrozenAndScaledParameters_ShareOneLoop()
    {
        using var pair = new Pair<float>(() => new Adam());
        pair.Add("first", 40).Add("second", 50).Add("third", 60);
        foreach (var optimizer in new[] { pair.Here, pair.There })
        {
            optimizer["second"].IsFrozen = true;
            optimizer["third"].LearningRateScale = 0.25;
        }

        pair.Step();
        foreach (var optimizer in new[] { pair.Here, pair.There })
        {
            optimizer["second"].IsFrozen = false;
        }

        pair.Driver.Launches.Clear();
        pair.Step();
        pair.Step();

        pair.AssertSame("frozen and scaled");
        Assert.Equal(2, pair.Driver.Launches.Count);
    }

    /// <summary>Parameters without gradients are left alone, as here.</summary>
    [Fact]
    public void MissingGradients_LeaveAParameterAlone()
    {
        using var pair = new Pair<float>(() => new Lion());
        pair.Add("first", 40).Add("second", 50);
        pair.There.Parameters[0].UnbindGradients();
        pair.Here.Parameters[0].UnbindGradients();
        pair.Buffers[1].Gradients.Clear();

        Assert.Equal(1, pair.There.Step().MissingGradients);
        pair.Here.Step();
        pair.AssertSame("without gradients");
    }

    [Fact]
    public void ManyTensors_AreOneLaunch_WithAPieceForEachChunk()
    {
        using var pair = new Pair<float>(() => new AdamW());
        for (var index = 0; index < 30; index++)
        {
            pair.Add($"tensor{index}", 1 + (index * 37 % 91));
        }

        pair.Add("large", SeveralChunks);
        pair.Step();

        Assert.Equal(("Update_0", 33u), Assert.Single(pair.Driver.Launches));
        pair.AssertSame("many tensors");
    }

    /// <summary>A step whose tensors are those of the last brings its values to the device, and nothing else.</summary>
    [Fact]
    public void SameParameters_CopyTheirValuesAlone()
    {
        using var pair = new Pair<float>(() => new AdamW());
        pair.Add("weights", SeveralChunks);
        pair.There.Step();
        var before = pair.Driver.Written;
        pair.There.Step();

        Assert.InRange(pair.Driver.Written - before, 1, 100);
        Assert.Equal(1, pair.Driver.Modules);
    }

    private static void Compare(Action<OptimizerOptions> set)
    {
        using var pair = new Pair<float>(() => new AdamW { WeightDecay = 0.1 });
        set(pair.Here.Options);
        set(pair.There.Options);
        pair.Add("weights", 300).Add("others", 20);
        for (var step = 0; step < 3; step++)
        {
            pair.Step();
            pair.AssertSame($"step {step}");
        }
    }
}
