namespace Descent.Benchmarks.Catalogue;

/// <summary>What memory allows for a rule without state: weights read and written, gradients read.</summary>
[Optimizer]
internal sealed partial class Limit0
{
    [Update]
    private static void Update(ref double weight, double gradient) => weight += gradient;
}

/// <summary>The same with one state, read and written.</summary>
[Optimizer]
internal sealed partial class Limit1
{
    [Update]
    private static void Update(ref double weight, double gradient, [State] ref double a)
    {
        a += gradient;
        weight += a;
    }
}

/// <summary>The same with two states.</summary>
[Optimizer]
internal sealed partial class Limit2
{
    [Update]
    private static void Update(ref double weight, double gradient, [State] ref double a, [State] ref double b)
    {
        a += gradient;
        b += gradient;
        weight += a + b;
    }
}

/// <summary>The same with three states.</summary>
[Optimizer]
internal sealed partial class Limit3
{
    [Update]
    private static void Update(ref double weight, double gradient, [State] ref double a, [State] ref double b, [State] ref double c)
    {
        a += gradient;
        b += gradient;
        c += gradient;
        weight += a + b + c;
    }
}

/// <summary>The same with four states.</summary>
[Optimizer]
internal sealed partial class Limit4
{
    [Update]
    private static void Update(
        ref double weight, double gradient, [State] ref double a, [State] ref double b, [State] ref double c, [State] ref double d)
    {
        a += gradient;
        b += gradient;
        c += gradient;
        d += gradient;
        weight += a + b + (c + d);
    }
}
