using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Tests.Storage;

/// <summary>What counts as an update that a storage loses, value by value and in vectors.</summary>
public sealed class LostUpdatesTests
{
    [Theory]
    [InlineData(1.0, 1.5, 1.0, 1)]
    [InlineData(1.0, 0.5, 1.0, 1)]
    [InlineData(1.0, 1.0, 1.0, 0)]
    [InlineData(1.0, 1.5, 1.5, 0)]
    [InlineData(-0.0, 1e-30, 0.0, 0)]
    [InlineData(0.0, 1e-30, 0.0, 1)]
    [InlineData(1.0, double.NaN, 1.0, 0)]
    [InlineData(double.NaN, 1.0, double.NaN, 0)]
    [InlineData(double.PositiveInfinity, 1e30, double.PositiveInfinity, 1)]
    public void Count_IsOfWhatMovedAndHasItsBits(double before, double after, double rounded, int lost)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            // Whole vectors, a rest, and others beside them that do not count.
            for (var length = 1; length < 40; length++)
            {
                T[] Of(double value) => [.. Enumerable.Repeat(T.CreateTruncating(value), length), T.One];

                Assert.Equal(lost * length, LostUpdates.Count<T>(Of(before), Of(after), Of(rounded)));
            }
        }
    }
}
