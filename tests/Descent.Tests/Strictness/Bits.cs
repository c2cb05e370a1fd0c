using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Tests.Strictness;

/// <summary>Compares numbers as bits. All NaNs count as one value: their payload is the hardware's choice.</summary>
internal static class Bits
{
    public static ulong Of<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => T.IsNaN(value) ? ulong.MaxValue
            : typeof(T) == typeof(float) ? Unsafe.BitCast<T, uint>(value) : Unsafe.BitCast<T, ulong>(value);

    public static void AssertEqual<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, Func<int, string> describe)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var index = 0; index < expected.Length; index++)
        {
            if (Of(expected[index]) != Of(actual[index]))
            {
                Assert.Fail($"{describe(index)}: expected {expected[index]} ({Of(expected[index]):X}), got {actual[index]} ({Of(actual[index]):X}).");
            }
        }
    }
}
