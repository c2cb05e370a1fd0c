using System.Runtime.CompilerServices;
using Descent.CompilerServices;
using Descent.Generator.IR;

namespace Descent.Tests.Strictness.Rounding;

/// <summary>Functions by the vectors that loops take where there are none of 512 bits: where there are, no loop of this process takes them.</summary>
internal static class DefaultVectors
{
    /// <summary>The function of each pair.</summary>
    public static float[] Apply(Opcode function, float[] x, float[] y) => Apply<DefaultLanes<float, NearMemory>>(function, x, y);

    private static float[] Apply<TLanes>(Opcode function, float[] x, float[] y)
        where TLanes : struct, ILanes<TLanes, float>
    {
        var results = new float[x.Length];
        for (var start = 0; start < x.Length; start += TLanes.Count)
        {
            // The last vector has what is left, and zeros.
            var count = Math.Min(TLanes.Count, x.Length - start);
            TLanes.StoreTail(Apply(function, TLanes.LoadTail(x.AsSpan(start, count)), TLanes.LoadTail(y.AsSpan(start, count))), results.AsSpan(start, count));
        }

        return results;
    }

    private static TLanes Apply<TLanes>(Opcode function, TLanes x, TLanes y)
        where TLanes : struct, ILanes<TLanes, float>
        => function switch
        {
            Opcode.Exp => TLanes.Exp(x),
            Opcode.Log => TLanes.Log(x),
            Opcode.Log2 => TLanes.Log2(x),
            Opcode.Log10 => TLanes.Log10(x),
            Opcode.Sin => TLanes.Sin(x),
            Opcode.Cos => TLanes.Cos(x),
            Opcode.Tan => TLanes.Tan(x),
            Opcode.Asin => TLanes.Asin(x),
            Opcode.Acos => TLanes.Acos(x),
            Opcode.Atan => TLanes.Atan(x),
            Opcode.Sinh => TLanes.Sinh(x),
            Opcode.Cosh => TLanes.Cosh(x),
            Opcode.Tanh => TLanes.Tanh(x),
            Opcode.Cbrt => TLanes.Cbrt(x),
            Opcode.Pow => TLanes.Pow(x, y),
            Opcode.Atan2 => TLanes.Atan2(x, y),
            Opcode.Hypot => TLanes.Hypot(x, y),
            _ => throw new SwitchExpressionException(function),
        };
}
