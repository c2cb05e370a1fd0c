using System.Globalization;
using System.Numerics;

namespace Descent.Training;

/// <summary>
/// The generator xoshiro256** (Blackman and Vigna, 2021, "Scrambled linear pseudorandom number generators", ACM TOMS 47), with its state
/// filled by SplitMix64 as its authors advise. Integers only, so the same everywhere.
/// </summary>
internal struct Xoshiro256
{
    private ulong _s0, _s1, _s2, _s3;

    public Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>One of 2⁶⁴ streams of a seed. Neighbouring seeds and neighbouring streams have nothing in common.</summary>
    public Xoshiro256(ulong seed, ulong stream)
    {
        var mixed = seed;
        var state = SplitMix64(ref mixed) + stream;
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    /// <summary>Its state as text: four numbers in hexadecimal.</summary>
    /// <exception cref="FormatException">The text is not that.</exception>
    public string State
    {
        readonly get => string.Create(CultureInfo.InvariantCulture, $"{_s0:x16} {_s1:x16} {_s2:x16} {_s3:x16}");
        set
        {
            var numbers = Array.ConvertAll(value.Split(' '), number => ulong.Parse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            (_s0, _s1, _s2, _s3) = numbers is [var s0, var s1, var s2, var s3]
                ? (s0, s1, s2, s3)
                : throw new FormatException($"The state of a random source is 4 numbers, and '{value}' has {numbers.Length}.");
        }
    }

    /// <summary>The next number of SplitMix64 (Steele, Lea and Flood, 2014, OOPSLA).</summary>
    public static ulong SplitMix64(ref ulong state)
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        var z = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        var result = unchecked(BitOperations.RotateLeft(_s1 * 5, 7) * 9);
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>
    /// The next number in (0, 1): the middle of one of 2⁵² equal cells, so never 0 or 1, and as often p as 1 − p.
    /// </summary>
    public double NextUniform() => ((NextBits() >> 12) + 0.5) * (1.0 / (1L << 52));

    /// <summary>The next index below a count, each equally likely (Lemire, 2019, arXiv:1805.10941).</summary>
    public int NextIndex(int count)
    {
        var range = (ulong)count;
        var high = Math.BigMul(NextBits(), range, out ulong low);
        if (low < range)
        {
            var threshold = unchecked(0 - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(NextBits(), range, out low);
            }
        }

        return (int)high;
    }
}
