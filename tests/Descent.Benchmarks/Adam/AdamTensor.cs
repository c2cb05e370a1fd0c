using System.Numerics;

namespace Descent.Benchmarks.Adam;

/// <summary>
/// One tensor and its state. All contenders update the same memory, so that none is better off for where its arrays happen to lie.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class AdamTensor<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _weights;
    private readonly T[] _gradients;
    private readonly Parameter<AdamState> _parameter;

    public AdamTensor(int length)
    {
        var random = new Random(1);
        _weights = Draw(random, length, scale: 1);
        _gradients = Draw(random, length, scale: 0.01);
        _parameter = Optimizer.Add("weights", _weights, _gradients);
    }

    /// <summary>The generated optimizer, which holds the state. It shares with no thread, as the others.</summary>
    public Descent.Adam Optimizer { get; } = new() { Options = { MaxDegreeOfParallelism = 1 } };

    public int Length => _weights.Length;

    public Span<T> Weights => _weights;

    public ReadOnlySpan<T> Gradients => _gradients;

    public AdamState State => _parameter.State;

    /// <summary>Counts a step that is taken by hand, and gives the numbers it needs.</summary>
    public AdamConstants<T> NextStep() => new(Optimizer, ++State.StepCount);

    public void Dispose() => Optimizer.Dispose();

    private static T[] Draw(Random random, int length, double scale)
    {
        var values = new T[length];
        foreach (ref var value in values.AsSpan())
        {
            value = T.CreateTruncating((random.NextDouble() - 0.5) * scale);
        }

        return values;
    }
}
