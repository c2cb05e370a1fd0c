namespace Descent.Tests;

/// <summary>Adam, strict.</summary>
[Optimizer]
internal sealed partial class AdamForTests
{
    public const double Rate = 1e-3, Beta1 = 0.9, Beta2 = 0.999;

    [Update]
    private static void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        weight -= Rate * (m / (1 - Math.Pow(Beta1, t))) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + 1e-8);
    }
}

/// <summary>The same, relaxed.</summary>
[Optimizer(Math = FloatMath.Relaxed)]
internal sealed partial class RelaxedAdamForTests
{
    private const double Rate = AdamForTests.Rate, Beta1 = AdamForTests.Beta1, Beta2 = AdamForTests.Beta2;

    [Update]
    private static void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        weight -= Rate * (m / (1 - Math.Pow(Beta1, t))) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + 1e-8);
    }
}

/// <summary>The functions that relaxed rules compute for all lanes at once, one a state.</summary>
[Optimizer(Math = FloatMath.Relaxed)]
internal sealed partial class RelaxedFunctionsForTests
{
    // The states are what the test reads.
#pragma warning disable DSC0103
    [Update]
    private static void Update(
        ref double weight, double gradient, [State] ref double exp, [State] ref double log, [State] ref double log2, [State] ref double log10,
        [State] ref double sin, [State] ref double cos, [State] ref double tan, [State] ref double asin, [State] ref double acos, [State] ref double atan,
        [State] ref double sinh, [State] ref double cosh, [State] ref double tanh, [State] ref double cbrt, [State] ref double pow, [State] ref double atan2)
#pragma warning restore DSC0103
    {
        exp = Math.Exp(gradient);
        log = Math.Log(Math.Abs(gradient));
        log2 = Math.Log2(Math.Abs(gradient));
        log10 = Math.Log10(Math.Abs(gradient));
        sin = Math.Sin(gradient);
        cos = Math.Cos(gradient);
        tan = Math.Tan(gradient);
        asin = Math.Asin(gradient);
        acos = Math.Acos(gradient);
        atan = Math.Atan(gradient);
        sinh = Math.Sinh(gradient);
        cosh = Math.Cosh(gradient);
        tanh = Math.Tanh(gradient);
        cbrt = Math.Cbrt(gradient);
        pow = Math.Pow(gradient, weight);
        atan2 = Math.Atan2(gradient, weight);
        weight -= gradient;
    }
}
