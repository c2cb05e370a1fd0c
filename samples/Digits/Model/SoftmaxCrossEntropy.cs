using System.Numerics.Tensors;

namespace Digits.Model;

/// <summary>Softmax followed by the cross-entropy with the right label, averaged over a mini-batch.</summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>Computes the loss and replaces the scores, one image a row, by the gradients of the loss with respect to them.</summary>
    public static double ReplaceByGradients(Matrix scores, ReadOnlySpan<byte> labels)
    {
        var loss = 0.0;
        for (var row = 0; row < scores.Rows; row++)
        {
            var values = scores.Row(row);
            var label = labels[row];

            // Softmax does not change when every score is shifted; with the largest at zero, no exponential overflows.
            TensorPrimitives.Subtract(values, TensorPrimitives.Max<float>(values), values);
            var score = values[label];
            TensorPrimitives.Exp<float>(values, values);
            var sum = TensorPrimitives.Sum<float>(values);
            loss += Math.Log(sum) - score;

            TensorPrimitives.Divide(values, sum, values);
            values[label] -= 1;
        }

        TensorPrimitives.Divide(scores.Values, scores.Rows, scores.Values);
        return loss / scores.Rows;
    }
}
