using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

/// <summary>
/// A code as tables that vectors of 512 bits look up: the steps between its borders, of which the first is that of zero and the last that of 1, and the line of each.
/// </summary>
internal readonly struct BlockSteps
{
    /// <summary>From this magnitude to 1 the last five bits of the exponent tell exponents apart.</summary>
    public const float Smallest = 1f / (1L << 31);

    /// <param name="code">The code.</param>
    public BlockSteps(BlockCode code)
    {
        float[] borders = [code.Smallest, .. code.Borders];
        var (steps, next) = (new int[32], new float[32]);
        for (var exponent = 96; exponent < 128; exponent++)
        {
            var lowest = BitConverter.Int32BitsToSingle(exponent << 23);
            var step = borders.Count(border => border < lowest);
            (steps[exponent % 32], next[exponent % 32]) = (step, borders[step]);
        }

        var zero = code.IsSigned ? 1 : 2;
        (LowSteps, HighSteps) = (Vector512.Create<int>(steps), Vector512.Create<int>(steps, 16));
        (LowBorders, HighBorders) = (Vector512.Create<float>(next), Vector512.Create<float>(next, 16));
        Factors = Vector512.Create<float>([0, .. code.Factors, 0, 0, 0, 0, 0, 0, 0]);
        Addends = Vector512.Create<float>([zero, .. code.Addends, 0, 0, 0, 0, 0, 0, 0]);
        Limits = Vector512.Create<int>([zero, .. code.Limits.Select(limit => limit + 1), 0, 0, 0, 0, 0, 0, 0]);
    }

    /// <summary>By the last five bits of the exponent, the step on which its smallest magnitude is: the first sixteen.</summary>
    public Vector512<int> LowSteps { get; }

    /// <summary>The same, the last sixteen.</summary>
    public Vector512<int> HighSteps { get; }

    /// <summary>By the last five bits of the exponent, the border that may lie among its magnitudes, or lies above them: the first sixteen.</summary>
    public Vector512<float> LowBorders { get; }

    /// <summary>The same, the last sixteen.</summary>
    public Vector512<float> HighBorders { get; }

    /// <summary>By the step, what a magnitude is multiplied by to be the place after its own, which is rounded up.</summary>
    public Vector512<float> Factors { get; }

    /// <summary>By the step, what is added.</summary>
    public Vector512<float> Addends { get; }

    /// <summary>By the step, the place after its last.</summary>
    public Vector512<int> Limits { get; }
}
