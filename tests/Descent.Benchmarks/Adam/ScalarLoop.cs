using System.Numerics;

namespace Descent.Benchmarks.Adam;

/// <summary>A plain loop in C#, one weight after the other, with everything hoisted that can be.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class ScalarLoop<T>() : Contender<T>("scalar C#", Agreement.SameBits)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Step(AdamTensor<T> tensor) => Run(tensor.Weights, tensor.Gradients, tensor.State.FirstMoment.Span<T>(), tensor.State.SecondMoment.Span<T>(), tensor.NextStep());

    private static void Run(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> m, Span<T> v, AdamConstants<T> constants)
    {
        T beta1 = constants.Beta1, oneMinusBeta1 = constants.OneMinusBeta1;
        T beta2 = constants.Beta2, oneMinusBeta2 = constants.OneMinusBeta2;
        T correction1 = constants.Correction1, correction2 = constants.Correction2;
        T learningRate = constants.LearningRate, epsilon = constants.Epsilon;

        // With equal lengths in sight, no index is checked in the loop.
        gradients = gradients[..weights.Length];
        m = m[..weights.Length];
        v = v[..weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var gradient = gradients[i];
            var nextM = beta1 * m[i] + oneMinusBeta1 * gradient;
            var nextV = beta2 * v[i] + oneMinusBeta2 * gradient * gradient;
            m[i] = nextM;
            v[i] = nextV;
            weights[i] -= learningRate * (nextM / correction1) / (T.Sqrt(nextV / correction2) + epsilon);
        }
    }
}
