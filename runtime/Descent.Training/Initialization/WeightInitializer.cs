using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Draws a layer's first weights with mean 0 and variance scale / fan, so that neither activations nor gradients grow or fade from
/// layer to layer: Xavier (Glorot and Bengio, 2010, AISTATS) for symmetric functions such as tanh, He (He et al., 2015, arXiv:1502.01852)
/// for ReLU.
/// </summary>
/// <remarks>The same seed gives the same bits on every platform; weights of type <see cref="float"/> are those of type <see cref="double"/>, rounded.</remarks>
public sealed class WeightInitializer
{
    private WeightInitializer(double scale, FanMode mode, bool isUniform) => (Scale, Mode, IsUniform) = (scale, mode, isUniform);

    /// <summary>The variance of the weights times the fan.</summary>
    public double Scale { get; }

    /// <summary>Which fan the variance is divided by.</summary>
    public FanMode Mode { get; }

    /// <summary>Whether the weights are uniform in [−√3 σ, √3 σ]; normal otherwise.</summary>
    public bool IsUniform { get; }

    /// <summary>Xavier (Glorot), normal: σ = gain · √(2 / (fan in + fan out)).</summary>
    /// <param name="gain">Factor for the activation function, from 1e-100 to 1e100: 1 for the paper, 5/3 often for tanh.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gain"/> is not in the range.</exception>
    public static WeightInitializer XavierNormal(double gain = 1) => new(Xavier(gain), FanMode.Average, isUniform: false);

    /// <summary>Xavier (Glorot), uniform in ± gain · √(6 / (fan in + fan out)): equation 16 of the paper.</summary>
    /// <inheritdoc cref="XavierNormal"/>
    public static WeightInitializer XavierUniform(double gain = 1) => new(Xavier(gain), FanMode.Average, isUniform: true);

    /// <summary>He (Kaiming), normal: σ = √(2 / ((1 + a²) fan)), equations 10, 14 and 15 of the paper.</summary>
    /// <param name="mode">Which fan: that of the input keeps activations, that of the output gradients.</param>
    /// <param name="negativeSlope">Slope a of a leaky ReLU below 0, finite; 0 for ReLU.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mode"/> is not a member, or <paramref name="negativeSlope"/> is not in [−1, 1].</exception>
    public static WeightInitializer HeNormal(FanMode mode = FanMode.Input, double negativeSlope = 0) => He(mode, negativeSlope, isUniform: false);

    /// <summary>He (Kaiming), uniform in ± √(6 / ((1 + a²) fan)).</summary>
    /// <inheritdoc cref="HeNormal"/>
    public static WeightInitializer HeUniform(FanMode mode = FanMode.Input, double negativeSlope = 0) => He(mode, negativeSlope, isUniform: true);

