using System.Numerics.Tensors;
using Descent;

namespace Digits.Model;

/// <summary>
/// A fully connected layer: <c>output = input · weights + biases</c>. It owns its weights, their gradients and its buffers, which
/// every mini-batch uses again.
/// </summary>
internal sealed class DenseLayer
{
    private readonly float[] _weights;
    private readonly float[] _weightGradients;
    private readonly float[] _biases;
    private readonly float[] _biasGradients;
    private readonly float[] _output;
    private readonly float[] _inputGradients;
    private Matrix _input;

    /// <summary>Makes a layer with normal initial weights of a standard deviation, and biases of zero.</summary>
    public DenseLayer(int inputs, int outputs, int largestBatch, double deviation, Random random)
    {
        Inputs = inputs;
        Outputs = outputs;
        _weights = new float[inputs * outputs];
        _weightGradients = new float[inputs * outputs];
        _biases = new float[outputs];
        _biasGradients = new float[outputs];
        _output = new float[largestBatch * outputs];
        _inputGradients = new float[largestBatch * inputs];
        NormalDistribution.Fill(_weights, deviation, random);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>What the last <see cref="Forward"/> computed.</summary>
    public Matrix Output => new(_output, _input.Rows, Outputs);

    /// <summary>The weights, those of an input to all outputs a row.</summary>
    public Matrix Weights => new(_weights, Inputs, Outputs);

    /// <summary>Hands weights and biases to an optimizer, with the buffers that <see cref="Backward"/> leaves their gradients in.</summary>
    public void AddTo(Optimizer optimizer, string name)
    {
        optimizer.Add($"{name}.weight", _weights, _weightGradients, [Inputs, Outputs]);
        optimizer.Add($"{name}.bias", _biases, _biasGradients);
    }

    /// <summary>Computes the output for a mini-batch, one image a row.</summary>
    public Matrix Forward(Matrix input)
    {
        _input = input;
        var output = Output;
        MatrixProduct.Multiply(input, Weights, output);
        for (var row = 0; row < output.Rows; row++)
        {
            TensorPrimitives.Add(output.Row(row), _biases, output.Row(row));
        }

        return output;
    }

    /// <summary>Computes the gradients of weights and biases from those of the output.</summary>
    public void Backward(Matrix outputGradients)
    {
        MatrixProduct.Multiply(_input.Transposed, outputGradients, new Matrix(_weightGradients, Inputs, Outputs));
        Array.Clear(_biasGradients);
        for (var row = 0; row < outputGradients.Rows; row++)
        {
            TensorPrimitives.Add(_biasGradients, outputGradients.Row(row), _biasGradients);
        }
    }

    /// <summary>Computes the gradients of the input from those of the output, for the layer before this one.</summary>
    public Matrix InputGradients(Matrix outputGradients)
    {
        var gradients = new Matrix(_inputGradients, outputGradients.Rows, Inputs);
        MatrixProduct.Multiply(outputGradients, Weights.Transposed, gradients);
        return gradients;
    }
}
