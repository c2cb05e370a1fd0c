using System;
using System.Linq;
using Descent.Generator.Model;

namespace Descent.Generator.Analysis;

/// <summary>
/// All numbers from one to another, both included. An end that is excluded is the next number: doubles are countable, and every operation
/// rounds monotonically. A NaN in the data is not what is asked about.
/// </summary>
internal readonly record struct Interval(double Low, double High)
{
    public static readonly Interval All = new(double.NegativeInfinity, double.PositiveInfinity);
    public static readonly Interval NonNegative = new(0, double.PositiveInfinity);
    public static readonly Interval Truth = new(0, 1);

    /// <summary>What a state's interval grows to when it does not come to rest.</summary>
    private static readonly double[] s_thresholds = [double.NegativeInfinity, -1, 0, 1, double.PositiveInfinity];

    public bool IsPoint => Low == High;

    public static Interval Of(double value) => double.IsNaN(value) ? All : new(value, value);

    /// <summary>What a hyperparameter may be.</summary>
    public static Interval Of(HyperparameterModel model)
    {
        if (model.Kind is not (HyperparameterKind.Double or HyperparameterKind.Integer))
        {
            return model.Kind == HyperparameterKind.Boolean ? Truth : All;
        }

        var (min, max) = (BitConverter.Int64BitsToDouble(model.Min), BitConverter.Int64BitsToDouble(model.Max));
        var (above, below) = (BitConverter.Int64BitsToDouble(model.Above), BitConverter.Int64BitsToDouble(model.Below));
        return new(
            Math.Max(OrElse(min, double.NegativeInfinity), -Before(-OrElse(above, double.NegativeInfinity))),
            Math.Min(OrElse(max, double.PositiveInfinity), Before(OrElse(below, double.PositiveInfinity))));
    }

    /// <summary>What chance may be: below 1, or within what Box and Muller's method gives of 53 bits, √(106 ln 2) = 8.57….</summary>
    public static Interval OfChance(Distribution distribution) => distribution == Distribution.Uniform ? new(0, Before(1)) : new(-8.6, 8.6);

    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>Whether every number of this is less than every one of another; <see langword="false"/>: none is.</summary>
    public bool? IsLess(Interval other) => High < other.Low ? true : Low >= other.High ? false : null;

    /// <summary>As <see cref="IsLess"/>, for less than or equal.</summary>
    public bool? IsLessOrEqual(Interval other) => !other.IsLess(this);

    public Interval Join(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>What is in both; this one if nothing is.</summary>
    public Interval Meet(Interval other)
        => new Interval(Math.Max(Low, other.Low), Math.Min(High, other.High)) is var both && both.Low <= both.High ? both : this;

    /// <summary>Grows to another interval in a few large steps.</summary>
    public Interval Widen(Interval other)
    {
        var (low, high) = (other.Low, other.High);
        return new(
            low < Low ? s_thresholds.Last(threshold => threshold <= low) : Low,
            high > High ? s_thresholds.First(threshold => threshold >= high) : High);
    }

    public static Interval operator -(Interval x) => new(-x.High, -x.Low);

    public static Interval operator +(Interval x, Interval y) => Hull(x.Low + y.Low, x.High + y.High);

    public static Interval operator -(Interval x, Interval y) => x + -y;

    public static Interval operator *(Interval x, Interval y) => Corners(x, y, (a, b) => a == 0 || b == 0 ? 0 : a * b);

    public static Interval operator /(Interval x, Interval y) => y switch
    {
        { Low: > 0 } or { High: < 0 } => Corners(x, y, (a, b) => a == 0 ? 0 : double.IsInfinity(b) ? double.IsInfinity(a) ? a * Math.Sign(b) : 0 : a / b),
        { Low: 0 } when x.Low >= 0 => NonNegative,
        { Low: 0 } when x.High <= 0 => -NonNegative,
        _ => All,
    };

    /// <summary>The values of an operation that is monotone in each operand: all between its values at the corners.</summary>
    public static Interval Corners(Interval x, Interval y, Func<double, double, double> operation)
    {
        var (first, second, third, fourth) = (operation(x.Low, y.Low), operation(x.Low, y.High), operation(x.High, y.Low), operation(x.High, y.High));
        return Hull(Math.Min(Math.Min(first, second), Math.Min(third, fourth)), Math.Max(Math.Max(first, second), Math.Max(third, fourth)));
    }

    /// <summary>The values of an increasing function.</summary>
    public Interval Increasing(Func<double, double> function) => Hull(function(Low), function(High));

    /// <summary>The values of a power with a positive whole exponent.</summary>
    public Interval ToPower(int exponent)
    {
        var even = exponent / 2 == 0 ? Of(1) : Enumerable.Repeat(Absolute() * Absolute(), exponent / 2).Aggregate((product, square) => product * square);
        return exponent % 2 == 0 ? even : even * this;
    }

    public Interval Absolute() => Low >= 0 ? this : High <= 0 ? -this : new(0, Math.Max(-Low, High));

    /// <summary>An interval; all numbers if an end is unknown.</summary>
    private static Interval Hull(double low, double high) => double.IsNaN(low) || double.IsNaN(high) ? All : new(low, high);

    private static double OrElse(double bound, double without) => double.IsNaN(bound) ? without : bound;

    /// <summary>The number before another; infinity stays.</summary>
    private static double Before(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return double.IsInfinity(value) ? value : value == 0 ? -double.Epsilon : BitConverter.Int64BitsToDouble(value > 0 ? bits - 1 : bits + 1);
    }
}
