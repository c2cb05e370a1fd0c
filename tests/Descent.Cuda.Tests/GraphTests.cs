using System.Runtime.InteropServices;
using Descent.CompilerServices;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>Steps that are launched as a graph leave the bits of steps that are not; what differs from step to step lies in tables.</summary>
public sealed class GraphTests
{
    private const nint Stream = 7;

    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(NAdam))]
    [InlineData(nameof(Sgld))]
    [InlineData(nameof(Lamb))]
    [InlineData(nameof(LambWithClipping))]
    [InlineData(nameof(CautiousAdamW))]
    [InlineData(nameof(Adafactor))]
    [InlineData(nameof(Came))]
    [InlineData(nameof(AdamMini))]
    [InlineData(nameof(NovoGrad))]
    [InlineData(nameof(Prodigy))]
    [InlineData(nameof(DoG))]
    public void Graph_GoesOnWithTheStepNumber(string rule)
    {
        using var pair = Simple(() => BuiltInRulesTests.Create(rule));
        using var graph = pair.There.Capture(pair.Device.WrapStream(Stream));
        for (var step = 1; step <= 5; step++)
        {
            pair.SetGradients();
            Assert.Equal(pair.Here.Step(), graph.Step().Wait());
            pair.AssertSame($"step {step}");
            Assert.Equal(step, pair.Driver.GraphLaunches);
        }

        Assert.Equal(1, graph.Captures);
        Assert.Empty(pair.Driver.Launches);
        pair.Step();
        pair.AssertSame("without the graph");
    }

    /// <summary>The norm is computed in the graph, and comes here when the result is asked for.</summary>
    [Fact]
    public void Clipping_IsInTheGraph()
    {
        using var pair = Simple(() => new Lamb());
        using var graph = pair.There.Capture(pair.Device.WrapStream(Stream));
        List<(StepResult Here, CudaStep There)> steps = [];
        for (var step = 1; step <= 4; step++)
        {
            pair.Here.Options.MaximumGradientNorm = pair.There.Options.MaximumGradientNorm = step / 7.0;
            pair.SetGradients();
            var before = pair.Driver.Reads;
            steps.Add((pair.Here.Step(), graph.Step()));
            Assert.Equal(before, pair.Driver.Reads);
            if (step % 2 == 0)
            {
                // Nothing ran yet.
                Assert.Equal(steps[^1].Here, steps[^1].There.Result);
            }

            pair.AssertSame($"step {step}");
        }

        Assert.Equal((1, 4), (graph.Captures, pair.Driver.GraphLaunches));
        Assert.All(steps, step => Assert.Equal(step.Here, step.There.Result));
    }

    [Theory]
    [InlineData(nameof(Adam))]
    [InlineData(nameof(DAdaptAdam))]
    public void StatesOfEightBits_AreInTheGraph(string rule)
    {
        using var pair = new StoredPair<BFloat16, float>(() => BlocksTests.Create(rule));
        pair.Add("weights", 700);
        using var graph = pair.There.Capture(pair.Device.WrapStream(Stream));
        for (var step = 1; step <= 3; step++)
        {
            pair.SetGradients();
            pair.Here.Step();
            graph.Step();
            pair.AssertSame($"step {step}");
        }

        Assert.Equal((1, 3), (graph.Captures, pair.Driver.GraphLaunches));
    }

    /// <summary>A schedule changes what lies in tables, a frozen parameter the loops: then they are captured anew.</summary>
    [Fact]
    public void OtherLoops_AreCapturedAnew()
    {
        using var pair = Simple(() => new Lamb());
        using var graph = pair.There.Capture(pair.Device.WrapStream(Stream));
        Step();
        (pair.Here.Hyperparameters[0].Number, pair.There.Hyperparameters[0].Number) = (0.5, 0.5);
        Step();
        Assert.Equal(1, graph.Captures);
        (pair.Here.Parameters[1].IsFrozen, pair.There.Parameters[1].IsFrozen) = (true, true);
        Step();
        Step();
        Assert.Equal((2, 1), (graph.Captures, pair.Driver.Graphs));
        (pair.Here.Parameters[1].IsFrozen, pair.There.Parameters[1].IsFrozen) = (false, false);
        Step();
        pair.There.Options.ClearGradientsAfterStep = pair.Here.Options.ClearGradientsAfterStep = true;
        Step();
        Assert.Equal(4, graph.Captures);

        void Step()
        {
            pair.SetGradients();
            pair.Here.Step();
            graph.Step();
            pair.AssertSame($"{graph.Captures} captures");
        }
    }

    /// <summary>Gradients of frozen parameters are zeroed behind the graph.</summary>
    [Fact]
    public void WhatIsNoLoop_ComesBehindTheGraph()
    {
        using var pair = Simple(() => new AdamW { Options = { ClearGradientsAfterStep = true } });
        (pair.Here.Parameters[0].IsFrozen, pair.There.Parameters[0].IsFrozen) = (true, true);
        using var graph = pair.There.Capture(pair.Device.WrapStream(Stream));
        pair.SetGradients();
        pair.Here.Step();
        graph.Step();

        pair.AssertSame("frozen");
        Assert.Equal(1, pair.Driver.GraphLaunches);
    }

    /// <summary>What changes behind a loop that has it is kept from it: the loop is queued before, and so is what comes next.</summary>
    [Fact]
    public void TableThatChanges_EndsTheGraph()
    {
        var driver = new MachineDriver();
        using var device = new KernelDevice(driver, 0, 0);
        using var recorder = device.NewRecorder();
        var (terms, tasks, first, second) = (device.Allocate(16), device.Allocate(32), device.Allocate(8), device.Allocate(8));
        device.Write(terms, MemoryMarshal.AsBytes([2.0, 3.0]));
        device.Keep(recorder);
        for (var step = 0; step < 2; step++)
        {
            recorder.Begin();
            SetTask(first);
            device.Combine(ReductionKind.Sum, tasks, 1);
            SetTask(second);
            device.Combine(ReductionKind.Max, tasks, 1);
            device.Flush();

            Assert.Equal((5, 3), (Read(first), Read(second)));
            Assert.Equal((0, 2 * (step + 1)), (driver.GraphLaunches, driver.Launches.Count));
        }

        void SetTask(ulong result) => device.Write(tasks, MemoryMarshal.AsBytes<ulong>([terms, result, sizeof(double) | (2UL << 32), 0]));

        double Read(ulong address)
        {
            var value = new double[1];
            device.Read(address, MemoryMarshal.AsBytes(value.AsSpan()));
            return value[0];
        }
    }

    [Fact]
    public void StepThatWaits_IsRefusedWithTheReason()
    {
        using var pair = Simple(() => new AdamW());
        var stream = pair.Device.WrapStream(Stream);
        using var graph = pair.There.Capture(stream);
        (pair.There.Options.MaximumGradientNorm, pair.There.Options.GradientNormOrder) = (1, 1);
        Assert.Contains("not the Euclidean one (GradientNormOrder)", Assert.Throws<InvalidOperationException>(() => graph.Step()).Message, StringComparison.Ordinal);
        (pair.There.Options.MaximumGradientNorm, pair.There.Options.GradientNormOrder) = (double.PositiveInfinity, 2);
        pair.There.Options.CollectStatistics = true;
        Assert.Contains("statistics are collected (CollectStatistics)", Assert.Throws<InvalidOperationException>(() => pair.There.Capture(stream)).Message, StringComparison.Ordinal);
        pair.There.Options.CollectStatistics = false;

        Assert.Contains("ByPower, as its generated file says at the top", Refusal(new ByPower()), StringComparison.Ordinal);
        using var here = new Sgd();
        here.Add("here", new float[3], new float[3]);
        Assert.StartsWith("Parameter 'here' lies in memory of this processor", Assert.Throws<InvalidOperationException>(() => here.Capture(stream)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => CudaSteps.Capture(null!, stream));
        Assert.Empty(pair.Driver.Launches);
        Assert.Equal(0, pair.There.Parameters[0].StepCount);
        graph.Step();

        string Refusal(RuleOptimizer optimizer)
        {
            using (optimizer)
            {
                optimizer.Add("weights", pair.Device.Allocate<float>(6).Memory, pair.Device.Allocate<float>(6).Memory, [2, 3]);
                return Assert.Throws<InvalidOperationException>(() => optimizer.Capture(stream)).Message;
            }
        }
    }

    /// <summary>The loops of the graph leave themselves out, and the processor waits for the graph to know of it.</summary>
    [Theory]
    [InlineData(nameof(AdamW), NonFiniteGradients.SkipStep)]
    [InlineData(nameof(AdamW), NonFiniteGradients.Throw)]
    [InlineData(nameof(Lamb), NonFiniteGradients.SkipStep)]
    [InlineData(nameof(Adafactor), NonFiniteGradients.Throw)]
    [InlineData(nameof(Prodigy), NonFiniteGradients.SkipStep)]
    [InlineData(nameof(NovoGrad), NonFiniteGradients.Throw)]
    public void StepsThatAreLeftOut(string rule, NonFiniteGradients policy)
    {
        using var pair = Simple(() =>
        {
            var optimizer = BuiltInRulesTests.Create(rule);
            (optimizer.Options.NonFiniteGradients, optimizer.Options.MaximumGradientNorm, optimizer.Options.ClearGradientsAfterStep) = (policy, 2, true);
            return optimizer;
        });
        using var graph = pair.There.Capture(pair.Device.WrapStream(Stream));
        for (var step = 1; step <= 5; step++)
        {
            pair.SetGradients();
            var isBad = step is 1 or 3;
            if (isBad)
            {
                pair.Here.Parameters[1].Gradients[7] = pair.There.Parameters[1].Gradients[7] = float.NaN;
            }

            if (isBad && policy == NonFiniteGradients.Throw)
            {
                var here = Assert.Throws<NonFiniteGradientException>(() => pair.Here.Step());
                Assert.Equal(here.Message, Assert.Throws<NonFiniteGradientException>(() => graph.Step()).Message);
            }
            else
            {
                var (here, there) = (pair.Here.Step(), graph.Step().Wait());
                Assert.Equal((here.IsSkipped, here.NonFiniteIndex, here.GradientNorm), (there.IsSkipped, there.NonFiniteIndex, there.GradientNorm));
                Assert.Equal(isBad, there.IsSkipped);
            }

            pair.AssertSame($"{rule}, step {step}");
            Assert.Equal(step, pair.Driver.GraphLaunches);
        }

        Assert.Equal(1, graph.Captures);
    }

    [Fact]
    public void GraphThatTheDriverRefuses_RanNothing()
    {
        using var pair = Simple(() => new AdamW());
        using var graph = pair.There.Capture(pair.Device.WrapStream(Stream));
        pair.SetGradients();
        pair.Driver.Fails = call => call == "graph";

        Assert.IsType<CudaException>(Assert.Throws<IncompleteStepException>(() => graph.Step()).InnerException);

        pair.Driver.Fails = _ => false;
        pair.There.ResolveIncompleteStep(IncompleteStepResolution.Restored);
        pair.AssertSame("refused");
        graph.Step();
        pair.Here.Step();
        pair.AssertSame("after it");
    }

    [Fact]
    public void Disposed_Throws()
    {
        using var pair = Simple(() => new AdamW());
        var graph = pair.There.Capture(pair.Device.WrapStream(Stream));
        pair.SetGradients();
        graph.Step();
        graph.Dispose();
        graph.Dispose();

        Assert.Equal(0, pair.Driver.Graphs);
        Assert.Throws<ObjectDisposedException>(() => graph.Step());
        pair.Here.Step();
        pair.AssertSame("the step that was queued");
    }

    private static Pair<float> Simple(Func<RuleOptimizer> create)
    {
        var pair = new Pair<float>(create, specialShare: 0);
        pair.Add("first", 40).Add("second", 300).Add("third", 8192 + 50);
        return pair;
    }
}
