// Projections, proximal steps, mirror descent and dual averaging.

// Projected descent onto what is not negative.
[Optimizer]
public sealed partial class NonNegative
{
    [Hyperparameter(0.01, Min = 0)] public partial double Eta { get; set; }

    [Update]
    private void Update(ref double x, double g) => x = Math.Max(x - Eta * g, 0);
}

// Projected momentum onto a box that need not lie around 0.
[Optimizer]
public sealed partial class BoxConstrained
{
    [Hyperparameter(0.01, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Mu { get; set; }
    [Hyperparameter(0)] public partial double Lower { get; set; }
    [Hyperparameter(1)] public partial double Upper { get; set; }

    [Update]
    private void Update(ref double x, double g, [State] ref double v)
    {
        v = Mu * v - Eta * g;
        x = Math.Min(Math.Max(x + v, Lower), Upper);
    }
}

// Projected Adam: a scale that must stay positive.
[Optimizer]
public sealed partial class PositiveAdam
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double Least { get; set; }

    [Update]
    private void Update(ref double s, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        s -= Lr * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
        s = s < Least ? Least : s;
    }
}

// The weights of a tensor stay in a ball: max-norm (Srebro; Srivastava et al., 2014).
[Optimizer]
public sealed partial class MaxNorm
{
    [Hyperparameter(0.1, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(3, Above = 0)] public partial double C { get; set; }

    [Update]
    private void Update(ref double w, double g)
    {
        w -= Rate * g;
        var norm = Math.Sqrt(Reduce.Sum(w * w));
        w *= norm > C ? C / norm : 1;
    }
}

// Descent on the unit sphere: the tangential part of the gradient, then back to length 1.
[Optimizer]
public sealed partial class OnTheSphere
{
    [Hyperparameter(0.05, Min = 0)] public partial double Angle { get; set; }

    [Update]
    private void Update(ref double w, double g)
    {
        var radial = Reduce.Sum(w * g);
        w -= Angle * (g - radial * w);
        w /= Math.Max(Math.Sqrt(Reduce.Sum(w * w)), 1e-12);
    }
}

// ISTA (Daubechies et al., 2004): gradient step, then soft threshold; λ on.
[Optimizer]
public sealed partial class Ista
{
    [Hyperparameter(0.1, Min = 0)] public partial double Tau { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double Lambda { get; set; }

    [Update]
    private void Iterate(ref double x, double g)
    {
        var forward = x - Tau * g;
        x = Shrink(forward, Tau * Lambda);
    }

    private static double Shrink(double x, double threshold) => Math.Sign(x) * Math.Max(Math.Abs(x) - threshold, 0);
}

// FISTA (Beck and Teboulle, 2009): gradients are taken at y.
[Optimizer]
public sealed partial class Fista
{
    [Hyperparameter(0.1, Min = 0)] public partial double StepSize { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double Reg { get; set; }

    [Update]
    private void Iterate(ref double y, double g, [State(From = nameof(y))] ref double x, [State(Per = Per.Tensor, Initial = 1)] ref double s)
    {
        var u = y - StepSize * g;
        var shrunk = u > StepSize * Reg ? u - StepSize * Reg : u < -StepSize * Reg ? u + StepSize * Reg : 0;
        var sNext = 0.5 * (1 + Math.Sqrt(1 + 4 * s * s));
        y = shrunk + (s - 1) / sNext * (shrunk - x);
        x = shrunk;
        s = sNext;
    }
}

// Elastic net by its proximal operator: threshold, then shrink.
[Optimizer]
public sealed partial class ProximalElasticNet
{
    [Hyperparameter(0.05, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double L1 { get; set; }
    [Hyperparameter(1e-2, Min = 0)] public partial double L2 { get; set; }

    [Update]
    private void Update(ref double w, double g)
    {
        var z = w - Eta * g;
        w = Math.CopySign(Math.Max(Math.Abs(z) - Eta * L1, 0), z) / (1 + Eta * L2);
    }
}

// Group lasso: the whole tensor shrinks at once.
[Optimizer]
public sealed partial class GroupLasso
{
    [Hyperparameter(0.05, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double Penalty { get; set; }

    [Update]
    private void Update(ref double w, double g)
    {
        w -= Eta * g;
        var norm = Math.Sqrt(Reduce.Sum(w * w));
        w *= norm > Eta * Penalty ? 1 - Eta * Penalty / norm : 0;
    }
}

// Regularised dual averaging (Xiao, 2010): √t / γ times the thresholded mean gradient.
[Optimizer]
public sealed partial class RegularisedDualAveraging
{
    [Hyperparameter(5, Above = 0)] public partial double Gamma { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double Lambda { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double mean, [Step] int t)
    {
        mean = (t - 1.0) / t * mean + g / t;
        w = Math.Abs(mean) <= Lambda ? 0 : -Math.Sqrt(t) / Gamma * (mean - Lambda * Math.Sign(mean));
    }
}

// FTRL-proximal as in the paper's algorithm 1, with all four constants.
[Optimizer]
public sealed partial class FollowTheLeader
{
    [Hyperparameter(0.1, Above = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(1, Min = 0)] public partial double Beta { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double Lambda1 { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double Lambda2 { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double z, [State] ref double n)
    {
        var sigma = (Math.Sqrt(n + g * g) - Math.Sqrt(n)) / Alpha;
        z += g - sigma * w;
        n += g * g;
        w = Math.Abs(z) <= Lambda1 ? 0 : -(z - Math.Sign(z) * Lambda1) / ((Beta + Math.Sqrt(n)) / Alpha + Lambda2);
    }
}

// Exponentiated gradient (Kivinen and Warmuth, 1997), on the simplex.
[Optimizer]
public sealed partial class ExponentiatedGradient
{
    [Hyperparameter(0.1, Min = 0)] public partial double Eta { get; set; }

    [Update]
    private void Update(ref double w, double g)
    {
        var grown = w * Math.Exp(-Eta * g);
        w = grown / Math.Max(Reduce.Sum(grown), 1e-300);
    }
}

// Mirror descent with the p-norm's relative: hyperbolic entropy (Ghai et al., 2020).
[Optimizer]
public sealed partial class HyperbolicEntropy
{
    [Hyperparameter(0.1, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(1, Above = 0)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double w, double g)
    {
        var size = Math.Abs(w) / Beta;
        var dual = Math.Sign(w) * Math.Log(size + Math.Sqrt(size * size + 1));
        w = Beta * Math.Sinh(dual - Eta * g);
    }
}

// Dual averaging (Nesterov, 2009): the weight is where it began, less a share of the sum.
[Optimizer]
public sealed partial class SimpleDualAveraging
{
    [Hyperparameter(0.1, Min = 0)] public partial double Gamma { get; set; }

    [Update]
    private void Update(ref double x, double g, [State(From = nameof(x))] double x0, [State] ref double s, [Step] int t)
    {
        s += g;
        x = x0 - Gamma / Math.Sqrt(t) * s;
    }
}
