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

/// <summary>The functions that relaxed rules take from <see cref="System.Numerics.Vector"/>, one a state.</summary>
[Optimizer(Math = FloatMath.Relaxed)]
internal sealed partial class RelaxedFunctionsForTests
{
    // The states are what the test reads.
#pragma warning disable DSC0103
    [Update]
    private static void Update(
        ref double weight, double gradient, [State] ref double exp, [State] ref double log, [State] ref double log2, [State] ref double sin, [State] ref double cos)
#pragma warning restore DSC0103
    {
        exp = Math.Exp(gradient);
        log = Math.Log(Math.Abs(gradient));
        log2 = Math.Log2(Math.Abs(gradient));
        sin = Math.Sin(gradient);
        cos = Math.Cos(gradient);
        weight -= gradient;
    }
}
