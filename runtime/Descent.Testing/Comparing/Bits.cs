using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Testing.Comparing;

/// <summary>Compares numbers as bits. All NaNs count as one value: their payload is the hardware's choice.</summary>
internal static class Bits
{
    public static ulong Of<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => T.IsNaN(value) ? ulong.MaxValue
            : typeof(T) == typeof(float) ? Unsafe.BitCast<T, uint>(value) : Unsafe.BitCast<T, ulong>(value);

    /// <summary>The index of the first number with other bits; −1 if there is none.</summary>
    /// <param name="expected">The numbers expected.</param>
    /// <param name="actual">As many numbers.</param>
    /// <param name="relativeTolerance">How far two numbers may differ, relative to the larger; 0 for not at all.</param>
    public static int FirstDifference<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, double relativeTolerance = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var index = 0; index < expected.Length; index++)
        {
            if (Of(expected[index]) != Of(actual[index]) && !IsWithin(expected[index], actual[index], relativeTolerance))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The type as C# names it.</summary>
    public static string TypeName<T>() => typeof(T) == typeof(float) ? "float" : "double";

    /// <summary>A number and its bits, such as <c>0.5 (0x3F000000)</c>.</summary>
    public static string Describe<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => typeof(T) == typeof(float)
            ? string.Create(CultureInfo.InvariantCulture, $"{value} (0x{Unsafe.BitCast<T, uint>(value):X8})")
            : string.Create(CultureInfo.InvariantCulture, $"{value} (0x{Unsafe.BitCast<T, ulong>(value):X16})");

    private static bool IsWithin<T>(T expected, T actual, double relativeTolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => T.Abs(expected - actual) <= T.CreateTruncating(relativeTolerance) * T.Max(T.Abs(expected), T.Abs(actual));
}
