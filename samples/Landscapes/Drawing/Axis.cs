using Landscapes.Shared;
using Landscapes.Walking;

namespace Landscapes.Drawing;

/// <summary>A mark on an axis.</summary>
/// <param name="Value">Where it stands.</param>
/// <param name="Label">What is written there.</param>
internal readonly record struct Tick(double Value, string Label);

/// <summary>One axis of a picture.</summary>
/// <param name="Name">What it measures.</param>
/// <param name="Range">From where to where.</param>
/// <param name="Ticks">Its marks.</param>
internal sealed record Axis(string Name, Interval Range, IReadOnlyList<Tick> Ticks)
{
    /// <summary>Whether what stands on it are decimal logarithms.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>An axis with a mark at every multiple of a number.</summary>
    public static Axis Linear(string name, Interval range, double every)
    {
        var first = (int)Math.Ceiling(range.From / every);
        var last = (int)Math.Floor(range.To / every);
        var ticks = Enumerable.Range(first, last - first + 1).Select(index => new Tick(index * every, Text.Number(index * every)));
        return new(name, range, [.. ticks]);
    }

    /// <summary>An axis of decimal logarithms, with a mark at powers of ten.</summary>
    /// <param name="name">What it measures.</param>
    /// <param name="exponents">The range, in powers of ten.</param>
    /// <param name="every">How many powers of ten from mark to mark.</param>
    public static Axis Logarithmic(string name, Interval exponents, int every = 1)
    {
        var ticks = Linear(name, exponents, every).Ticks.Select(tick => tick with { Label = Text.PowerOfTen((int)Math.Round(tick.Value)) });
        return new(name, exponents, [.. ticks]) { IsLogarithmic = true };
    }
}
