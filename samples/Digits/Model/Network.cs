using System.Numerics.Tensors;
using Descent;

namespace Digits.Model;

/// <summary>
/// A network for handwritten digits: hidden layers, on request with a normalization between a layer and its units, and a score for each
/// digit.
/// </summary>
internal sealed class Network : ICheckpointed
{
    private readonly DenseLayer[] _layers;
    private readonly INormalization[] _normalizations;
    private readonly Activation _activation;

    public Network(int pixels, int largestBatch, NetworkDesign design, Random random)
    {
        int[] sizes = [pixels, .. design.HiddenLayers, 10];
        _activation = design.Activation;
        _layers = new DenseLayer[sizes.Length - 1];
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i] = new DenseLayer(sizes[i], sizes[i + 1], largestBatch, design.InitialDeviation(sizes[i]), random);
        }

        _normalizations = design.Normalization switch
        {
            Normalization.Batch => [.. _layers[..^1].Select(layer => new BatchNormalization(layer.Outputs, largestBatch))],
            Normalization.Layer => [.. _layers[..^1].Select(layer => new LayerNormalization(layer.Outputs, largestBatch))],
            _ => [],
        };
    }

    /// <summary>The number of hidden layers.</summary>
    public int HiddenLayers => _layers.Length - 1;

    /// <summary>The weights of the first layer, those of a pixel to all units a row.</summary>
    public Matrix FirstWeights => _layers[0].Weights;

    /// <summary>What the units of a hidden layer gave out for the images that were last looked at, one image a row.</summary>
    public Matrix Activations(int layer) => _layers[layer].Output;

    /// <summary>Hands every weight of the network to an optimizer.</summary>
    public void AddTo(Optimizer optimizer)
    {
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i].AddTo(optimizer, $"layer{i + 1}");
        }

        for (var i = 0; i < _normalizations.Length; i++)
        {
            _normalizations[i].AddTo(optimizer, $"normalization{i + 1}");
        }
    }

    /// <summary>Evaluates the loss on a mini-batch and leaves its gradients where the optimizer finds them.</summary>
    public double ComputeGradients(Matrix images, ReadOnlySpan<byte> labels)
    {
        var gradients = Forward(images, isTraining: true);
        var loss = SoftmaxCrossEntropy.ReplaceByGradients(gradients, labels);
        Backward(gradients);
        return loss;
    }

    /// <summary>Counts the images whose highest score is that of their label.</summary>
    public int CountCorrect(Matrix images, ReadOnlySpan<byte> labels)
    {
        var scores = Forward(images, isTraining: false);
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

    /// <summary>Writes the probability of every digit for every image, one image a row.</summary>
    public void Predict(Matrix images, Span<float> probabilities)
    {
        var scores = Forward(images, isTraining: false);
        for (var row = 0; row < scores.Rows; row++)
        {
            TensorPrimitives.SoftMax<float>(scores.Row(row), probabilities.Slice(row * scores.Columns, scores.Columns));
        }
    }

    /// <summary>Forgets the means and variances that a normalization has seen: they were those of other weights.</summary>
    public void RestartStatistics()
    {
        foreach (var normalization in _normalizations)
        {
            normalization.RestartStatistics();
        }
    }

    /// <summary>Takes the means and variances of a mini-batch into those that batch normalization tests with.</summary>
    public void ObserveStatistics(Matrix images) => Forward(images, isTraining: true);

    /// <summary>Names what is no weight and stays from one mini-batch to the next: the means and variances of batch normalization.</summary>
    public void Describe(CheckpointContents contents)
    {
        for (var i = 0; i < _normalizations.Length; i++)
        {
            _normalizations[i].Describe(contents, $"normalization{i + 1}");
        }
    }

    private Matrix Forward(Matrix images, bool isTraining)
    {
        var activations = _layers[0].Forward(images);
        for (var i = 1; i < _layers.Length; i++)
        {
            if (_normalizations.Length > 0)
            {
                _normalizations[i - 1].Forward(activations, isTraining);
            }

            _activation.Forward(activations);
            activations = _layers[i].Forward(activations);
        }

        return activations;
    }

    private void Backward(Matrix gradients)
    {
        for (var i = _layers.Length - 1; i > 0; i--)
        {
            _layers[i].Backward(gradients);
            gradients = _layers[i].InputGradients(gradients);
            _activation.Backward(_layers[i - 1].Output, gradients);
            if (_normalizations.Length > 0)
            {
                _normalizations[i - 1].Backward(gradients);
            }
        }

        // Nothing learns from the gradients of the pixels, so the costliest of all input gradients is never computed.
        _layers[0].Backward(gradients);
    }
}
