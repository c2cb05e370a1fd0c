using System.Globalization;

namespace Descent.Checkpoints;

/// <summary>Numbers as text that gives their bits back.</summary>
internal static class NumberText
{
    /// <summary>The shortest text where that does. That of .NET 10, which JSON has too, does not for 2⁻²⁵ and for 2⁻⁹⁵⁸: it is that of the number before.</summary>
    public static string Of(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        return double.IsNaN(value) || BitConverter.DoubleToInt64Bits(double.Parse(shortest, CultureInfo.InvariantCulture)) == BitConverter.DoubleToInt64Bits(value)
            ? shortest
            : value.ToString("E16", CultureInfo.InvariantCulture);
    }
}
