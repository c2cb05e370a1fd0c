using System.Globalization;
using System.Numerics;
using System.Text;

namespace Descent.Tests.Strictness.Chance;

/// <summary>
/// The second opinion on what chance gives: from <c>runtime/docs/chance.md</c>, one number at a time, on whole numbers of any length and scalars.
/// It shares no code with the runtime.
/// </summary>
internal static class SecondChance
{
    private static readonly BigInteger s_word = BigInteger.One << 32;

    /// <summary>The number that a rule draws, as arithmetic in <typeparamref name="T"/> sees it.</summary>
    public static T Of<T>(Distribution distribution, ulong seed, string name, int step, long index, int use)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var words = Words(Counter(step, index, use), KeyOf(seed, name));
        return distribution == Distribution.Normal ? T.CreateTruncating(Normal(words))
            : typeof(T) == typeof(float) ? T.CreateTruncating((words[0] >> 8) / (double)(1 << 24))
            : T.CreateTruncating(Fraction(words[0], words[1]));
    }

    /// <summary>Philox4x32-10.</summary>
    public static uint[] Words(uint[] counter, ulong key)
    {
        var (x, first, second) = (counter, (BigInteger)(uint)key, (BigInteger)(key >> 32));
        for (var round = 0; round < 10; round++)
        {
            var (a, b) = (x[0] * new BigInteger(0xD2511F53), x[2] * new BigInteger(0xCD9E8D57));
            x = [(uint)((b / s_word) ^ x[1] ^ first), (uint)(b % s_word), (uint)((a / s_word) ^ x[3] ^ second), (uint)(a % s_word)];
            (first, second) = ((first + 0x9E3779B9) % s_word, (second + 0xBB67AE85) % s_word);
        }

        return x;
    }

    public static ulong KeyOf(ulong seed, string name)
    {
        var modulus = BigInteger.One << 64;
        var hash = Encoding.UTF8.GetBytes(name).Aggregate(Number("CBF29CE484222325"), (hash, part) => (hash ^ part) * Number("100000001B3") % modulus);
        hash = (hash ^ (hash >> 30)) * Number("BF58476D1CE4E5B9") % modulus;
        hash = (hash ^ (hash >> 27)) * Number("94D049BB133111EB") % modulus;
        return (ulong)(hash ^ (hash >> 31)) ^ seed;
    }

    private static uint[] Counter(int step, long index, int use) => [(uint)index, (uint)(index >> 32), (uint)use, (uint)step];

    private static BigInteger Number(string hexadecimal) => BigInteger.Parse("0" + hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static double Fraction(uint high, uint low) => (double)(((((BigInteger)high) << 32) | low) >> 11) / 9007199254740992;

    private static double Normal(uint[] words)
    {
        var turn = 4 * Fraction(words[2], words[3]);
        var quadrant = Math.Round(turn, MidpointRounding.ToEven);
        return Math.Sqrt(-2 * Logarithm(1 - Fraction(words[0], words[1]))) * Cosine((int)quadrant, (turn - quadrant) * 1.5707963267948966);
    }

    /// <summary>The logarithm of a number from 2⁻⁵³ to 1, in the order of operations that the documentation of the functions has.</summary>
    private static double Logarithm(double x)
    {
        var exponent = Math.ILogB(x);
        var significand = Math.ScaleB(x, -exponent);
        if (significand >= BitConverter.Int64BitsToDouble(0x3FF6_A09E_667F_3BCD))
        {
            (exponent, significand) = (exponent + 1, significand / 2);
        }

        var f = significand - 1;
        var s = f / (significand + 1);
        var halfSquare = 0.5 * f * f;
        var z = s * s;
        var series = z * Fused(
            z * z * (z * z),
            Cubic(z, 0.18181780883672052, 0.15386892436110833, 0.1325407695706634, 0.13219005224879116),
            Cubic(z, 0.6666666666666666, 0.40000000000003744, 0.2857142856970897, 0.2222222256990887));
        var correction = Fused(-s, halfSquare + series, halfSquare);
        return Fused(exponent, 0.6931471805601177, f + Fused(exponent, -1.7239444525614835e-13, -correction));
    }

    private static double Cosine(int quadrant, double r)
    {
        var square = r * r;
        var fourth = square * square;
        var p = Fused(fourth * fourth, Fused(square, 1.5900151688776822e-10, -2.505082394042861e-08), Cubic(square, -0.16666666666666646, 0.008333333333325078, -0.00019841269831498358, 2.7557314180585054e-06));
        var q = Fused(fourth * fourth, Fused(square, -1.1359448711687689e-11, 2.087571956024578e-09), Cubic(square, 0.0416666666666666, -0.001388888888887399, 2.4801587289395014e-05, -2.7557314326049407e-07));
        var rough = 1 - square * 0.5;
        var cosine = rough + (1 - rough - square * 0.5 + Fused(fourth, q, -(r * 0)));
        var sine = r + Fused(r * square, p, 0 * rough);
        return (quadrant & 3) switch { 0 => cosine, 1 => -sine, 2 => -cosine, _ => sine };
    }

    /// <summary>a + b z + c z² + d z³.</summary>
    private static double Cubic(double z, double a, double b, double c, double d) => Fused(z, Fused(z, Fused(z, d, c), b), a);

    private static double Fused(double x, double y, double z) => Math.FusedMultiplyAdd(x, y, z);
}
