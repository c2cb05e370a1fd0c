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
