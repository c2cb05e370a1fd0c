using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>The same optimizer twice, on this processor and on the interpreter, with weights and gradients that are stored in types of their own.</summary>
internal sealed class StoredPair<TWeight, TGradient> : IDisposable
    where TWeight : unmanaged
    where TGradient : unmanaged
{
    private readonly Random _random = new(5);
    private readonly double _specialShare;
    private readonly List<(TGradient[] Here, CudaBuffer<TGradient> There)> _gradients = [];

    public StoredPair(Func<RuleOptimizer> create, double specialShare = 0.1)
    {
        (Here, There, _specialShare) = (create(), create(), specialShare);
        Driver = new();
        Device = new(Driver, 0, 0);
    }

    public RuleOptimizer Here { get; }

    public RuleOptimizer There { get; }

    public MachineDriver Driver { get; }

    public CudaDevice Device { get; }

    /// <summary>Adds a tensor to both.</summary>
    public StoredPair<TWeight, TGradient> Add(string name, params ReadOnlySpan<nint> shape)
    {
        var length = (int)shape[0];
        foreach (var size in shape[1..])
        {
            length *= (int)size;
        }

        var (weights, gradients) = (Next<TWeight>(length), new TGradient[length]);
        var (ofWeights, ofGradients) = (Device.Allocate<TWeight>(weights), Device.Allocate<TGradient>(gradients));
        _gradients.Add((gradients, ofGradients));
        Here.Add(name, weights, shape: shape).BindGradients(gradients);
        There.Add(name, ofWeights.Memory, shape: shape).BindGradients(ofGradients.Memory);
        foreach (var input in Here.Parameters[^1].Inputs)
        {
            if (input.ElementType == typeof(double))
            {
                Bind(input, Next<double>(length));
            }
            else
            {
                Bind(input, Next<float>(length));
            }
        }

        return this;

        void Bind<T>(InputView input, T[] values)
            where T : unmanaged
        {
            input.Bind(values);
            There.Parameters[^1].BindInput<T>(input.Name, Device.Allocate<T>(values).Memory);
        }
    }

    /// <summary>One step of each, with the same gradients.</summary>
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

    /// <summary>Weights, gradients and states are the same to the bit, all NaNs being one value.</summary>
    public void AssertSame(string when) => Same.AssertSame(Here, There, when);

    public void Dispose()
    {
        Here.Dispose();
        There.Dispose();
        Device.Dispose();
    }

    public void SetGradients()
    {
        foreach (var (here, there) in _gradients)
        {
            Next<TGradient>(here.Length).CopyTo(here, 0);
            there.CopyFrom(here);
        }
    }

    /// <summary>Ordinary values, and as special ones any bits at all.</summary>
    private T[] Next<T>(int length)
        where T : unmanaged
    {
        var values = new T[length];
        foreach (ref var value in values.AsSpan())
        {
            if (_random.NextDouble() < _specialShare)
            {
                _random.NextBytes(MemoryMarshal.AsBytes(new Span<T>(ref value)));
                continue;
            }

            var number = (_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-6, 4));
            value = typeof(T) == typeof(BFloat16) ? Of((BFloat16)number) : typeof(T) == typeof(Half) ? Of((Half)number) : typeof(T) == typeof(float) ? Of((float)number) : Of(number);
        }

        return values;

        static T Of<TOther>(TOther number) => Unsafe.As<TOther, T>(ref number);
    }
}
