using System.Numerics.Tensors;
using Descent;

namespace Digits.Model;

/// <summary>
/// Layer normalization (Ba, Kiros and Hinton, 2016): the values of all units for one image are brought to mean 0 and variance 1, then each
/// unit's is scaled and shifted by weights of its own. An image is normalized by itself, so training and tests are alike.
/// </summary>
internal sealed class LayerNormalization : INormalization
{
    private const float Epsilon = 1e-5f;

    private readonly float[] _scales, _scaleGradients, _shifts, _shiftGradients;
    private readonly float[] _normalized, _inverseDeviations, _row;

    public LayerNormalization(int units, int largestBatch)
    {
        (_scales, _scaleGradients, _shifts, _shiftGradients) = (new float[units], new float[units], new float[units], new float[units]);
        (_normalized, _inverseDeviations, _row) = (new float[largestBatch * units], new float[largestBatch], new float[units]);
        Array.Fill(_scales, 1);
    }

    public void AddTo(Optimizer optimizer, string name)
    {
        optimizer.Add($"{name}.scale", _scales, _scaleGradients);
        optimizer.Add($"{name}.shift", _shifts, _shiftGradients);
    }

    /// <summary>Nothing is measured on other mini-batches.</summary>
    public void RestartStatistics()
    {
    }

    /// <summary>So nothing stays.</summary>
    public void Describe(CheckpointContents contents, string name)
    {
    }

    public void Forward(Matrix values, bool isTraining)
    {
        var normalized = new Matrix(_normalized, values.Rows, values.Columns);
        for (var i = 0; i < values.Rows; i++)
        {
            var input = values.Row(i);
            var row = normalized.Row(i);
            TensorPrimitives.Subtract(input, TensorPrimitives.Sum<float>(input) / input.Length, row);
            _inverseDeviations[i] = 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(row) / row.Length + Epsilon);
            TensorPrimitives.Multiply(row, _inverseDeviations[i], row);
            TensorPrimitives.MultiplyAdd(row, _scales, _shifts, input);
        }
    }

    /// <summary>
    /// Replaces the gradients of the output by those of the input, and computes those of scales and shifts. An image's values move its mean
    /// and variance as well, so of their gradients only what is at right angles to both is left.
    /// </summary>
    public void Backward(Matrix gradients)
    {
        var normalized = new Matrix(_normalized, gradients.Rows, gradients.Columns);
        Array.Clear(_scaleGradients);
        Array.Clear(_shiftGradients);
        for (var i = 0; i < gradients.Rows; i++)
        {
            var row = gradients.Row(i);
            var values = normalized.Row(i);
            TensorPrimitives.Add(_shiftGradients, row, _shiftGradients);
            TensorPrimitives.MultiplyAdd(row, values, _scaleGradients, _scaleGradients);
            TensorPrimitives.Multiply(row, _scales, row);
            var along = TensorPrimitives.Dot<float>(row, values) / row.Length;
            TensorPrimitives.Subtract(row, TensorPrimitives.Sum<float>(row) / row.Length, row);
            TensorPrimitives.Multiply(values, along, _row);
            TensorPrimitives.Subtract(row, _row, row);
            TensorPrimitives.Multiply(row, _inverseDeviations[i], row);
        }
    }
}
