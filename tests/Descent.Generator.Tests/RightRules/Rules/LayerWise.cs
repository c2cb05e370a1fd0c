// Rules that know the norm of their tensor.

// LARS (You et al., 2017) with the trust coefficient and the decay inside the ratio.
[Optimizer]
public sealed partial class LayerWiseRates
{
    [Hyperparameter(0.1, Min = 0)] public partial double BaseLr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double M { get; set; }
    [Hyperparameter(5e-4, Min = 0)] public partial double Beta { get; set; }
    [Hyperparameter(0.001, Above = 0)] public partial double Eta { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        var weightNorm = Math.Sqrt(Reduce.Sum(w * w));
        var gradientNorm = Math.Sqrt(Reduce.Sum(g * g));
        var lambda = weightNorm > 0 && gradientNorm > 0 ? Eta * weightNorm / (gradientNorm + Beta * weightNorm) : 1;
        v = M * v + BaseLr * lambda * (g + Beta * w);
        w -= v;
    }
}

// LAMB with the norm of the weights clipped between 0 and 10, as in NVIDIA's code.
[Optimizer]
public sealed partial class ClippedTrust
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double Eps { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double Decay { get; set; }
    [Hyperparameter(10, Above = 0)] public partial double ClampValue { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * g;
        v = Beta2 * v + (1 - Beta2) * g * g;
        var adamStep = m / (1 - Math.Pow(Beta1, t)) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + Eps) + Decay * p;
        var weightNorm = Math.Min(Math.Sqrt(Reduce.Sum(p * p)), ClampValue);
        var adamNorm = Math.Sqrt(Reduce.Sum(adamStep * adamStep));
        var trustRatio = weightNorm == 0 || adamNorm == 0 ? 1 : weightNorm / adamNorm;
        p -= Lr * trustRatio * adamStep;
    }
}

// Normalised gradient descent.
[Optimizer]
public sealed partial class NormalisedGradient
{
    [Hyperparameter(0.01, Min = 0)] public partial double Length { get; set; }
    [Hyperparameter(1e-12, Above = 0)] public partial double Tiny { get; set; }

    [Update]
    private void Update(ref double w, double g) => w -= Length * g / (Math.Sqrt(Reduce.Sum(g * g)) + Tiny);
}

// Adaptive gradient clipping by the tensor (Brock et al., 2021) before momentum.
[Optimizer]
public sealed partial class ClippedByWeights
{
    [Hyperparameter(0.1, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.01, Above = 0)] public partial double Clipping { get; set; }
    [Hyperparameter(1e-3, Above = 0)] public partial double Eps { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        var limit = Clipping * Math.Max(Math.Sqrt(Reduce.Sum(w * w)), Eps);
        var norm = Math.Sqrt(Reduce.Sum(g * g));
        v = Momentum * v + (norm > limit ? g * (limit / norm) : g);
        w -= Lr * v;
    }
}

// Fromage (Bernstein et al., 2020).
[Optimizer]
public sealed partial class RelativeSteps
{
    [Hyperparameter(0.01, Min = 0)] public partial double Eta { get; set; }

    [Update]
    private void Update(ref double w, double g)
    {
        var weightNorm = Math.Sqrt(Reduce.Sum(w * w));
        var gradientNorm = Math.Sqrt(Reduce.Sum(g * g));
        var scale = weightNorm > 0 && gradientNorm > 0 ? weightNorm / gradientNorm : 1;
        w = (w - Eta * scale * g) / Math.Sqrt(1 + Eta * Eta);
    }
}

// Clipping by the global norm, then Adam.
[Optimizer]
public sealed partial class GloballyClipped
{
    [Hyperparameter(3e-4, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(1.0, Above = 0)] public partial double MaxNorm { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        var total = Math.Sqrt(Reduce.Sum(g * g, Per.Optimizer));
        var clipCoefficient = Math.Min(MaxNorm / (total + 1e-6), 1.0);
        g *= clipCoefficient;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        w -= Lr * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
    }
}

// AdamP's projection (Heo et al., 2021) for one tensor, without its test of the cosine.
[Optimizer]
public sealed partial class RadialPartRemoved
{
    [Hyperparameter(0.1, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        v = Momentum * v + g;
        var along = Reduce.Sum(w * v) / Math.Max(Reduce.Sum(w * w), 1e-16);
        w -= Lr * (v - along * w);
    }
}

// Polyak's step size with the gap to the best loss as a state that the program sets before each step.
[Optimizer]
public sealed partial class PolyakGap
{
    [Hyperparameter(1, Min = 0)] public partial double Scale { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(Per = Per.Tensor, Initial = 0.1)] double gap)
    {
        var square = Reduce.Sum(g * g);
        w -= Scale * (square > 0 ? gap / square : 0) * g;
    }
}
