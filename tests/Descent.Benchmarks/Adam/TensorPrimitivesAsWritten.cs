using System.Numerics;
using System.Numerics.Tensors;

namespace Descent.Benchmarks.Adam;

/// <summary>
/// The step as a chain of vectorized library calls, operation by operation as it is written: twelve passes over the tensor, and two
/// scratch buffers that are kept.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class TensorPrimitivesAsWritten<T>() : Contender<T>("TensorPrimitives, as written", Agreement.SameBits)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Scratch<T> _numerator = new();
    private readonly Scratch<T> _denominator = new();

    public override void Step(AdamTensor<T> tensor) => Run(
        tensor.Weights, tensor.Gradients, tensor.State.FirstMoment.Span<T>(), tensor.State.SecondMoment.Span<T>(), _numerator.Of(tensor.Length), _denominator.Of(tensor.Length), tensor.NextStep());

    private static void Run(
        Span<T> weights, ReadOnlySpan<T> gradients, Span<T> m, Span<T> v, Span<T> numerator, Span<T> denominator, AdamConstants<T> constants)
    {
        TensorPrimitives.Multiply(gradients, constants.OneMinusBeta1, numerator);
        TensorPrimitives.MultiplyAdd(m, constants.Beta1, numerator, m);

        TensorPrimitives.Multiply(gradients, constants.OneMinusBeta2, numerator);
        TensorPrimitives.Multiply(numerator, gradients, numerator);
        TensorPrimitives.MultiplyAdd(v, constants.Beta2, numerator, v);

        TensorPrimitives.Divide(m, constants.Correction1, numerator);
        TensorPrimitives.Multiply(numerator, constants.LearningRate, numerator);
        TensorPrimitives.Divide(v, constants.Correction2, denominator);
        TensorPrimitives.Sqrt(denominator, denominator);
        TensorPrimitives.Add(denominator, constants.Epsilon, denominator);
        TensorPrimitives.Divide(numerator, denominator, numerator);
        TensorPrimitives.Subtract(weights, numerator, weights);
    }
}
