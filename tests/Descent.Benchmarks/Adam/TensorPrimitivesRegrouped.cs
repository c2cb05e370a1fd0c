using System.Numerics;
using System.Numerics.Tensors;

namespace Descent.Benchmarks.Adam;

/// <summary>
/// The best chain of vectorized library calls that we found: both corrections are drawn into the step size and ε, which leaves seven of
/// twelve passes, one of three divisions, one scratch buffer, and other roundings.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class TensorPrimitivesRegrouped<T>() : Contender<T>("TensorPrimitives, regrouped", Agreement.EqualButForRounding)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Scratch<T> _scratch = new();

    public override void Step(AdamTensor<T> tensor)
        => Run(tensor.Weights, tensor.Gradients, tensor.State.FirstMoment.Span<T>(), tensor.State.SecondMoment.Span<T>(), _scratch.Of(tensor.Length), tensor.NextStep());

    private static void Run(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> m, Span<T> v, Span<T> scratch, AdamConstants<T> constants)
    {
        TensorPrimitives.Lerp(m, gradients, constants.OneMinusBeta1, m);
        TensorPrimitives.Multiply(gradients, gradients, scratch);
        TensorPrimitives.Lerp(v, scratch, constants.OneMinusBeta2, v);
        TensorPrimitives.Sqrt(v, scratch);
        TensorPrimitives.Add(scratch, constants.CorrectedEpsilon, scratch);
        TensorPrimitives.Divide(m, scratch, scratch);
        TensorPrimitives.MultiplyAdd(scratch, -constants.CorrectedLearningRate, weights, weights);
    }
}
