namespace Descent.Training;

/// <summary>The order of the dimensions of a layer's weights.</summary>
public enum WeightLayout
{
    /// <summary>[outputs, inputs, kernel…], as in PyTorch: a dense layer computes W x.</summary>
    OutputsFirst,

    /// <summary>[kernel…, inputs, outputs], as in Keras: a dense layer computes x W.</summary>
    OutputsLast,
}
