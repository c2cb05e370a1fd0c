using BenchmarkDotNet.Attributes;
using Descent.Benchmarks.Adam;

namespace Descent.Benchmarks.Record;

/// <summary>One step of Adam in float, in the caches and in memory.</summary>
[MemoryDiagnoser]
public class AdamRecord : IDisposable
{
    private readonly GeneratedSpans<float> _spans = new();
    private readonly GeneratedStep<float> _step = new();
    private readonly GeneratedRelaxed<float> _relaxed = new();
    private readonly ScalarLoop<float> _scalar = new();
    private readonly TensorPrimitivesAsWritten<float> _primitives = new();
    private AdamTensor<float> _tensor = null!;

    /// <summary>How many weights.</summary>
    [Params(16_384, 33_554_432)]
    public int Weights { get; set; }

    /// <summary>Makes the tensor.</summary>
    [GlobalSetup]
    public void Create() => _tensor = new(Weights);

    /// <summary>Frees it.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _tensor.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The generated loop.</summary>
    [Benchmark(Baseline = true)]
    public void UpdateSpans() => _spans.Step(_tensor);

    /// <summary>Through the optimizer.</summary>
    [Benchmark]
    public void Step() => _step.Step(_tensor);

    /// <summary>With relaxed maths.</summary>
    [Benchmark]
    public void Relaxed() => _relaxed.Step(_tensor);

    /// <summary>A plain loop.</summary>
    [Benchmark]
    public void Scalar() => _scalar.Step(_tensor);

    /// <summary>Twelve calls.</summary>
    [Benchmark]
    public void TensorPrimitives() => _primitives.Step(_tensor);
}
