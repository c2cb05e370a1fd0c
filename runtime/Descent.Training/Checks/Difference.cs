namespace Descent.Training;

/// <summary>The differences of the loss around one weight, at one step size.</summary>
/// <param name="StepSize">h, as the weights' element type could represent it.</param>
/// <param name="Left">(L(w) − L(w − h)) / h.</param>
/// <param name="Right">(L(w + h) − L(w)) / h.</param>
/// <param name="Central">(L(w + h) − L(w − h)) / 2h.</param>
/// <param name="Rounding">How far rounding errors of the loss can move <paramref name="Central"/>.</param>
internal readonly record struct Difference(double StepSize, double Left, double Right, double Central, double Rounding)
{
    /// <summary>
    /// How many standard deviations of the loss's noise count as explained by it. The central difference scatters by 0.71 noise/h, and
    /// the noise is itself estimated from few evaluations.
    /// </summary>
    private const double Coverage = 4;
    private const double DoubleEpsilon = 2.220446049250313e-16;

    /// <summary>The standard deviation of the loss's rounding errors that <see cref="Rounding"/> stands for.</summary>
    public double Noise => Rounding * StepSize / Coverage;

    /// <summary>By how much the slopes on both sides differ: h f″ where the loss is smooth, a constant at a kink.</summary>
    public double Jump => Right - Left;

    /// <summary>How far rounding errors can move <see cref="Jump"/>, a second difference: √6 noise/h.</summary>
    public double JumpRounding => 3 * Rounding;

    /// <summary>Evaluates the loss on both sides of a weight, and puts the weight back.</summary>
    public static Difference Measure(WeightTensor tensor, int index, double stepSize, Func<double> loss, double lossAtWeights, double noise)
    {
        // Going outwards first makes w ± h exact: what the inner point needs is then representable.
        var weight = tensor.Weight(index);
        var outwards = double.CopySign(1, weight);
        var outer = tensor.Write(index, weight + (outwards * stepSize));
        var outerLoss = loss();
        var inner = tensor.Write(index, weight - (outer - weight));
        var innerLoss = loss();
        tensor.Restore(index);

        var step = Math.Abs(outer - inner) / 2;
        if (step == 0)
        {
            return new(stepSize, double.NaN, double.NaN, double.NaN, double.PositiveInfinity);
        }

        var (above, below) = outwards > 0 ? (outerLoss, innerLoss) : (innerLoss, outerLoss);
        var size = Math.Max(Math.Abs(above), Math.Abs(below));
        noise = double.IsFinite(size) ? Math.Max(noise, DoubleEpsilon * size) : noise;
        return new(step, (lossAtWeights - below) / step, (above - lossAtWeights) / step, ((above / 2) - (below / 2)) / step, Coverage * noise / step);
    }
}
