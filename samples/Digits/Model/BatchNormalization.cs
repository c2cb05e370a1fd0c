using System.Numerics.Tensors;
using Descent;

namespace Digits.Model;

/// <summary>
/// Batch normalization (Ioffe and Szegedy, 2015): every unit's values over a mini-batch are brought to mean 0 and variance 1, then scaled
/// and shifted by weights of their own. Tests use the means and variances of recent mini-batches.
/// </summary>
internal sealed class BatchNormalization : INormalization
{
    private const float Epsilon = 1e-5f;

    /// <summary>The share of the newest mini-batch in the means and variances for tests, once there were as many as its inverse.</summary>
    private const float LeastShare = 0.05f;

    private readonly float[] _scales, _scaleGradients, _shifts, _shiftGradients;
    private readonly float[] _means, _variances, _recentMeans, _recentVariances, _inverseDeviations, _row;
    private readonly float[] _normalized;
    private int _observed;

    public BatchNormalization(int units, int largestBatch)
    {
        (_scales, _scaleGradients, _shifts, _shiftGradients) = (new float[units], new float[units], new float[units], new float[units]);
        (_means, _variances, _recentMeans, _recentVariances) = (new float[units], new float[units], new float[units], new float[units]);
        (_inverseDeviations, _row) = (new float[units], new float[units]);
        _normalized = new float[largestBatch * units];
        Array.Fill(_scales, 1);
    }

    /// <summary>Hands scales and shifts to an optimizer.</summary>
    public void AddTo(Optimizer optimizer, string name)
    {
        optimizer.Add($"{name}.scale", _scales, _scaleGradients);
        optimizer.Add($"{name}.shift", _shifts, _shiftGradients);
    }

    /// <summary>Names the means and variances that tests use.</summary>
    public void Describe(CheckpointContents contents, string name)
    {
        contents.AddTensor<float>($"{name}.means", _recentMeans);
        contents.AddTensor<float>($"{name}.variances", _recentVariances);
        contents.AddInteger($"{name}.observed", () => _observed, value => _observed = checked((int)value));
    }

    /// <summary>Lets the next mini-batch count alone for tests, and the next ones with it in equal parts.</summary>
    public void RestartStatistics() => _observed = 0;

    /// <summary>Normalizes values in place, one image a row: in training by their own means and variances, else by those of before.</summary>
    public void Forward(Matrix values, bool isTraining)
    {
        if (isTraining)
        {
            Measure(values);
        }

        var (means, variances) = isTraining ? (_means, _variances) : (_recentMeans, _recentVariances);
        TensorPrimitives.Add(variances, Epsilon, _inverseDeviations);
        TensorPrimitives.ReciprocalSqrt<float>(_inverseDeviations, _inverseDeviations);
        var normalized = new Matrix(_normalized, values.Rows, values.Columns);
        for (var i = 0; i < values.Rows; i++)
        {
            var row = normalized.Row(i);
            TensorPrimitives.Subtract(values.Row(i), means, row);
            TensorPrimitives.Multiply(row, _inverseDeviations, row);
            TensorPrimitives.MultiplyAdd(row, _scales, _shifts, values.Row(i));
        }
    }

    /// <summary>
    /// Replaces the gradients of the output by those of the input, and computes those of scales and shifts. The input moves the means and
    /// variances as well, so of its gradients only what is at right angles to both is left.
    /// </summary>
    public void Backward(Matrix gradients)
    {
        var normalized = new Matrix(_normalized, gradients.Rows, gradients.Columns);
        Array.Clear(_scaleGradients);
        Array.Clear(_shiftGradients);
        for (var i = 0; i < gradients.Rows; i++)
        {
            TensorPrimitives.Add(_shiftGradients, gradients.Row(i), _shiftGradients);
            TensorPrimitives.MultiplyAdd(gradients.Row(i), normalized.Row(i), _scaleGradients, _scaleGradients);
        }

        for (var i = 0; i < gradients.Rows; i++)
        {
            var row = gradients.Row(i);
            TensorPrimitives.MultiplyAdd(normalized.Row(i), _scaleGradients, _shiftGradients, _row);
            TensorPrimitives.Divide(_row, gradients.Rows, _row);
            TensorPrimitives.Subtract(row, _row, row);
            TensorPrimitives.Multiply(row, _scales, row);
            TensorPrimitives.Multiply(row, _inverseDeviations, row);
        }
    }

    private void Measure(Matrix values)
    {
        Array.Clear(_means);
        Array.Clear(_variances);
        for (var i = 0; i < values.Rows; i++)
        {
            TensorPrimitives.Add(_means, values.Row(i), _means);
        }

        TensorPrimitives.Divide(_means, values.Rows, _means);
        for (var i = 0; i < values.Rows; i++)
        {
            TensorPrimitives.Subtract(values.Row(i), _means, _row);
            TensorPrimitives.MultiplyAdd(_row, _row, _variances, _variances);
        }

        TensorPrimitives.Divide(_variances, values.Rows, _variances);
        _observed++;
        var share = Math.Max(1f / _observed, LeastShare);
        TensorPrimitives.Lerp(_recentMeans, _means, share, _recentMeans);
        TensorPrimitives.Multiply(_variances, (float)values.Rows / Math.Max(1, values.Rows - 1), _row);
        TensorPrimitives.Lerp(_recentVariances, _row, share, _recentVariances);
    }
}
