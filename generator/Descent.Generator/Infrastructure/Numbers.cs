using System;
using System.Globalization;

namespace Descent.Generator.Infrastructure;

/// <summary>Doubles as text that reads back to the same bits, on every host and in every culture.</summary>
internal static class Numbers
{
    /// <summary>The shortest of 15, 16 or 17 digits that reads back to the same bits; <c>0xH</c> with the bits for a NaN.</summary>
    public static string RoundTrip(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        if (double.IsNaN(value))
        {
            return "0x" + bits.ToString("X16", CultureInfo.InvariantCulture);
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        if (value == 0)
        {
            return bits == 0 ? "0" : "-0";
        }

        foreach (var format in new[] { "G15", "G16" })
        {
            var text = value.ToString(format, CultureInfo.InvariantCulture);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
                && BitConverter.DoubleToInt64Bits(parsed) == bits)
            {
                return text;
            }
        }

        return value.ToString("G17", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads what <see cref="RoundTrip"/> wrote.</summary>
    public static bool TryParse(string text, out double value)
    {
        switch (text)
        {
            case "inf":
                value = double.PositiveInfinity;
                return true;
            case "-inf":
                value = double.NegativeInfinity;
                return true;
            case "-0":
                value = BitConverter.Int64BitsToDouble(long.MinValue);
                return true;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal)
            && ulong.TryParse(text.Substring(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits))
        {
            value = BitConverter.Int64BitsToDouble(unchecked((long)bits));
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
