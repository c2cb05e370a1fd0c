using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>The curve on which a value goes from a start to an end, f being the fraction of the way in time.</summary>
public enum RampCurve
{
    /// <summary>A straight line: the weight of the end is f.</summary>
    Linear,

    /// <summary>Half a cosine, level at both ends: the weight of the end is (1 − cos πf)/2.</summary>
    Cosine,

    /// <summary>Equal factors in equal times: start^(1−f) end^f. Start and end are greater than 0.</summary>
    Exponential,

    /// <summary>
    /// One minus the square root, steep at first: the weight of the end is √f (Hägele et al., 2024, arXiv:2405.18392, section 3).
    /// </summary>
    OneMinusSquareRoot,
}

/// <summary>The arithmetic of <see cref="RampCurve"/>.</summary>
internal static class RampCurves
{
    public static RampCurve Check(RampCurve curve, string name)
        => curve is >= RampCurve.Linear and <= RampCurve.OneMinusSquareRoot
            ? curve
            : throw Guard.NotAMember(curve, name, "Linear, Cosine, Exponential, OneMinusSquareRoot");

    /// <summary>Checks one end of a curve.</summary>
    public static double CheckEnd(RampCurve curve, double value, string name)
        => curve == RampCurve.Exponential ? Guard.Hyperparameter(value, name, above: 0) : Guard.Hyperparameter(value, name);

    /// <summary>
    /// The point on a curve: exactly the start at fraction 0 and the end at 1, never outside them, never turning back between, and the
    /// start throughout where both are equal.
    /// </summary>
    public static double Interpolate(this RampCurve curve, double start, double end, double fraction) => curve switch
    {
        RampCurve.Exponential => Geometric(start, end, fraction),
        RampCurve.Cosine => Between(start, end, (1 - Math.Cos(Math.PI * fraction)) / 2),
        RampCurve.OneMinusSquareRoot => Between(start, end, Math.Sqrt(fraction)),
        _ => Between(start, end, fraction),
    };

    /// <summary>
    /// start (1 − weight) + end weight, with the properties of <see cref="Interpolate"/> and without overflow (ISO C++ paper P0811R3, the
    /// <c>lerp</c> of C++20). Each operation keeps the order of the weights when it rounds.
    /// </summary>
    public static double Between(double start, double end, double weight)
    {
        if ((start <= 0 && end >= 0) || (start >= 0 && end <= 0))
        {
            return (start * (1 - weight)) + (end * weight);
        }

        var value = start + ((end - start) * weight);
        return weight == 1 ? end : start < end ? Math.Min(value, end) : Math.Max(value, end);
    }

    /// <summary>
    /// start^(1−f) end^f of ends above 0, as the smaller end times a power of their ratio, which keeps the order when it rounds; where
    /// the ratio is too large for a double, by way of the middle.
    /// </summary>
    private static double Geometric(double start, double end, double fraction)
    {
        var (small, large, way) = start <= end ? (start, end, fraction) : (end, start, 1 - fraction);
        if (way == 1)
        {
            return large;
        }

        if (double.IsInfinity(large / small))
        {
            var middle = Math.Sqrt(small) * Math.Sqrt(large);
            return way < 0.5 ? Geometric(small, middle, 2 * way) : Geometric(middle, large, (2 * way) - 1);
        }

        return Math.Min(small * Math.Pow(large / small, way), large);
    }
}
