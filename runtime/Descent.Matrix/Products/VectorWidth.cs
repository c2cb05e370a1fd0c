using System.Runtime.Intrinsics;

namespace Descent.Matrices;

/// <summary>How wide the vectors of products are, which no result depends on.</summary>
internal enum VectorWidth
{
    /// <summary>One number.</summary>
    One,

    /// <summary>128 bits.</summary>
    Bits128,

    /// <summary>256 bits.</summary>
    Bits256,

    /// <summary>512 bits.</summary>
    Bits512,
}

/// <summary>Makes what computes products at a width.</summary>
internal static class VectorWidths
{
    /// <summary>The widest that the processor is good at.</summary>
    public static VectorWidth Best
        => Vector512.IsHardwareAccelerated ? VectorWidth.Bits512
            : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256
            : Vector128.IsHardwareAccelerated ? VectorWidth.Bits128
            : VectorWidth.One;

    public static ProductWork<float> WorkOfFloat(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => new ProductWork<Vectors512, Vector512<float>, float>(),
        VectorWidth.Bits256 => new ProductWork<Vectors256, Vector256<float>, float>(),
        VectorWidth.Bits128 => new ProductWork<Vectors128, Vector128<float>, float>(),
        _ => new ProductWork<Numbers, float, float>(),
    };

    public static ProductWork<double> WorkOfDouble(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => new ProductWork<Vectors512, Vector512<double>, double>(),
        VectorWidth.Bits256 => new ProductWork<Vectors256, Vector256<double>, double>(),
        VectorWidth.Bits128 => new ProductWork<Vectors128, Vector128<double>, double>(),
        _ => new ProductWork<Numbers, double, double>(),
    };
}
