using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

/// <summary>
/// A code as tables that vectors of 512 bits look up, by the pair of exponents (the exponent without its last bit) in which a magnitude lies. Powers of ten are
/// farther apart than pairs, so that in none there is more than one border of <see cref="BlockCode"/>: what is added to the bits of a magnitude moves those
/// beyond it to the next pair, and each pair has one line.
/// </summary>
internal readonly struct BlockSteps
{
    /// <summary>From this magnitude on the last four bits of the pair tell pairs apart: below it all are 0, and the first is that of 1.</summary>
    public const float Smallest = 1f / (1L << 29);

    /// <summary>
    /// The place after the last of a line, by what its line adds: count · 8⁄9 is added (<see cref="BlockCode.Addends"/>) where the last is 2 · count − 1. The
    /// product is 2 · count, to the bit. Where the line is level it is larger than what is added.
    /// </summary>
    public const float LimitOfAddend = 2.25f;

    /// <summary>Below the pair in the bits of a magnitude.</summary>
    public const int PairBits = 24;

    private const int Pairs = 16, LastPair = 63;

    /// <param name="code">The code.</param>
    public BlockSteps(BlockCode code)
    {
        float[] borders = [code.Smallest, .. code.Borders];
        float[] factors = [0, .. code.Factors];
        float[] addends = [code.IsSigned ? 1 : 2, .. code.Addends];
        var (moves, ofPairs, added) = (new int[Pairs], new float[Pairs], new float[Pairs]);
        for (var pair = LastPair - Pairs + 2; pair <= LastPair + 1; pair++)
        {
            var (lowest, next) = (pair << PairBits, (pair + 1) << PairBits);
            var step = pair > LastPair ? borders.Length - 1 : borders.Count(border => border < BitConverter.Int32BitsToSingle(lowest));
            var border = BitConverter.SingleToInt32Bits(borders[step]);
            moves[pair % Pairs] = border < next ? next - (border + 1) : 0;
            (ofPairs[pair % Pairs], added[pair % Pairs]) = (factors[step], addends[step]);
        }

        (Moves, Factors, Addends) = (Vector512.Create<int>(moves), Vector512.Create<float>(ofPairs), Vector512.Create<float>(added));
    }

    /// <summary>By the pair, what is added to the bits of a magnitude to move it to the next pair where it lies beyond the border.</summary>
    public Vector512<int> Moves { get; }

    /// <summary>By the pair so found, what a magnitude is multiplied by to be the place after its own, which is rounded up.</summary>
    public Vector512<float> Factors { get; }

    /// <summary>By the pair so found, what is added.</summary>
    public Vector512<float> Addends { get; }
}
