using System.Numerics;

namespace Descent.Tests.Strictness.Rounding;

/// <summary>
/// A number with 640 binary places, and the functions of it by their series, which share nothing with the arithmetic that is tested. Each is right
/// but for some of the last places, and so to 2⁻⁴⁸⁰ of the least result that is a <see cref="float"/>.
/// </summary>
/// <param name="Scaled">The number times 2⁶⁴⁰.</param>
internal readonly record struct FixedPoint(BigInteger Scaled)
{
    private const int Places = 640;

    private static readonly FixedPoint s_one = new(BigInteger.One << Places);

    private static readonly FixedPoint s_ln2 = Artanh(s_one / 3) * 2;

    private static readonly FixedPoint s_halfTurn = (SmallArcTangent(s_one / 5) * 16) - (SmallArcTangent(s_one / 239) * 4);

    /// <summary>A finite number, which has no place below 2⁻¹⁴⁹.</summary>
    public static FixedPoint Of(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        var (field, significand) = ((bits >> 23) & 0xFF, bits & 0x7F_FFFF);
        var magnitude = (BigInteger)(field == 0 ? significand : significand | 0x80_0000) << (Math.Max(field, 1) - 150 + Places);
        return new(bits < 0 ? -magnitude : magnitude);
    }

    /// <summary>The nearest <see cref="float"/>; what is nearer than 2⁻⁴⁰⁰ of itself to the middle between two is that middle.</summary>
    public float ToSingle()
    {
        var magnitude = BigInteger.Abs(Scaled);
        var length = (int)magnitude.GetBitLength();
        var shift = Math.Max(length - 24, Places - 149);
        var units = magnitude >> shift;
        var overHalf = magnitude - (units << shift) - (BigInteger.One << (shift - 1));
        var isMiddle = BigInteger.Abs(overHalf) <= magnitude >> 400;
        units += (isMiddle ? !units.IsEven : overHalf.Sign > 0) ? 1 : 0;
        return (float)Math.ScaleB((double)units * Scaled.Sign, shift - Places);
    }

    public static FixedPoint operator -(FixedPoint value) => new(-value.Scaled);

    public static FixedPoint operator +(FixedPoint left, FixedPoint right) => new(left.Scaled + right.Scaled);

    public static FixedPoint operator -(FixedPoint left, FixedPoint right) => new(left.Scaled - right.Scaled);

    public static FixedPoint operator *(FixedPoint left, FixedPoint right) => new((left.Scaled * right.Scaled) >> Places);

    public static FixedPoint operator *(FixedPoint left, int right) => new(left.Scaled * right);

    public static FixedPoint operator /(FixedPoint left, FixedPoint right) => new((left.Scaled << Places) / right.Scaled);

    public static FixedPoint operator /(FixedPoint left, int right) => new(left.Scaled / right);

    public static FixedPoint Exponential(FixedPoint x)
    {
        var k = (int)BigInteger.Divide(x.Scaled, s_ln2.Scaled);
        var (r, term, sum) = (x - (s_ln2 * k), s_one, s_one);
        for (var n = 1; BigInteger.Abs(term.Scaled) > 1; n++)
        {
            term = term * r / n;
            sum += term;
        }

        return new(k >= 0 ? sum.Scaled << k : sum.Scaled >> -k);
    }

    public static FixedPoint Logarithm(FixedPoint x)
    {
        var k = (int)x.Scaled.GetBitLength() - 1 - Places;
        var m = new FixedPoint(k >= 0 ? x.Scaled >> k : x.Scaled << -k);
        return (Artanh((m - s_one) / (m + s_one)) * 2) + (s_ln2 * k);
    }

    public static FixedPoint BinaryLogarithm(FixedPoint x) => Logarithm(x) / s_ln2;

    public static FixedPoint DecimalLogarithm(FixedPoint x) => Logarithm(x) / Logarithm(s_one * 10);

    public static FixedPoint Power(FixedPoint x, FixedPoint y) => Exponential(Logarithm(x) * y);

    public static FixedPoint HyperbolicSine(FixedPoint x) => (Exponential(x) - Exponential(-x)) / 2;

    public static FixedPoint HyperbolicCosine(FixedPoint x) => (Exponential(x) + Exponential(-x)) / 2;

    public static FixedPoint HyperbolicTangent(FixedPoint x) => HyperbolicSine(x) / HyperbolicCosine(x);

    public static FixedPoint Sine(FixedPoint x)
    {
        // Whole half turns change the sign.
        var halfTurns = BigInteger.Divide(x.Scaled + (x.Scaled.Sign * s_halfTurn.Scaled / 2), s_halfTurn.Scaled);
        var r = new FixedPoint(x.Scaled - (halfTurns * s_halfTurn.Scaled));
        var (square, term, sum) = (r * r, r, r);
        for (var n = 2; BigInteger.Abs(term.Scaled) > 1; n += 2)
        {
            term = -(term * square / (n * (n + 1)));
            sum += term;
        }

        return halfTurns.IsEven ? sum : -sum;
    }

    public static FixedPoint Cosine(FixedPoint x) => Sine(x + (s_halfTurn / 2));

    public static FixedPoint Tangent(FixedPoint x) => Sine(x) / Cosine(x);

    public static FixedPoint ArcTangent(FixedPoint x) => Angle(x, s_one);

    public static FixedPoint ArcSine(FixedPoint x) => Angle(x, Root(s_one - (x * x)));

    public static FixedPoint ArcCosine(FixedPoint x) => Angle(Root(s_one - (x * x)), x);

    /// <summary>The angle of a point.</summary>
    public static FixedPoint Angle(FixedPoint y, FixedPoint x)
    {
        if (y.Scaled.Sign < 0)
        {
            return -Angle(-y, x);
        }

        return x.Scaled.Sign < 0 ? s_halfTurn - Angle(y, -x) : y.Scaled > x.Scaled ? (s_halfTurn / 2) - Angle(x, y) : SmallArcTangent(y / x);
    }

    public static FixedPoint Hypotenuse(FixedPoint x, FixedPoint y) => Root((x * x) + (y * y));

    public static FixedPoint CubeRoot(FixedPoint x)
    {
        var cube = BigInteger.Abs(x.Scaled) << (2 * Places);
        var root = BigInteger.One << (((int)cube.GetBitLength() / 3) + 1);
        for (var next = Next(root); next < root; next = Next(root))
        {
            root = next;
        }

        return new(root * x.Scaled.Sign);

        BigInteger Next(BigInteger y) => ((2 * y) + (cube / (y * y))) / 3;
    }

    private static FixedPoint Root(FixedPoint x)
    {
        var square = x.Scaled << Places;
        var root = BigInteger.One << (((int)square.GetBitLength() / 2) + 1);
        for (var next = Next(root); next < root; next = Next(root))
        {
            root = next;
        }

        return new(root);

        BigInteger Next(BigInteger y) => (y + (square / y)) / 2;
    }

    /// <summary>s + s³/3 + s⁵/5 + … for |s| of at most 1/3.</summary>
    private static FixedPoint Artanh(FixedPoint s) => Sum(s, s * s);

    /// <summary>t − t³/3 + t⁵/5 − … for t of at most 1, after two steps of arctan t = 2 arctan(t / (1 + √(1 + t²))).</summary>
    private static FixedPoint SmallArcTangent(FixedPoint t)
    {
        for (var step = 0; step < 2; step++)
        {
            t /= s_one + Root(s_one + (t * t));
        }

        return Sum(t, -(t * t)) * 4;
    }

    private static FixedPoint Sum(FixedPoint power, FixedPoint factor)
    {
        var sum = power;
        for (var n = 3; BigInteger.Abs(power.Scaled) > 1; n += 2)
        {
            power *= factor;
            sum += power / n;
        }

        return sum;
    }
}
