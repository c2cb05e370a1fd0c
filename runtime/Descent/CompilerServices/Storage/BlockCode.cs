namespace Descent.CompilerServices;

/// <summary>
/// The codes of dynamic tree quantization (Dettmers et al. 2022; the map of bitsandbytes): from 10⁻⁷ to 1 each power of ten has twice as many codes as the
/// one below it, evenly spaced, and there are 0 and 1. With a sign 1 to 64 of them, and the same below 0; without one 2 to 128.
/// </summary>
/// <remarks>
/// Within its power of ten a code is a line, value = slope · q + offset, where q counts from 2ᵉ to 2ᵉ⁺¹ − 1. Both ways are done in <see cref="float"/>, with one
/// fused multiplication and addition, so that all processors agree on each bit; the values differ from the published ones by at most 2⁻²² of their power of ten.
/// </remarks>
internal sealed class BlockCode
{
    /// <summary>How many values have one scale.</summary>
    public const int BlockLength = 256;

    /// <summary>
    /// 256 powers of two in powers of ten, rounded up, and enough that nowhere the power of ten is too high: of the magnitudes with one exponent the smallest lie on it, and no border but
    /// the next among them.
    /// </summary>
    public const int DecadesOfBinades = 79;

    /// <summary>The powers of ten.</summary>
    private const int Decades = 7;

    private readonly BlockSteps _steps;

    private BlockCode(bool isSigned)
    {
        IsSigned = isSigned;
        ReadOnlySpan<double> tops = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];
        for (var decade = 0; decade < Decades; decade++)
        {
            var exponent = isSigned ? decade : decade + 1;
            var (count, top) = ((double)(1 << exponent), tops[decade]);
            (Slopes[exponent], Offsets[exponent]) = ((float)(0.9 * top / count), (float)(top * (0.1 + (0.45 / count) - 0.9)));
            (Factors[decade], Addends[decade]) = ((float)(count / (0.9 * top)), (float)(count * (1 - (0.1 / 0.9))));
            Limits[decade] = (2 << exponent) - 1;
            var next = 2 * count;
            Borders[decade] = decade < Decades - 1 ? (float)(10 * top * (0.1 + (0.18 / next))) : (float)(1 - (0.225 / count));
        }

        // The last code is 1.
        var last = isSigned ? 128 : 256;
        (Addends[Decades], Limits[Decades], Borders[Decades]) = (last + 1, last, float.PositiveInfinity);
        if (isSigned)
        {
            (Slopes[7], Offsets[7]) = (0, 1);
        }

        Smallest = (float)(0.5e-6 * (0.1 + (0.45 / (isSigned ? 1 : 2))));
        (_steps, Cells) = (new(this), new(this));
        for (var value = 0; value <= byte.MaxValue; value++)
        {
            var bits = BitConverter.SingleToUInt32Bits(Decode((byte)value));
            for (var plane = 0; plane < sizeof(float); plane++)
            {
                Planes[(256 * plane) + value] = (byte)(bits >> (8 * plane));
            }
        }
    }

    /// <summary>The code of values of either sign: 127 is 0, 255 is 1, and 0 is −0.993.</summary>
    public static BlockCode Signed { get; } = new(isSigned: true);

    /// <summary>The code of values that are not negative: 0 is 0, and 255 is 1.</summary>
    public static BlockCode Unsigned { get; } = new(isSigned: false);

    public bool IsSigned { get; }

    /// <summary>By the exponent of q, the slope of its values.</summary>
    public float[] Slopes { get; } = new float[8];

    /// <summary>By the exponent of q, the offset of its values.</summary>
    public float[] Offsets { get; } = new float[8];

    /// <summary>By the power of ten of a value, what it is multiplied by to be q.</summary>
    public float[] Factors { get; } = new float[8];

    /// <summary>By the power of ten of a value, what is added to be q, and more by a bin: ties go to the lower code.</summary>
    public float[] Addends { get; } = new float[8];

    /// <summary>By the power of ten of a value, the largest q.</summary>
    public int[] Limits { get; } = new int[8];

    /// <summary>By the power of ten of a value, the middle between its last code and the next one.</summary>
    public float[] Borders { get; } = new float[8];

    /// <summary>Up to here a value is 0.</summary>
    public float Smallest { get; }

    /// <summary>The four bytes of the value of each code: all first ones, then all second ones, and so on.</summary>
    public byte[] Planes { get; } = new byte[4 * 256];

    /// <summary>The same as tables of steps.</summary>
    public ref readonly BlockSteps Steps => ref _steps;

    /// <summary>The same as tables of cells.</summary>
    public BlockCells Cells { get; }

    /// <summary>The value of a code, from −1 to 1.</summary>
    public float Decode(byte code)
    {
        if (!IsSigned && code == byte.MaxValue)
        {
            return 1;
        }

        var signed = IsSigned ? code - 127 : code + 1;
        var q = Math.Abs(signed);
        var exponent = q == 0 ? 0 : int.Log2(q);
        var magnitude = MathF.FusedMultiplyAdd(q, Slopes[exponent], Offsets[exponent]);
        return q == 0 ? 0 : signed < 0 ? -magnitude : magnitude;
    }

    /// <summary>The code whose value is nearest, of two the lower.</summary>
    /// <param name="value">A value from −1 to 1; below 0 only where there are signs.</param>
    /// <returns>The code.</returns>
    public byte Encode(float value)
    {
        var magnitude = IsSigned ? MathF.Abs(value) : MathF.Max(value, 0);
        var q = IsSigned ? 0 : 1;
        if (magnitude > Smallest)
        {
            var binades = 127 - (BitConverter.SingleToInt32Bits(magnitude) >> 23);
            var decade = Math.Clamp(6 - ((binades * DecadesOfBinades) >> 8), 0, 6);
            decade += magnitude > Borders[decade] ? 1 : 0;
            q = Math.Min((int)MathF.Ceiling(MathF.FusedMultiplyAdd(magnitude, Factors[decade], Addends[decade])) - 1, Limits[decade]);
        }

        return (byte)(!IsSigned ? q - 1 : value < 0 ? 127 - Math.Min(q, 127) : 127 + q);
    }
}
