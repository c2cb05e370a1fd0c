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

    /// <summary>The point on a curve; exactly the start at fraction 0 and the end at 1.</summary>
    public static double Interpolate(this RampCurve curve, double start, double end, double fraction)
    {
        if (curve == RampCurve.Exponential)
        {
            return Math.Pow(start, 1 - fraction) * Math.Pow(end, fraction);
        }

        var weight = curve switch
        {
            RampCurve.Cosine => (1 - Math.Cos(Math.PI * fraction)) / 2,
            RampCurve.OneMinusSquareRoot => Math.Sqrt(fraction),
            _ => fraction,
        };
        return (start * (1 - weight)) + (end * weight);
    }
}
