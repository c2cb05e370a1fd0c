using System.Numerics.Tensors;

namespace Digits.Model;

/// <summary>Units whose function has a slope everywhere, which can be computed from what they give out.</summary>
internal static class SmoothUnits
{
    /// <summary>Replaces values by their hyperbolic tangents.</summary>
    public static void Tanh(Matrix values) => TensorPrimitives.Tanh<float>(values.Values, values.Values);

    /// <summary>Multiplies gradients by the slope of the hyperbolic tangent, 1 − a².</summary>
    public static void TanhBackward(Matrix output, Matrix gradients)
    {
        Span<float> outputs = output.Values, through = gradients.Values;
        for (var i = 0; i < outputs.Length; i++)
        {
            through[i] *= 1 - outputs[i] * outputs[i];
        }
    }

    /// <summary>Replaces values by 1 / (1 + e⁻ˣ).</summary>
    public static void Sigmoid(Matrix values) => TensorPrimitives.Sigmoid<float>(values.Values, values.Values);

    /// <summary>Multiplies gradients by the slope of the sigmoid, a (1 − a).</summary>
    public static void SigmoidBackward(Matrix output, Matrix gradients)
    {
        Span<float> outputs = output.Values, through = gradients.Values;
        for (var i = 0; i < outputs.Length; i++)
        {
            through[i] *= outputs[i] * (1 - outputs[i]);
        }
    }
}
