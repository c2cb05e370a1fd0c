using System.Numerics.Tensors;
using Descent.Distributed;
using Digits.Mnist;

namespace Distributed;

/// <summary>A hidden layer of rectified units and a softmax, with the gradients of the mean loss of one micro-batch.</summary>
internal sealed class Network
{
    private const int Hidden = 64;
    private const int Classes = 10;

    private readonly int _inputs;
    private readonly float[] _first, _firstGradients, _second, _secondGradients;
    private readonly float[] _bias = new float[Hidden], _biasGradients = new float[Hidden];
    private readonly float[] _hidden = new float[Hidden], _hiddenGradients = new float[Hidden];
    private readonly float[] _scores = new float[Classes];

    public Network(int inputs)
    {
        _inputs = inputs;
        (_first, _firstGradients) = (new float[Hidden * inputs], new float[Hidden * inputs]);
        (_second, _secondGradients) = (new float[Classes * Hidden], new float[Classes * Hidden]);
        Fill(_first, seed: 1, MathF.Sqrt(6f / inputs));
        Fill(_second, seed: 2, MathF.Sqrt(6f / Hidden));
    }

    /// <summary>Hands the weights to the ranks.</summary>
    public void AddTo(ShardedOptimizer optimizer)
    {
        optimizer.Add("first.weight", _first, _firstGradients, [Hidden, _inputs]);
        optimizer.Add("first.bias", _bias, _biasGradients);
        optimizer.Add("second.weight", _second, _secondGradients, [Classes, Hidden]);
    }

    /// <summary>The mean loss of some digits, and its gradients.</summary>
    public double Learn(DigitSet digits, ReadOnlySpan<int> indices)
    {
        Array.Clear(_firstGradients);
        Array.Clear(_biasGradients);
        Array.Clear(_secondGradients);
        var loss = 0.0;
        foreach (var index in indices)
        {
            var image = digits.Images.Row(index);
            loss += Forward(image, digits.Labels[index]);
            _scores[digits.Labels[index]] -= 1;
            TensorPrimitives.Multiply(_scores, 1f / indices.Length, _scores);
            Array.Clear(_hiddenGradients);
            for (var digit = 0; digit < Classes; digit++)
            {
                TensorPrimitives.MultiplyAdd(_second.AsSpan(digit * Hidden, Hidden), _scores[digit], _hiddenGradients, _hiddenGradients);
                TensorPrimitives.MultiplyAdd(_hidden, _scores[digit], _secondGradients.AsSpan(digit * Hidden, Hidden), _secondGradients.AsSpan(digit * Hidden, Hidden));
            }

            for (var unit = 0; unit < Hidden; unit++)
            {
                if (_hidden[unit] > 0)
                {
                    _biasGradients[unit] += _hiddenGradients[unit];
                    var row = _firstGradients.AsSpan(unit * _inputs, _inputs);
                    TensorPrimitives.MultiplyAdd(image, _hiddenGradients[unit], row, row);
                }
            }
        }

        return loss / indices.Length;
    }

    /// <summary>The share of digits that are told right.</summary>
    public double Accuracy(DigitSet digits)
    {
        var right = 0;
        for (var index = 0; index < digits.Count; index++)
        {
            Forward(digits.Images.Row(index), digits.Labels[index]);
            right += TensorPrimitives.IndexOfMax<float>(_scores) == digits.Labels[index] ? 1 : 0;
        }

        return (double)right / digits.Count;
    }

    /// <summary>Computes the probabilities of the digits, and the loss of one image.</summary>
    private double Forward(ReadOnlySpan<float> image, int label)
    {
        for (var unit = 0; unit < Hidden; unit++)
        {
            _hidden[unit] = MathF.Max(0, _bias[unit] + TensorPrimitives.Dot(image, _first.AsSpan(unit * _inputs, _inputs)));
        }

        for (var digit = 0; digit < Classes; digit++)
        {
            _scores[digit] = TensorPrimitives.Dot<float>(_hidden, _second.AsSpan(digit * Hidden, Hidden));
        }

        TensorPrimitives.SoftMax<float>(_scores, _scores);
        return -Math.Log(Math.Max(_scores[label], 1e-30f));
    }

    private static void Fill(float[] weights, int seed, float bound)
    {
        var random = new Random(seed);
        for (var index = 0; index < weights.Length; index++)
        {
            weights[index] = ((2 * random.NextSingle()) - 1) * bound;
        }
    }
}