    /// <summary>The standard deviation σ of the weights of a layer.</summary>
    /// <param name="fan">The layer's fans, each at least 1.</param>
    /// <returns>√(scale / fan).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A fan is below 1.</exception>
    public double StandardDeviation(Fan fan)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fan.Input, 1, nameof(fan));
        ArgumentOutOfRangeException.ThrowIfLessThan(fan.Output, 1, nameof(fan));
        var connections = Mode switch
        {
            FanMode.Input => fan.Input,
            FanMode.Output => fan.Output,
            _ => ((double)fan.Input + fan.Output) / 2,
        };
        return Math.Sqrt(Scale / connections);
    }

    /// <summary>Draws the weights of one layer. Allocates nothing.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="weights">Receives the weights.</param>
    /// <param name="shape">Their shape, at least 2 dimensions.</param>
    /// <param name="random">Where the numbers come from. Layers drawn one after the other take one stream; two with equal streams would be equal.</param>
    /// <param name="layout">The order of the dimensions.</param>
    /// <exception cref="ArgumentException">The shape does not hold these weights, or as for <see cref="Fan.Of"/>.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is <see langword="null"/>.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public void Fill<T>(Span<T> weights, ReadOnlySpan<nint> shape, RandomSource random, WeightLayout layout = WeightLayout.OutputsFirst)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guard.ElementType<T>();
        ArgumentNullException.ThrowIfNull(random);
        var fan = Fan.Of(shape, layout);
        var outputs = layout == WeightLayout.OutputsFirst ? shape[0] : shape[^1];
        if ((long)fan.Input * outputs != weights.Length)
        {
            throw new ArgumentException($"The shape {Fan.Text(shape)} does not hold the {weights.Length} weights.", nameof(shape));
        }

        Draw(weights, StandardDeviation(fan), random);
    }

    /// <summary>
    /// Draws the weights of every parameter of an optimizer that has at least 2 dimensions and is not frozen, each from the stream of its
    /// name. Biases and other parameters of one dimension keep their values, as frozen ones do.
    /// </summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="layout">The order of the dimensions.</param>
    /// <returns>How many parameters were drawn.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is 0, or <paramref name="layout"/> is not a member. Nothing was drawn.</exception>
    /// <exception cref="InvalidOperationException">A parameter has a rank's share of its tensor, which is drawn as a whole before it is added. Nothing was drawn.</exception>
    public int Fill(Optimizer optimizer, ulong seed, WeightLayout layout = WeightLayout.OutputsFirst)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Parameter[] layers = [.. optimizer.Parameters.Where(parameter => parameter.Shape.Length >= 2 && !parameter.IsFrozen)];
        double[] deviations = [.. layers.Select(layer => StandardDeviation(Fan.Of(layer.Shape, layout)))];
        Array.ForEach(layers, RefuseShare);
        for (var i = 0; i < layers.Length; i++)
        {
            var (weights, random) = (layers[i].Weights, new RandomSource(seed, layers[i].Name));
            if (weights.ElementType == typeof(double))
            {
                Draw<double>(weights, deviations[i], random);
            }
            else
            {
                Draw<float>(weights, deviations[i], random);
            }

            layers[i].RefreshWeights();
        }

        return layers.Length;
    }

    /// <summary>Any gain that is meant is in the range, where the square is neither 0 nor infinite.</summary>
    private static double Xavier(double gain) => Guard.Hyperparameter(gain, nameof(gain), min: 1e-100, max: 1e100) * gain;

    private static WeightInitializer He(FanMode mode, double negativeSlope, bool isUniform)
    {
        if (!Enum.IsDefined(mode))
        {
            throw Guard.NotAMember(mode, nameof(mode), string.Join(", ", Enum.GetNames<FanMode>()));
        }

        _ = Guard.Hyperparameter(negativeSlope, nameof(negativeSlope), min: -1, max: 1);
        return new(2 / (1 + (negativeSlope * negativeSlope)), mode, isUniform);
    }

    /// <summary>Throws where the parameter has a part of its tensor: each part would be drawn as if it were the first.</summary>
    private static void RefuseShare(Parameter layer)
    {
        long weights = 1;
        foreach (var dimension in layer.Shape)
        {
            weights *= dimension;
        }

        if (layer.Length != weights)
        {
            throw new InvalidOperationException(
                $"Parameter '{layer.Name}' has a rank's share of {layer.Length} weights of the {weights} of its tensor: draw the whole tensor before it is added.");
        }
    }

    /// <summary>Draws where the weights lie, if loops here reach them there as they are; otherwise beside them, to be copied.</summary>
    private void Draw<T>(TensorView weights, double deviation, RandomSource random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (weights.ElementType == typeof(T) && !weights.IsOnDevice)
        {
            Draw(weights.Span<T>(), deviation, random);
            return;
        }

        var drawn = new T[weights.Length];
        Draw<T>(drawn, deviation, random);
        weights.CopyFrom<T>(drawn);
    }

    private void Draw<T>(Span<T> weights, double deviation, RandomSource random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bound = Math.Sqrt(3) * deviation;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = T.CreateTruncating(IsUniform ? ((2 * random.NextUniform()) - 1) * bound : random.NextNormal() * deviation);
        }
    }
}
