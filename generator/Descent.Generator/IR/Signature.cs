using System.Collections.Generic;
using System.Linq;

namespace Descent.Generator.IR;

/// <summary>The types of an operation's operands and of its result.</summary>
internal sealed class Signature(ScalarType result, params ScalarType[] operands)
{
    private static readonly ScalarType[] s_types = [ScalarType.Double, ScalarType.Integer, ScalarType.Boolean];

    public ScalarType Result => result;

    public IReadOnlyList<ScalarType> Operands => operands;

    public static Signature[] Doubles(int count) => [Alike(ScalarType.Double, count)];

    public static Signature[] Integers(int count) => [Alike(ScalarType.Integer, count)];

    /// <summary>Of doubles or of ints.</summary>
    public static Signature[] Numbers(int count) => [.. Doubles(count), .. Integers(count)];

    /// <summary>Of truths, or of ints bit by bit.</summary>
    public static Signature[] Bits(int count) => [Alike(ScalarType.Boolean, count), .. Integers(count)];

    /// <summary>Of any one type.</summary>
    public static Signature[] Any(int count) => [.. s_types.Select(type => Alike(type, count))];

    /// <summary>Of two values of one of the first types, in the order double, int, bool.</summary>
    public static Signature[] Compared(int types) => [.. s_types.Take(types).Select(type => new Signature(ScalarType.Boolean, type, type))];

    /// <summary>Of a condition and two values of any one type.</summary>
    public static Signature[] Choice() => [.. s_types.Select(type => new Signature(type, ScalarType.Boolean, type, type))];

    /// <summary>Of values of given types, without a result.</summary>
    public static Signature[] Nothing(params ScalarType[] operands) => [new(ScalarType.None, operands)];

    /// <summary>Of a place and its value.</summary>
    public static Signature[] Assignment() => [.. s_types.Select(type => new Signature(ScalarType.None, type, type))];

    /// <summary>Of what has no type itself, with a result of any type.</summary>
    public static Signature[] FromCall() => [.. s_types.Select(type => new Signature(type, ScalarType.None))];

    /// <summary>Whether the operands have these types.</summary>
    public bool Takes(IEnumerable<ScalarType> types) => Operands.SequenceEqual(types);

    private static Signature Alike(ScalarType type, int count) => new(type, [.. Enumerable.Repeat(type, count)]);
}
