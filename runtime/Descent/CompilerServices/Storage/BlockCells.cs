using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

/// <summary>
/// A code as tables that vectors of 256 bits look up, which have eight numbers. Magnitudes lie in cells of a little more than three powers of two, of which each
/// has one border of <see cref="BlockCode"/>: that of its own power of ten to the next one. A look-up takes the last three bits of its index.
/// </summary>
internal sealed class BlockCells
{
    /// <summary>What an exponent is more by in the bits of a number.</summary>
    private const int Bias = 127;

    /// <param name="code">The code.</param>
    public BlockCells(BlockCode code)
    {
        // So that the lowest cell, where zero is as well, is a multiple of eight, and all eight borders are where they have to be.
        CellsOfBits = Vector256.Create((ushort)(code.IsSigned ? 156 : 157));
        (Smallest, Borders) = (Vector256.Create(code.Smallest), Vector256.Create<float>(code.Borders));
        (Factors, Addends) = (Vector256.Create<float>(code.Factors), Vector256.Create<float>(code.Addends));
        var (slopes, offsets) = (new float[8], new float[8]);
        for (var exponent = 0; exponent < slopes.Length; exponent++)
        {
            var index = (exponent + Bias) % slopes.Length;
            (slopes[index], offsets[index]) = (code.Slopes[exponent], code.Offsets[exponent]);
        }

        if (!code.IsSigned)
        {
            // Without signs places are counted from 1 to 256, whose exponents 0 and 8 are one to a look-up: their values are 0 and 1.
            (slopes[Bias % 8], offsets[Bias % 8]) = (1f / 255, -1f / 255);
        }

        (Slopes, Offsets) = (Vector256.Create<float>(slopes), Vector256.Create<float>(offsets));
    }

    /// <summary>What the upper 16 bits of a magnitude are multiplied by, the lower half of the product being dropped, to be the number of its cell.</summary>
    public Vector256<ushort> CellsOfBits { get; }

    /// <summary>Up to here a value is 0.</summary>
    public Vector256<float> Smallest { get; }

    /// <summary>By the cell, the border in it.</summary>
    public Vector256<float> Borders { get; }

    /// <summary>By the cell, or the next where the magnitude lies beyond the border, what it is multiplied by to be the place after its own, which is rounded up.</summary>
    public Vector256<float> Factors { get; }

    /// <summary>By the same, what is added.</summary>
    public Vector256<float> Addends { get; }

    /// <summary>By the last three bits of the exponent of a place as they are stored, the slope of its values.</summary>
    public Vector256<float> Slopes { get; }

    /// <summary>By the same, the offset of its values.</summary>
    public Vector256<float> Offsets { get; }
}
