using Descent.Generator.IR;

namespace Descent.Tests.Strictness.Rounding;

/// <summary>
/// What a function of <see cref="float"/> is, rounded once. The platform's function in <see cref="double"/> says it, unless that is so near to the middle between
/// two numbers of <see cref="float"/> that an error of 64 of its last places, far more than any library has, could hide the right one: then 640 places decide.
/// </summary>
internal static class CorrectRounding
{
    private const double Margin = 1.0 / (1L << 46);

    public static float Of(MathFunction function, float x, float y)
    {
        var value = function.Of(x, y);
        return IsClear(value) || !float.IsFinite(x) || !float.IsFinite(y) ? (float)value : Precisely(function, x, y);
    }

    /// <summary>Whether a result is the expected one to the bit, all NaNs being one value.</summary>
    public static bool AreSame(float result, float expected)
        => BitConverter.SingleToInt32Bits(result) == BitConverter.SingleToInt32Bits(expected) || (float.IsNaN(result) && float.IsNaN(expected));

    /// <summary>Whether what the platform gives leaves no doubt.</summary>
    public static bool IsClear(double value)
        => double.IsNaN(value) || BitConverter.SingleToInt32Bits((float)(value * (1 - Margin))) == BitConverter.SingleToInt32Bits((float)(value * (1 + Margin)));

    public static float Precisely(MathFunction function, float x, float y)
    {
        // A power is that of the magnitude, with the sign that the platform gives it; both rounding and the sign of zero are symmetrical.
        var isNegative = double.IsNegative(function.Of(x, y));
        var magnitude = Math.Abs(function.Precise(FixedPoint.Of(function.Opcode == Opcode.Pow ? Math.Abs(x) : x), FixedPoint.Of(y)).ToSingle());
        return isNegative ? -magnitude : magnitude;
    }
}
