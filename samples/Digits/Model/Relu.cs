using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Digits.Model;

/// <summary>The rectified linear unit, <c>max(0, x)</c>, applied in place.</summary>
internal static class Relu
{
    /// <summary>Replaces negative values by zero.</summary>
    public static void Forward(Matrix values) => TensorPrimitives.Max(values.Values, 0f, values.Values);

    /// <summary>Lets a gradient through where the output was positive and replaces it by zero elsewhere.</summary>
    public static void Backward(Matrix output, Matrix gradients)
    {
        Span<float> outputs = output.Values, through = gradients.Values;
        var outputVectors = MemoryMarshal.Cast<float, Vector<float>>(outputs);
        var throughVectors = MemoryMarshal.Cast<float, Vector<float>>(through);
        for (var i = 0; i < outputVectors.Length; i++)
        {
            var isPositive = Vector.GreaterThan(outputVectors[i], Vector<float>.Zero);
            throughVectors[i] = Vector.ConditionalSelect(isPositive, throughVectors[i], Vector<float>.Zero);
        }

        for (var i = outputVectors.Length * Vector<float>.Count; i < outputs.Length; i++)
        {
            through[i] = outputs[i] > 0 ? through[i] : 0;
        }
    }
}
