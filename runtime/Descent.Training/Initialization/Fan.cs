namespace Descent.Training;

/// <summary>How many connections a layer has at each unit.</summary>
/// <param name="Input">Inputs of one unit: input channels times the positions of the kernel.</param>
/// <param name="Output">Outputs that one input goes to: output channels times the positions of the kernel.</param>
public readonly record struct Fan(int Input, int Output)
{
    /// <summary>The fans of a dense or convolutional layer.</summary>
    /// <param name="shape">The shape of its weights: two dimensions for a dense layer, kernel dimensions besides for a convolution.</param>
    /// <param name="layout">The order of the dimensions.</param>
    /// <returns>The fans.</returns>
    /// <exception cref="ArgumentException">
    /// The shape has fewer than 2 dimensions, as that of a bias, which has no fans; or it has more than <see cref="int.MaxValue"/> weights.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is below 1, or <paramref name="layout"/> is not a member.</exception>
    public static Fan Of(ReadOnlySpan<nint> shape, WeightLayout layout = WeightLayout.OutputsFirst)
    {
        if (!Enum.IsDefined(layout))
        {
            throw CompilerServices.Guard.NotAMember(layout, nameof(layout), string.Join(", ", Enum.GetNames<WeightLayout>()));
        }

        if (shape.Length < 2)
        {
            throw new ArgumentException(
                $"The shape {Text(shape)} has {shape.Length} dimensions, but fans need at least 2; a bias usually starts at 0.", nameof(shape));
        }

        nint weights = 1;
        foreach (var dimension in shape)
        {
            if (dimension < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(shape), dimension, $"Every dimension of the shape {Text(shape)} must be at least 1.");
            }

            if (dimension > int.MaxValue / weights)
            {
                throw new ArgumentException($"The shape {Text(shape)} has more than {int.MaxValue} weights.", nameof(shape));
            }

            weights *= dimension;
        }

        var (outputs, inputs) = layout == WeightLayout.OutputsFirst ? (shape[0], shape[1]) : (shape[^1], shape[^2]);
        return new((int)(weights / outputs), (int)(weights / inputs));
    }

    internal static string Text(ReadOnlySpan<nint> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
