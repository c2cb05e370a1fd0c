namespace Descent.Cuda.Tests;

/// <summary>A step that is cut short, or refused, leaves nothing behind that the next one takes.</summary>
public sealed class CutShortTests
{
    private const nint Stream = 7, OtherStream = 8;

    /// <summary>Whichever call of the driver fails: the step is made anew from what was saved, with the same bits.</summary>
    [Theory]
    [InlineData(nameof(AdamW), false)]
    [InlineData(nameof(AdamW), true)]
    [InlineData(nameof(Lamb), true)]
    [InlineData(nameof(AdafactorPyTorch), false)]
    [InlineData(nameof(AdafactorPyTorch), true)]
    [InlineData(nameof(NovoGrad), false)]
    public void EachCallThatFails_IsMadeGood(string rule, bool grows)
    {
        foreach (var call in (string[])["write", "allocate", "launch"])
        {
            var place = 0;
            while (CutShort(rule, grows, call, place))
            {
                place++;
            }

            Assert.True(place > 0, $"No {call} failed.");
        }
    }

    /// <summary>A launch that is refused while a graph is captured leaves no capture behind.</summary>
    [Fact]
    public void GraphThatCannotBeCaptured_IsCapturedAnew()
    {
        using var pair = Simple();
        using var graph = pair.There.Capture(pair.Device.WrapStream(Stream));
        pair.SetGradients();
        pair.Driver.Fails = call => call == "launch";
        Assert.IsType<CudaException>(Assert.Throws<IncompleteStepException>(() => graph.Step()).InnerException);

        pair.Driver.Fails = _ => false;
        pair.There.ResolveIncompleteStep(IncompleteStepResolution.Restored);
        Assert.Equal(pair.Here.Step(), graph.Step().Wait());
        pair.AssertSame("captured anew");
        Assert.Equal((1, 1), (graph.Captures, pair.Driver.Graphs));
    }

    /// <summary>The first step on a stream of the host program is refused in its own words.</summary>
    [Fact]
    public void StepThatIsRefused_SaysWhy()
    {
        using var pair = Simple();
        Assert.Equal("refused", Refusal(pair, Stream));
    }

    /// <summary>A step that is refused before anything was queued is not what others wait for in place of the one before.</summary>
    [Fact]
    public void StepThatIsRefused_HidesNoOther()
    {
        using var pair = Simple();
        pair.SetGradients();
        pair.Here.Step();
        pair.There.Step(pair.Device.WrapStream(Stream));
        Assert.Equal("refused", Refusal(pair, OtherStream));

        pair.AssertSame("read behind the step that was queued");
    }

    private static string Refusal(Pair<float> pair, nint stream)
    {
        pair.There.Stepping += Refuse;
        var refusal = Assert.Throws<InvalidOperationException>(() => pair.There.Step(pair.Device.WrapStream(stream)));
        pair.There.Stepping -= Refuse;
        return refusal.Message;

        static void Refuse(object? sender, EventArgs arguments) => throw new InvalidOperationException("refused");
    }

    /// <summary>Cuts a step short where a call is made for the so-many-th time. Gives whether it was.</summary>
    private static bool CutShort(string rule, bool grows, string call, int place)
    {
        using var pair = Simple(rule);
        if (grows)
        {
            pair.Step();
            pair.Add("large", 40, 300);
        }

        using var file = new MemoryStream();
        pair.There.Save(file);
        pair.SetGradients();
        pair.Driver.Fails = name => name == call && place-- == 0;
        var fails = false;
        try
        {
            pair.There.Step();
        }
        catch (Exception exception) when (exception is CudaException or IncompleteStepException)
        {
            fails = true;
        }

        pair.Driver.Fails = _ => false;
        file.Position = 0;
        pair.There.Load(file);
        if (pair.There.IncompleteStep is not null)
        {
            pair.There.ResolveIncompleteStep(IncompleteStepResolution.Restored);
        }

        // What was to grow is no longer needed.
        pair.Here.Parameters[^1].IsFrozen = pair.There.Parameters[^1].IsFrozen = grows;
        Assert.Equal(pair.Here.Step(), pair.There.Step());
        pair.AssertSame($"{rule}, {call}");
        return fails;
    }

    private static Pair<float> Simple(string rule = nameof(AdamW))
    {
        var pair = new Pair<float>(Create, specialShare: 0);
        return pair.Add("matrix", 5, 40).Add("vector", 30);

        RuleOptimizer Create()
        {
            var optimizer = BuiltInRulesTests.Create(rule);
            optimizer.Options.MaximumGradientNorm = 1;
            return optimizer;
        }
    }
}
