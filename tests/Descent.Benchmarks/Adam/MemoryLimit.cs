using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.Benchmarks.Adam;

/// <summary>
/// Not Adam: reads the four streams that Adam reads and writes the three that it writes, with one addition each. A loop that moves this
/// memory on one thread takes at least about so long, whatever it computes.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class MemoryLimit<T>() : Contender<T>("memory limit", Agreement.None)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Step(AdamTensor<T> tensor) => Run(tensor.Weights, tensor.Gradients, tensor.State.FirstMoment.Span<T>(), tensor.State.SecondMoment.Span<T>(), T.Zero);

    private static void Run(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> m, Span<T> v, T addend)
    {
        ref var weight = ref MemoryMarshal.GetReference(weights);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        ref var first = ref MemoryMarshal.GetReference(m);
        ref var second = ref MemoryMarshal.GetReference(v);
        var addends = Vector.Create(addend);
        for (var i = 0; i <= weights.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var nextWeight = Vector.LoadUnsafe(ref weight, (nuint)i) + Vector.LoadUnsafe(ref gradient, (nuint)i);
            var nextFirst = Vector.LoadUnsafe(ref first, (nuint)i) + addends;
            var nextSecond = Vector.LoadUnsafe(ref second, (nuint)i) + addends;
            nextWeight.StoreUnsafe(ref weight, (nuint)i);
            nextFirst.StoreUnsafe(ref first, (nuint)i);
            nextSecond.StoreUnsafe(ref second, (nuint)i);
        }
    }
}
