using System.Globalization;

namespace Landscapes.Shared;

/// <summary>Numbers as text, the same in every culture.</summary>
internal static class Text
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>A number with at most two digits after the point.</summary>
    public static string Number(double value) => Format(value, "0.##");

    /// <summary>A length, with one digit after the point.</summary>
    public static string Length(double length) => Format(length, "0.0");

    /// <summary>A coordinate of a position, with two digits after the point.</summary>
    public static string Coordinate(double value) => Format(value, "0.00");

    /// <summary>A loss, with three digits after the point.</summary>
    public static string Loss(double loss) => loss is > 0 and < 0.0005 ? "< 0.001" : Format(loss, "0.000");

    /// <summary>A number of any size, with three digits that count.</summary>
    public static string Significant(double value) => Format(value, "G3");

    /// <summary>A power of ten.</summary>
    public static string PowerOfTen(int exponent) => exponent switch
    {
        0 => "1",
        1 => "10",
        < 0 => $"10⁻{Superscript(-exponent)}",
        _ => $"10{Superscript(exponent)}",
    };

    /// <summary>A text whose equations and percentages are not torn apart at the end of a line.</summary>
    public static string Unbroken(string text) => text
        .Replace(" = ", "\u00A0=\u00A0", StringComparison.Ordinal)
        .Replace(" %", "\u00A0%", StringComparison.Ordinal);

    private static string Superscript(int number)
        => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']));

    /// <summary>A coordinate in a picture, to a tenth of a pixel.</summary>
    public static string Pixels(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Formats without a negative zero and with the minus sign of mathematics.</summary>
    private static string Format(double value, string format)
    {
        var text = value.ToString(format, CultureInfo.InvariantCulture);
        var isZero = text.AsSpan().IndexOfAnyInRange('1', '9') < 0;
        return isZero ? text.TrimStart('-') : text.Replace('-', '−');
    }
}
