namespace Digits.Model;

/// <summary>How a network is built; unless said, as the book has it: four hidden layers of 100 with ReLU, initial weights of He et al. (2015).</summary>
internal sealed record NetworkDesign
{
    /// <summary>The number of units of each hidden layer.</summary>
    public IReadOnlyList<int> HiddenLayers { get; init; } = [100, 100, 100, 100];

    /// <summary>The function of the hidden units.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>What stands between a hidden layer and its units.</summary>
    public Normalization Normalization { get; init; }

    /// <summary>The standard deviation of a layer's initial weights, from the number of its inputs.</summary>
    public Func<int, double> InitialDeviation { get; init; } = He;

    /// <summary>√(2 / n), of He et al. (2015): for ReLU, which lets half of the signal through.</summary>
    public static double He(int inputs) => Math.Sqrt(2.0 / inputs);

    /// <summary>√(1 / n), of Glorot and Bengio (2010): for functions that are nearly straight at 0.</summary>
    public static double Xavier(int inputs) => Math.Sqrt(1.0 / inputs);
}

/// <summary>What stands between a hidden layer and its units.</summary>
internal enum Normalization
{
    None,
    Batch,
    Layer,
}
