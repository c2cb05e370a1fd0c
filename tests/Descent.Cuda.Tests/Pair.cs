using System.Numerics;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>The same optimizer twice, on this processor and on the interpreter, with the same tensors.</summary>
internal sealed class Pair<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    private readonly Values<T> _values;
    private readonly List<T[]> _weights = [];
    private readonly List<(CudaBuffer<T> Weights, CudaBuffer<T> Gradients)> _buffers = [];

    private readonly List<(T[] Here, CudaBuffer<T> There)> _inputs = [];

    public Pair(Func<RuleOptimizer> create, int seed = 1, double specialShare = 0.1)
    {
        (Here, There, _values) = (create(), create(), new(seed, specialShare));
        Driver = new();
        Device = new(Driver, 0, 0);
    }

    public RuleOptimizer Here { get; }

    public RuleOptimizer There { get; }

    public MachineDriver Driver { get; }

    public CudaDevice Device { get; }

    public IReadOnlyList<(CudaBuffer<T> Weights, CudaBuffer<T> Gradients)> Buffers => _buffers;

    /// <summary>Adds a tensor to both.</summary>
    public Pair<T> Add(string name, params ReadOnlySpan<nint> shape)
    {
        var length = (int)shape[0];
        foreach (var size in shape[1..])
        {
            length *= (int)size;
        }

        var weights = _values.Next(length);
        var (ofWeights, ofGradients) = (Device.Allocate<T>(weights), Device.Allocate<T>(length));
        _weights.Add(weights);
        _buffers.Add((ofWeights, ofGradients));
        Here.Add(name, weights, new T[length], shape);
        There.Add(name, ofWeights.Memory, ofGradients.Memory, shape);
        foreach (var input in Here.Parameters[^1].Inputs)
        {
            var values = new T[length];
            var buffer = Device.Allocate<T>(values);
            input.Bind(values);
            There.Parameters[^1].BindInput<T>(input.Name, buffer.Memory);
            _inputs.Add((values, buffer));
        }

        return this;
    }

    /// <summary>Gives both the same gradients and inputs.</summary>
    public void SetGradients()
    {
        for (var index = 0; index < _buffers.Count; index++)
        {
            var gradients = _values.Next(_weights[index].Length);
            gradients.CopyTo(Here.Parameters[index].Gradients.Span<T>());
            _buffers[index].Gradients.CopyFrom(gradients);
        }

        foreach (var (here, there) in _inputs)
        {
            _values.Next(here.Length).CopyTo(here, 0);
            there.CopyFrom(here);
        }
    }

    /// <summary>One step of each.</summary>
    public (StepResult Here, StepResult There) Step()
    {
        if (Here.EvaluatesTwice)
        {
            SetGradients();
        }

        Here.BeforeGradient();
        There.BeforeGradient();
        SetGradients();
        return (Here.Step(), There.Step());
    }

    /// <summary>Weights, gradients and states are the same to the bit, and so are the step counts.</summary>
    public void AssertSame(string when)
    {
        foreach (var (state, other) in Here.States.Zip(There.States))
        {
            Assert.True(Values<double>.FirstDifference([state.Value], [other.Value]) < 0, $"{when}: {state.Name} is {other.Value:R}, and {state.Value:R} on this processor.");
        }

        foreach (var (here, there) in Here.Parameters.Zip(There.Parameters))
        {
            Assert.Equal(here.StepCount, there.StepCount);
            AssertSame(here.Weights, there.Weights, $"{when}, {here}");
            AssertSame(here.Gradients, there.Gradients, $"{when}, {here}");
            foreach (var (state, other) in here.States.Zip(there.States))
            {
                if (state.Schema.Per == Per.Tensor)
                {
                    Assert.Equal(-1, Values<double>.FirstDifference([state.Value], [other.Value]));
                }
                else
                {
                    AssertSame(state, other, $"{when}, {here}");
                }
            }
        }
    }

    public void Dispose()
    {
        Here.Dispose();
        There.Dispose();
        Device.Dispose();
    }

    private static void AssertSame(TensorView here, TensorView there, string when)
    {
        if (here is StateView { Schema.Per: Per.Row or Per.Column })
        {
            double[] values = here.ToArray<double>(), others = there.ToArray<double>();
            var place = Values<double>.FirstDifference(values, others);
            Assert.True(place < 0, place < 0 ? "" : $"{when}: {here.Name}[{place}] is {others[place]:R}, and {values[place]:R} on this processor.");
            return;
        }

        T[] expected = here.ToArray<T>(), actual = there.ToArray<T>();
        var index = Values<T>.FirstDifference(expected, actual);
        Assert.True(index < 0, index < 0 ? "" : $"{when}: {here.Name}[{index}] is {actual[index]}, and {expected[index]} on this processor.");
    }
}
