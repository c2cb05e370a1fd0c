using System.Runtime.InteropServices;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>Parameters on a device get other memory, and go on with the bits with which they go on here.</summary>
public sealed class ResizeTests
{
    /// <summary>States of weights, rows, columns and the tensor stay with what stays; those of the optimizer stay.</summary>
    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(Adafactor))]
    [InlineData(nameof(Sm3))]
    [InlineData(nameof(AdamMini))]
    [InlineData(nameof(NovoGrad))]
    [InlineData(nameof(Prodigy))]
    [InlineData(nameof(DoG))]
    [InlineData(nameof(Sgld))]
    [InlineData(nameof(ScheduleFreeSgd))]
    public void EveryKindOfState_GoesOn(string rule)
    {
        using var pair = new Resized<float, float>(() => BuiltInRulesTests.Create(rule));
        pair.Add("resized", 5, 70).Add("other", 9, 3);
        foreach (var rows in new nint[] { 5, 8, 600, 2, 0, 4 })
        {
            pair.Resize("resized", [rows, 70]);
            pair.AssertSame($"{rows} rows");
            pair.Steps(2);
        }
    }

    [Theory]
    [InlineData(StateStorage.BFloat16)]
    [InlineData(StateStorage.Half)]
    [InlineData(StateStorage.Blocks8)]
    public void EveryStorageOfStates_GoesOn(StateStorage storage)
    {
        using var pair = new Resized<float, BFloat16>(() => new AdamW { Storage = { States = storage, SmallestInBlocks = 1000 } });
        pair.Add("resized", 3, 300);
        foreach (var rows in new nint[] { 5, 40, 39, 1 })
        {
            pair.Resize("resized", [rows, 300]);
            pair.AssertSame($"{rows} rows");
            pair.Steps(2);
        }
    }

    [Theory]
    [InlineData(WeightPrecision.Compensated)]
    [InlineData(WeightPrecision.Master)]
    [InlineData(WeightPrecision.SplitMaster)]
    [InlineData(WeightPrecision.Stochastic)]
    public void WhatIsKeptBesideWeights_GoesOn(WeightPrecision precision)
    {
        using var pair = new Resized<BFloat16, float>(() => new AdamW { Storage = { Weights = precision } });
        pair.Add("resized", 20_000);
        pair.Steps(1);
        foreach (var length in new nint[] { 20_100, 9_000, 9_001 })
        {
            pair.Resize("resized", [length]);
            pair.AssertSame($"{length} weights");
            pair.Steps(2);
        }
    }

    /// <summary>The memory may lie elsewhere than before.</summary>
    [Theory]
    [InlineData(nameof(AdamW), StateStorage.Native)]
    [InlineData(nameof(AdamW), StateStorage.Blocks8)]
    [InlineData(nameof(Adafactor), StateStorage.Native)]
    [InlineData(nameof(NovoGrad), StateStorage.Native)]
    public void Parameter_MovesToADevice_AndBack(string rule, StateStorage storage)
    {
        using var expected = Create();
        using var moved = Create();
        using var device = new CudaDevice(new MachineDriver(), 0, 0);
        var values = new Values<float>(3);
        float[] weights = values.Next(700), gradients = values.Next(700), now = [.. weights];
        expected.Add("weights", weights, gradients, [7, 100]);
        moved.Add("weights", now, gradients, [7, 100]);
        Step("here");
        var there = device.Allocate<float>(now);
        moved.Resize("weights", there.Memory, device.Allocate<float>(gradients).Memory, [7, 100]);
        Step("there");
        moved.Resize("weights", there.ToArray(), gradients, [7, 100]);
        Step("back");

        void Step(string when)
        {
            expected.Step();
            moved.Step();
            Same.AssertSame(expected, moved, when);
        }

        RuleOptimizer Create()
        {
            var optimizer = BuiltInRulesTests.Create(rule);
            (optimizer.Storage.States, optimizer.Storage.SmallestInBlocks) = (storage, 0);
            return optimizer;
        }
    }

    /// <summary>Its loops are other ones: a graph captures them anew.</summary>
    [Fact]
    public void Graph_IsCapturedAnew()
    {
        using var pair = new Resized<float, float>(() => new Lamb());
        pair.Add("resized", 3, 300).Add("other", 40);
        using var graph = pair.There.Capture(pair.Device.WrapStream(7));
        foreach (var rows in new nint[] { 3, 4, 50 })
        {
            pair.Resize("resized", [rows, 300]);
            pair.SetGradients();
            pair.Here.Step();
            graph.Step();
            pair.AssertSame($"{rows} rows");
        }
    }

    /// <summary>A rule that was not compiled for the device keeps its parameter as it was.</summary>
    [Fact]
    public void RuleThatDidNotOptIn_StaysHere()
    {
        using var device = new CudaDevice(new MachineDriver(), 0, 0);
        using var rule = new OnThisProcessor();
        float[] weights = [1, 2];
        var parameter = rule.Add("weights", weights, [0.5f, 0.5f]);
        Assert.Throws<NotSupportedException>(() => rule.Resize("weights", device.Allocate<float>(2).Memory));
        Assert.Same(parameter, rule["weights"]);
        rule.Step();
        Assert.NotEqual([1, 2], weights);
    }

    /// <summary>The same optimizer here and there, whose parameters are given other memory.</summary>
    private sealed class Resized<TWeight, TGradient>(Func<RuleOptimizer> create) : IDisposable
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        private readonly Values<float> _values = new(5, specialShare: 0);

        public RuleOptimizer Here { get; } = create();

        public RuleOptimizer There { get; } = create();

        public CudaDevice Device { get; } = new(new MachineDriver(), 0, 0);

        public Resized<TWeight, TGradient> Add(string name, params ReadOnlySpan<nint> shape)
        {
            var weights = Next<TWeight>(LengthOf(shape));
            Here.Add(name, weights, shape: shape);
            There.Add(name, Device.Allocate<TWeight>(weights).Memory, shape: shape);
            Bind(name);
            return this;
        }

        /// <summary>Gives both memory of another length, with the weights of before and new ones.</summary>
        public void Resize(string name, ReadOnlySpan<nint> shape)
        {
            var (weights, length) = (Next<TWeight>(LengthOf(shape)), (int)Here[name].Weights.Length);
            var kept = Here[name].Weights.ReadOnlySpan<TWeight>()[..Math.Min(length, weights.Length)];
            kept.CopyTo(weights);
            Here.Resize(name, weights, shape: shape);
            There.Resize(name, Device.Allocate<TWeight>(weights).Memory, shape: shape);
            Bind(name);
        }

        public void Steps(int count)
        {
            for (var step = 0; step < count; step++)
            {
                SetGradients();
                Assert.Equal(Here.Step(), There.Step());
                AssertSame($"step {step}");
            }
        }

        public void SetGradients()
        {
            foreach (var (here, there) in Here.Parameters.Zip(There.Parameters))
            {
                var gradients = Next<TGradient>((int)here.Weights.Length);
                gradients.CopyTo(here.Gradients.Span<TGradient>());
                there.Gradients.WriteBytes(0, MemoryMarshal.AsBytes<TGradient>(gradients));
            }
        }

        public void AssertSame(string when) => Same.AssertSame(Here, There, when);

        public void Dispose()
        {
            Here.Dispose();
            There.Dispose();
            Device.Dispose();
        }

        private void Bind(string name)
        {
            var length = (int)Here[name].Weights.Length;
            Here[name].BindGradients(new TGradient[length]);
            There[name].BindGradients(Device.Allocate<TGradient>(new TGradient[length]).Memory);
        }

        private T[] Next<T>(int length)
            where T : unmanaged
        {
            var values = _values.Next(length);
            return typeof(T) == typeof(float) ? (T[])(object)values : (T[])(object)values.Select(value => (BFloat16)value).ToArray();
        }

        private static int LengthOf(ReadOnlySpan<nint> shape)
        {
            var length = 1;
            foreach (var size in shape)
            {
                length *= (int)size;
            }

            return length;
        }
    }
}
