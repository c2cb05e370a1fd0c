using Descent.Cuda.Check.Bits;
using Descent.Cuda.Check.Figures;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>The program for machines with a GPU, over the interpreter: it sees what differs, and times what it says.</summary>
public sealed class CheckTests
{
    [Theory]
    [InlineData(typeof(AdamW))]
    [InlineData(typeof(Adafactor))]
    [InlineData(typeof(Lamb))]
    [InlineData(typeof(Sam))]
    [InlineData(typeof(DoG))]
    [InlineData(typeof(Prodigy))]
    public void EveryStorage_IsCompared(Type rule)
    {
        using var device = new CudaDevice(new MachineDriver(), 0, 0);
        nint[][] shapes = [[31], [7, 29]];
        Assert.All(Stored.All, stored => Assert.Null(stored.Compare(device, rule, shapes, 0.02)));
    }

    /// <summary>Storages of all kinds are among them.</summary>
    [Fact]
    public void Storages_AreAll()
    {
        Assert.Equal(Enum.GetValues<StateStorage>(), Stored.All.Select(stored => stored.States).Distinct().Order());
        Assert.Equal(Enum.GetValues<WeightPrecision>(), Stored.All.Select(stored => stored.Precision).Distinct().Order());
        Assert.Equal(BuiltInRulesTests.Rules.Count, Catalogue.Rules.Count);
    }

    /// <summary>Another result there is told, with the step, the state and the place.</summary>
    [Fact]
    public void WhatDiffers_IsTold()
    {
        using var device = new CudaDevice(new MachineDriver(), 0, 0);
        var isFirst = true;
        using var comparison = new Comparison<float, float>(device, Create, [[40]], 0);
        Assert.StartsWith("step 1: tensor40.Velocity[0] is ", comparison.Run());

        RuleOptimizer Create()
        {
            (var momentum, isFirst) = (isFirst ? 0.9 : 0.8, false);
            return new HeavyBallMomentum { Momentum = momentum, WeightDecay = momentum };
        }
    }

    [Fact]
    public void Networks_AreThoseOfTheFigures()
    {
        Assert.Equal((148, 124_439_808L), (Networks.Gpt2Small(1).Count, Networks.Gpt2Small(1).Sum(Networks.Count)));
        Assert.Equal(124_439_808, Networks.Count(Assert.Single(Networks.OneTensor(1))));
        Assert.Equal(10_000, Networks.Many(1).Count);
    }

    [Fact]
    public void EveryCase_IsTimed()
    {
        using var device = new CudaDevice(new MachineDriver(), 0, 0);
        foreach (var timed in (IEnumerable<Case>)[.. Case.Networks(2000), .. Case.Elementwise(3).Take(3)])
        {
            var measured = Measurement.Of(timed, device, rounds: 1, stepsOfRound: 1);
            Assert.InRange(measured.Share, double.Epsilon, double.MaxValue);
            Assert.Contains(" of a copy's speed", measured.Describe(timed), StringComparison.Ordinal);
        }
    }
}
