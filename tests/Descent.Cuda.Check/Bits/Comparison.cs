using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.Cuda.Check.Bits;

/// <summary>
/// Steps with the same rule here and on a GPU, every other step as a graph where the rule waits for nothing, and compares all weights and states to the bit, all NaNs being one value.
/// </summary>
internal sealed class Comparison<TWeight, TGradient> : IDisposable
    where TWeight : unmanaged
    where TGradient : unmanaged
{
    private const int Steps = 4;

    private readonly RuleOptimizer _here;
    private readonly RuleOptimizer _there;
    private readonly CudaDevice _device;
    private readonly Random _random = new(1);
    private readonly double _specialShare;
    private readonly List<IDisposable> _buffers = [];
    private readonly List<(TGradient[] Here, CudaBuffer<TGradient> There)> _gradients = [];

    public Comparison(CudaDevice device, Func<RuleOptimizer> create, IReadOnlyList<nint[]> shapes, double specialShare)
    {
        (_device, _here, _there, _specialShare) = (device, create(), create(), specialShare);
        foreach (var shape in shapes)
        {
            Add($"tensor{string.Join('x', shape)}", shape);
        }
    }

    /// <summary>The first difference, in words; <see langword="null"/> if there is none.</summary>
    public string? Run()
    {
        using var graph = Capture();
        for (var step = 1; step <= Steps; step++)
        {
            if (_here.EvaluatesTwice)
            {
                SetGradients();
            }

            _here.BeforeGradient();
            _there.BeforeGradient();
            SetGradients();
            _here.Step();
            if (graph is null || step % 2 == 1)
            {
                _there.Step();
            }
            else
            {
                graph.Step();
            }

            if (Difference() is { } found)
            {
                return FormattableString.Invariant($"step {step}: {found}");
            }
        }

        return null;
    }

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
        _buffers.ForEach(buffer => buffer.Dispose());
    }

    private void Add(string name, nint[] shape)
    {
        var length = (int)shape.Aggregate((product, size) => product * size);
        var (weights, gradients) = (Values<TWeight>(length), new TGradient[length]);
        var (ofWeights, ofGradients) = (Allocate<TWeight>(weights), Allocate<TGradient>(gradients));
        _gradients.Add((gradients, ofGradients));
        var here = _here.Add(name, weights, shape: shape);
        var there = _there.Add(name, ofWeights.Memory, shape: shape);
        here.BindGradients(gradients);
        there.BindGradients(ofGradients.Memory);
        foreach (var input in here.Inputs)
        {
            if (input.ElementType == typeof(double))
            {
                Bind(input, Values<double>(length));
            }
            else
            {
                Bind(input, Values<float>(length));
            }
        }

        void Bind<T>(InputView input, T[] values)
            where T : unmanaged
        {
            input.Bind(values);
            there.BindInput<T>(input.Name, Allocate<T>(values).Memory);
        }
    }

    private CudaBuffer<T> Allocate<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var buffer = _device.Allocate(values);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>The steps there as a graph, unless a step waits for something.</summary>
    private CudaGraph? Capture()
    {
        try
        {
            return _there.Capture(_device.WrapStream(0));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void SetGradients()
    {
        foreach (var (here, there) in _gradients)
        {
            Values<TGradient>(here.Length).CopyTo(here, 0);
            there.CopyFrom(here);
        }
    }

    private string? Difference()
    {
        var pairs = _here.States.Zip(_there.States).Select(pair => ((TensorView)pair.First, (TensorView)pair.Second, ""));
        foreach (var (mine, theirs) in _here.Parameters.Zip(_there.Parameters))
        {
            pairs = pairs.Concat(mine.States.Zip(theirs.States).Select(pair => ((TensorView)pair.First, (TensorView)pair.Second, $"{mine.Name}."))).Append((mine.Weights, theirs.Weights, $"{mine.Name}."));
            pairs = mine.WeightRemainder is { } remainder ? pairs.Append((remainder, theirs.WeightRemainder!, $"{mine.Name}.")) : pairs;
        }

        foreach (var (expected, actual, owner) in pairs)
        {
            double[] x = NumbersOf(expected), y = NumbersOf(actual);
            for (var index = 0; index < x.Length; index++)
            {
                if (double.IsNaN(x[index]) ? !double.IsNaN(y[index]) : BitConverter.DoubleToInt64Bits(x[index]) != BitConverter.DoubleToInt64Bits(y[index]))
                {
                    return FormattableString.Invariant($"{owner}{expected.Name}[{index}] is {y[index]:R}, here {x[index]:R}");
                }
            }
        }

        return null;
    }

    private static double[] NumbersOf(TensorView view) => view is StateView { Schema.Per: Per.Tensor or Per.Optimizer } state ? [state.Value] : view.ToArray<double>();

    /// <summary>Ordinary values, and as special ones any bits at all.</summary>
    private T[] Values<T>(int length)
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
