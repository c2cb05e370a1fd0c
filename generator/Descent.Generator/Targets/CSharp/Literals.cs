using System;
using System.Globalization;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Targets.CSharp;

/// <summary>Constants as C# source of the same bits.</summary>
internal static class Literals
{
    public static string Of(Instruction constant) => constant.Type switch
    {
        ScalarType.Double => Double(constant.DoubleValue),
        ScalarType.Boolean => constant.Bits != 0 ? "true" : "false",
        _ => constant.Bits.ToString(CultureInfo.InvariantCulture),
    };

    public static string Double(double value)
    {
        if (double.IsNaN(value))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        var text = Numbers.RoundTrip(value);
        return text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text.Replace("E+", "E").Replace("E", "e");
    }

    public static string Double(long bits) => Double(BitConverter.Int64BitsToDouble(bits));
}
