using System.Numerics.Tensors;
using Descent;
using Descent.Training;
using Digits.Mnist;

namespace Lectures.Learning;

/// <summary>
/// A network of one hidden layer in double precision, small enough to be looked at weight by weight. It reads digits whose 28 × 28 pixels
/// are averaged to 7 × 7, and all of them at each evaluation.
/// </summary>
internal sealed class SmallNetwork
{
    private const int Side = 7, Inputs = Side * Side, Digits = 10;

    private readonly double[][] _images;
    private readonly byte[] _labels;
    private readonly int _units;
    private readonly bool _isRelu;
    private readonly double[] _first, _firstGradients, _hiddenBiases, _hiddenBiasGradients, _second, _secondGradients, _biases, _biasGradients;

    /// <summary>Makes a network with Xavier's initial weights.</summary>
    public SmallNetwork(DigitSet digits, int units, bool isRelu = false)
    {
        (_units, _isRelu) = (units, isRelu);
        _images = [.. Enumerable.Range(0, digits.Count).Select(i => Shrink(digits.Images.Row(i)))];
        _labels = digits.Labels.ToArray();
        (_first, _firstGradients) = (new double[Inputs * units], new double[Inputs * units]);
        (_second, _secondGradients) = (new double[units * Digits], new double[units * Digits]);
        (_hiddenBiases, _hiddenBiasGradients) = (new double[units], new double[units]);
        (_biases, _biasGradients) = (new double[Digits], new double[Digits]);
        var random = new RandomSource(seed: 1, "small network");
        WeightInitializer.XavierNormal().Fill<double>(_first, [units, Inputs], random);
        WeightInitializer.XavierNormal().Fill<double>(_second, [Digits, units], random);
    }

    /// <summary>Whether the slope of the hidden units is left out of the gradients: a fault planted for checks to find.</summary>
    public bool ForgetsSlope { get; init; }

    /// <summary>Hands every weight to an optimizer.</summary>
    public void AddTo(Optimizer optimizer)
    {
        optimizer.Add("hidden.weight", _first, _firstGradients, [_units, Inputs]);
        optimizer.Add("hidden.bias", _hiddenBiases, _hiddenBiasGradients);
        optimizer.Add("output.weight", _second, _secondGradients, [Digits, _units]);
        optimizer.Add("output.bias", _biases, _biasGradients);
    }

    /// <summary>The mean cross-entropy on all digits; writes its gradients.</summary>
    public double LossAndGradients()
    {
        foreach (var gradients in new[] { _firstGradients, _hiddenBiasGradients, _secondGradients, _biasGradients })
        {
            Array.Clear(gradients);
        }

        var loss = 0.0;
        var (hidden, errors) = (new double[_units], new double[Digits]);
        for (var i = 0; i < _images.Length; i++)
        {
            Forward(_images[i], hidden, errors);
            loss -= Math.Log(errors[_labels[i]]);
            errors[_labels[i]] -= 1;
            Backward(_images[i], hidden, errors);
        }

        return loss / _images.Length;
    }

    private void Forward(double[] image, double[] hidden, double[] probabilities)
    {
        for (var unit = 0; unit < _units; unit++)
        {
            var sum = _hiddenBiases[unit] + TensorPrimitives.Dot<double>(_first.AsSpan(unit * Inputs, Inputs), image);
            hidden[unit] = _isRelu ? Math.Max(sum, 0) : Math.Tanh(sum);
        }

        for (var digit = 0; digit < Digits; digit++)
        {
            probabilities[digit] = _biases[digit] + TensorPrimitives.Dot<double>(_second.AsSpan(digit * _units, _units), hidden);
        }

        TensorPrimitives.SoftMax<double>(probabilities, probabilities);
    }

    private void Backward(double[] image, double[] hidden, double[] errors)
    {
        var share = 1.0 / _images.Length;
        for (var digit = 0; digit < Digits; digit++)
        {
            _biasGradients[digit] += share * errors[digit];
            for (var unit = 0; unit < _units; unit++)
            {
                _secondGradients[(digit * _units) + unit] += share * errors[digit] * hidden[unit];
            }
        }

        for (var unit = 0; unit < _units; unit++)
        {
            var error = 0.0;
            for (var digit = 0; digit < Digits; digit++)
            {
                error += errors[digit] * _second[(digit * _units) + unit];
            }

            error *= share * (ForgetsSlope ? 1 : Slope(hidden[unit]));
            _hiddenBiasGradients[unit] += error;
            for (var pixel = 0; pixel < Inputs; pixel++)
            {
                _firstGradients[(unit * Inputs) + pixel] += error * image[pixel];
            }
        }
    }

    /// <summary>The slope of a hidden unit's function, from what it gives out.</summary>
    private double Slope(double output) => _isRelu ? (output > 0 ? 1 : 0) : 1 - (output * output);

    private static double[] Shrink(ReadOnlySpan<float> image)
    {
        var small = new double[Inputs];
        for (var pixel = 0; pixel < image.Length; pixel++)
        {
            small[(pixel / 28 / 4 * Side) + (pixel % 28 / 4)] += image[pixel] / 16;
        }

        return small;
    }
}
