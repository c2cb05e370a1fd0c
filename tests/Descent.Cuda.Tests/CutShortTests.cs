namespace Descent.Cuda.Tests;

/// <summary>A step that is cut short, or refused, leaves nothing behind that the next one takes.</summary>
public sealed class CutShortTests
{
    private const nint Stream = 7, OtherStream = 8;

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
