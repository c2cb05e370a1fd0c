using System.Numerics;

namespace Descent.Benchmarks.Adam;

/// <summary>The loop of <c>adam.cpp</c>, vectorized by g++ for this machine.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="library">The compiled file.</param>
/// <param name="name">What the table calls it.</param>
/// <param name="agreement">How its results compare with those of the generated loop.</param>
internal sealed class NativeLoop<T>(NativeAdam library, string name, Agreement agreement) : Contender<T>(name, agreement)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly nint _entry = library.Entry(typeof(T) == typeof(float) ? "adam_float" : "adam_double");

    public override void Step(AdamTensor<T> tensor) => Run(tensor.Weights, tensor.Gradients, tensor.State.FirstMoment.Span<T>(), tensor.State.SecondMoment.Span<T>(), tensor.NextStep());

    private unsafe void Run(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> m, Span<T> v, AdamConstants<T> constants)
    {
        var step = (delegate* unmanaged[SuppressGCTransition]<nint, T*, T*, T*, T*, T, T, T, T, T, T, T, T, void>)_entry;
        fixed (T* weight = weights, gradient = gradients, first = m, second = v)
        {
            step(
                weights.Length, weight, gradient, first, second, constants.Beta1, constants.OneMinusBeta1, constants.Beta2, constants.OneMinusBeta2,
                constants.Correction1, constants.Correction2, constants.LearningRate, constants.Epsilon);
        }
    }
}
