namespace Descent;

/// <summary>A norm as a product, since the norm of finite values may be greater than the greatest number.</summary>
/// <param name="Scale">1, or the largest magnitude.</param>
/// <param name="Relative">The norm of the values divided by it.</param>
internal readonly record struct ScaledNorm(double Scale, double Relative)
{
    /// <summary>The norm of all values times a factor; infinite if it is greater than the greatest number.</summary>
    public double Times(double factor) => Scale * factor * Relative;

    /// <summary>What gradients of this norm are multiplied by: the scale, and less where the scaled norm is above the limit.</summary>
    public double Factor(double scale, double limit)
    {
        var norm = Times(scale);
        return double.IsPositiveInfinity(norm) && double.IsFinite(Scale)
            ? limit / Scale / Relative
            : scale * Math.Min(1, limit / (norm + 1e-6));
    }
}
