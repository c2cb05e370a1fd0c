// Second moments without a first: the relatives of AdaGrad and RMSProp.

// AdaGrad with ε inside the root, as Duchi et al. write it with δ.
[Optimizer]
public sealed partial class AdaGradDelta
{
    [Hyperparameter(0.1, Min = 0)] public partial double η { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double δ { get; set; }

    [Update]
    private void Update(ref double x, double g, [State] ref double s)
    {
        s += g * g;
        x -= η / (δ + Math.Sqrt(s)) * g;
    }
}

// Hinton's slide 29: 0.9 and 0.1 as numbers.
[Optimizer]
public sealed partial class HintonsRmsProp
{
    [Hyperparameter(0.001, Min = 0)] public partial double Rate { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double meanSquare)
    {
        meanSquare = 0.9 * meanSquare + 0.1 * g * g;
        w -= Rate * g / (Math.Sqrt(meanSquare) + 1e-8);
    }
}

// Graves (2013): centred, momentum, and 1e-4 inside the root.
[Optimizer]
public sealed partial class GravesRmsProp
{
    [Hyperparameter(1e-4, Min = 0)] public partial double Rate { get; set; }

    [Update]
    private void Update(ref double w, double e, [State] ref double n, [State] ref double g, [State] ref double delta)
    {
        n = 0.95 * n + 0.05 * e * e;
        g = 0.95 * g + 0.05 * e;
        delta = 0.9 * delta - Rate * e / Math.Sqrt(Math.Max(n - g * g, 0) + 1e-4);
        w += delta;
    }
}
