using System.Numerics.Tensors;
using Descent;

namespace Digits.Model;

/// <summary>The book's network for handwritten digits: four hidden layers of 100 with ReLU, and a score for each digit.</summary>
internal sealed class Network
{
    private readonly DenseLayer[] _layers;

    public Network(int pixels, int largestBatch, Random random)
    {
        ReadOnlySpan<int> sizes = [pixels, 100, 100, 100, 100, 10];
        _layers = new DenseLayer[sizes.Length - 1];
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i] = new DenseLayer(sizes[i], sizes[i + 1], largestBatch, random);
        }
    }

    /// <summary>Hands every weight of the network to an optimizer.</summary>
    public void AddTo(Optimizer optimizer)
    {
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i].AddTo(optimizer, $"layer{i + 1}");
        }
    }

    /// <summary>Evaluates the loss on a mini-batch and leaves its gradients where the optimizer finds them.</summary>
    public double ComputeGradients(Matrix images, ReadOnlySpan<byte> labels)
    {
        var gradients = Forward(images);
        var loss = SoftmaxCrossEntropy.ReplaceByGradients(gradients, labels);
        Backward(gradients);
        return loss;
    }

    /// <summary>Counts the images whose highest score is that of their label.</summary>
    public int CountCorrect(Matrix images, ReadOnlySpan<byte> labels)
    {
        var scores = Forward(images);
        var correct = 0;
        for (var row = 0; row < scores.Rows; row++)
        {
            if (TensorPrimitives.IndexOfMax<float>(scores.Row(row)) == labels[row])
            {
                correct++;
            }
        }

        return correct;
    }

    /// <summary>The score of each digit for each image, before the softmax; kept until the next call.</summary>
    public Matrix Forward(Matrix images)
    {
        var activations = _layers[0].Forward(images);
        foreach (var layer in _layers.AsSpan(1))
        {
            Relu.Forward(activations);
            activations = layer.Forward(activations);
        }

        return activations;
    }

    private void Backward(Matrix gradients)
    {
        for (var i = _layers.Length - 1; i > 0; i--)
        {
            _layers[i].Backward(gradients);
            gradients = _layers[i].InputGradients(gradients);
            Relu.Backward(_layers[i - 1].Output, gradients);
        }

        // Nothing learns from the gradients of the pixels, so the costliest of all input gradients is never computed.
        _layers[0].Backward(gradients);
    }
}
