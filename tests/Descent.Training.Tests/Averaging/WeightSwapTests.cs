namespace Descent.Training.Tests.Averaging;

public sealed class WeightSwapTests : IDisposable
{
    private readonly float[] _single = [.. Enumerable.Range(0, 37).Select(i => i == 3 ? float.NaN : i / 3f)];
    private readonly double[] _twice = [-0.0, 2, 3];
    private readonly Sgd _optimizer = new();

    public WeightSwapTests()
    {
        _optimizer.Add("single", _single, new float[37]).IsFrozen = true;
        _optimizer.Add("twice", _twice, [1, 1, 1]);
    }

    public void Dispose() => _optimizer.Dispose();

    [Fact]
    public void SwapIn_ThenDispose_PutsEveryBitBack()
    {
        var average = new ExponentialWeightAverage(_optimizer, 0.5);
        average.Update();
        var (singleBefore, twiceBefore) = MoveWeights();
        var inside = average.Values<double>("twice").ToArray();

        using (average.SwapIn())
        {
            Assert.True(average.IsSwappedIn);
            Assert.Equal(inside, _twice);
        }

        Assert.False(average.IsSwappedIn);
        Assert.Equal(singleBefore.Select(BitConverter.SingleToInt32Bits), _single.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(twiceBefore.Select(BitConverter.DoubleToInt64Bits), _twice.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(inside, average.Values<double>("twice"));
    }

    [Fact]
    public void SwapIn_WhereTheEvaluationThrows_PutsTheWeightsBack()
    {
        var snapshot = new WeightSnapshot(_optimizer);
        var (_, twiceBefore) = MoveWeights();
        Assert.Throws<FormatException>(Evaluate);
        Assert.Equal(twiceBefore, _twice);
        Assert.False(snapshot.IsSwappedIn);

        void Evaluate()
        {
            using (snapshot.SwapIn())
            {
                throw new FormatException();
            }
        }
    }

    [Fact]
    public void SwapIn_Twice_Throws_FromWhicheverAverage()
    {
        var average = new StochasticWeightAverage(_optimizer);
        average.Update();
        var snapshot = new WeightSnapshot(_optimizer);
        var (_, twiceBefore) = MoveWeights();
        using (average.SwapIn())
        {
            var inside = _twice.ToArray();
            Assert.Throws<InvalidOperationException>(average.SwapIn);
            Assert.Throws<InvalidOperationException>(snapshot.SwapIn);
            Assert.Throws<InvalidOperationException>(() => average.Update());
            Assert.Throws<InvalidOperationException>(() => average.Values<double>("twice").Length);
            Assert.Throws<InvalidOperationException>(average.CopyToWeights);
            Assert.Throws<InvalidOperationException>(snapshot.Capture);
            Assert.Throws<InvalidOperationException>(snapshot.Restore);
            Assert.Equal(inside, _twice);
            Assert.Equal(1, average.Steps);
        }

        Assert.Equal(twiceBefore, _twice);
        average.SwapIn().Dispose();
    }

    [Fact]
    public void SwapIn_OfAGroup_KeepsOutThoseOfItsOptimizers_AndTheOtherWayRound()
    {
        using var group = new OptimizerGroup(_optimizer);
        var (ofGroup, ofOne) = (new ExponentialWeightAverage(group), new ExponentialWeightAverage(_optimizer));
        ofGroup.Update();
        ofOne.Update();
        foreach (var (inside, outside) in new[] { (ofGroup, ofOne), (ofOne, ofGroup) })
        {
            using (inside.SwapIn())
            {
                Assert.Throws<InvalidOperationException>(outside.SwapIn);
                Assert.Throws<InvalidOperationException>(() => outside.Update());
                Assert.Equal((true, false), (inside.IsSwappedIn, outside.IsSwappedIn));
            }
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void ParameterInThePlaceOfAnother_IsNotTakenForIt(bool isResized)
    {
        var average = new ExponentialWeightAverage(_optimizer);
        average.Update();
        if (isResized)
        {
            _optimizer.Resize<double>("twice", new double[4]);
        }
        else
        {
            _optimizer.Remove("twice");
            _optimizer.Add("other", new double[3]);
        }

        Assert.Contains(isResized ? "'twice'" : "'other'", Assert.Throws<InvalidOperationException>(() => average.Update()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(average.SwapIn);
        Assert.Throws<InvalidOperationException>(average.CopyToWeights);
        Assert.Equal((1, false), (average.Steps, average.IsSwappedIn));
    }

    [Fact]
    public void Dispose_Twice_SwapsOnce()
    {
        var snapshot = new WeightSnapshot(_optimizer);
        var (_, twiceBefore) = MoveWeights();
        var swap = snapshot.SwapIn();
        swap.Dispose();
        swap.Dispose();
        Assert.Equal(twiceBefore, _twice);
    }

    [Fact]
    public void Step_WhileSwappedIn_TrainsNothing()
    {
        var snapshot = new WeightSnapshot(_optimizer);
        using (snapshot.SwapIn())
        {
            Assert.Equal(new StepResult { Frozen = 2 }, _optimizer.Step());
        }

        Assert.True(_optimizer["single"].IsFrozen);
        Assert.False(_optimizer["twice"].IsFrozen);
        Assert.Equal(1, _optimizer.Step().Updated);
    }

    [Fact]
    public void Dispose_AfterTheOptimizerIsDisposed_StillPutsTheWeightsBack()
    {
        var snapshot = new WeightSnapshot(_optimizer);
        var (_, twiceBefore) = MoveWeights();
        var swap = snapshot.SwapIn();
        _optimizer.Dispose();
        swap.Dispose();
        Assert.Equal(twiceBefore, _twice);
        Assert.Throws<InvalidOperationException>(snapshot.Capture);
    }

    [Fact]
    public void Resize_WhileSwappedIn_IsRefused_AndRightAfterwards()
    {
        var snapshot = new WeightSnapshot(_optimizer);
        var (_, trained) = MoveWeights();
        var parameter = _optimizer["twice"];
        using (snapshot.SwapIn())
        {
            var larger = new double[4];
            var exception = Assert.Throws<InvalidOperationException>(() => _optimizer.Resize<double>("twice", larger));
            Assert.Contains("'twice'", exception.Message, StringComparison.Ordinal);
            Assert.Contains("swapped in", exception.Message, StringComparison.Ordinal);
            Assert.Same(parameter, _optimizer["twice"]);
        }

        Assert.Equal(trained, _twice);
        double[] grown = [.. _twice, 4];
        Assert.False(_optimizer.Resize<double>("twice", grown, new double[] { 1, 1, 1, 1 }).IsFrozen);
        _optimizer.Step();
        Assert.NotEqual(4, grown[3]);
    }

    /// <summary>The weights that were trained until then would be put back over those of the checkpoint, beside its states.</summary>
    [Fact]
    public void Load_WhileSwappedIn_IsRefused_AndRightAfterwards()
    {
        var snapshot = new WeightSnapshot(_optimizer);
        using var file = new MemoryStream();
        _optimizer.Save(file);
        var saved = _twice.ToArray();
        var (_, trained) = MoveWeights();
        using (snapshot.SwapIn())
        {
            file.Position = 0;
            var exception = Assert.Throws<InvalidOperationException>(() => _optimizer.Load(file));
            Assert.Contains("'single'", exception.Message, StringComparison.Ordinal);
            Assert.Contains("swapped in", exception.Message, StringComparison.Ordinal);
            Assert.True(_optimizer["twice"].IsFrozen);
        }

        Assert.Equal(trained, _twice);
        file.Position = 0;
        _optimizer.Load(file);
        Assert.Equal(saved, _twice);
    }

    [Fact]
    public void SwapIn_DuringAStep_WritesNothing()
    {
        WeightSnapshot? snapshot = null;
        var refused = 0;
        using var watching = new CallingMemory(() =>
        {
            if (snapshot is not null)
            {
                var (kept, weights) = (snapshot.Values<double>("twice").ToArray(), _twice.ToArray());
                Assert.Throws<InvalidOperationException>(snapshot.SwapIn);
                Assert.False(snapshot.IsSwappedIn);
                Assert.Equal(weights, _twice);
                Assert.Equal(kept, snapshot.Values<double>("twice"));
                refused++;
            }
        });
        _optimizer.Remove("single");
        _optimizer.Add("watching", [0], new double[1]).BindGradients(watching.Memory);
        snapshot = new WeightSnapshot(_optimizer);
        MoveWeights();
        _optimizer.Step();
        Assert.NotEqual(0, refused);
        using (snapshot.SwapIn())
        {
            Assert.Equal([-0.0, 2, 3], _twice);
        }
    }

    [Fact]
    public void SwapIn_OfNothingAveraged_Throws()
    {
        var average = new StochasticWeightAverage(_optimizer, firstStep: 2);
        average.Update();
        var before = _twice.ToArray();
        Assert.Contains("in 1 calls", Assert.Throws<InvalidOperationException>(average.SwapIn).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(average.CopyToWeights);
        Assert.Equal(before, _twice);
    }

    [Fact]
    public void CopyToWeights_MakesTheAverageTheModel()
    {
        var average = new StochasticWeightAverage(_optimizer);
        average.Update();
        MoveWeights();
        average.Update();
        average.CopyToWeights();
        Assert.Equal([0.5, 2.5, 3.5], _twice);
    }

    [Fact]
    public void Restore_ReturnsToTheBestWeights()
    {
        var before = _twice.ToArray();
        var best = new WeightSnapshot(_optimizer);
        _optimizer.Step();
        Assert.NotEqual(before, _twice);
        best.Restore();
        Assert.Equal(before, _twice);
        Assert.Equal(1, _optimizer["twice"].StepCount);
    }

    [Fact]
    public void Values_OfAnUnknownNameOrAnotherType_Throws()
    {
        var snapshot = new WeightSnapshot(_optimizer);
        Assert.Contains("'other'", Assert.Throws<KeyNotFoundException>(() => snapshot.Values<double>("other").Length).Message, StringComparison.Ordinal);
        Assert.Contains("Single", Assert.Throws<ArgumentException>(() => snapshot.Values<float>("twice").Length).Message, StringComparison.Ordinal);
    }

    private (float[] Single, double[] Twice) MoveWeights()
    {
        for (var i = 0; i < _single.Length; i++)
        {
            _single[i] += 1;
        }

        for (var i = 0; i < _twice.Length; i++)
        {
            _twice[i] += 1;
        }

        return ([.. _single], [.. _twice]);
    }

    /// <summary>Memory that calls whenever it is reached for.</summary>
    private sealed class CallingMemory(Action onReach) : System.Buffers.MemoryManager<double>
    {
        private readonly double[] _values = new double[1];

        public override Span<double> GetSpan()
        {
            onReach();
            return _values;
        }

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
