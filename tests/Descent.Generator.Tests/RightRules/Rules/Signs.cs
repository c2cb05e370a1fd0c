// Rules of signs.

// signSGD (Bernstein et al., 2018).
[Optimizer]
public sealed partial class OneBit
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Delta { get; set; }

    [Update]
    private void Update(ref double x, double g) => x -= Delta * Math.Sign(g);
}

// Signum with decay outside the sign.
[Optimizer]
public sealed partial class SignMomentum
{
    [Hyperparameter(1e-4, Min = 0)] public partial double δ { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double β { get; set; }
    [Hyperparameter(0.1, Min = 0)] public partial double λ { get; set; }

    [Update]
    private void Update(ref double x, double g, [State] ref double m)
    {
        m = β * m + (1 - β) * g;
        x -= δ * (Math.Sign(m) + λ * x);
    }
}

// FOCUS (Liu et al., 2025): signed momentum, and a pull of the sign towards an average of the weights.
[Optimizer]
public sealed partial class FirstOrderConcentrated
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(0.2, Min = 0)] public partial double Gamma { get; set; }
    [Hyperparameter(0.1, Min = 0)] public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double theta, double g, [State] ref double m, [State] ref double mean, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * g;
        mean = Beta2 * mean + (1 - Beta2) * theta;
        var centre = mean / (1 - Math.Pow(Beta2, t));
        theta -= Alpha * WeightDecay * theta;
        theta -= Alpha * (Math.Sign(m) + Gamma * Math.Sign(theta - centre));
    }
}

// Lion with a soft sign: an arctangent, as some ports smooth it.
[Optimizer]
public sealed partial class SoftLion
{
    [Hyperparameter(1e-4, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.95, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.98, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1, Min = 0)] public partial double Decay { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double Width { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double m)
    {
        var c = Beta1 * m + (1 - Beta1) * g;
        w -= Lr * (c / (Math.Abs(c) + Width) + Decay * w);
        m = Beta2 * m + (1 - Beta2) * g;
    }
}

// Cautious Lion (Liang et al., 2024): what disagrees with the gradient is left out, the rest grows by the share that is left.
[Optimizer]
public sealed partial class CautiousSigns
{
    [Hyperparameter(1e-4, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(true)] public partial bool Cautious { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double m)
    {
        double u = Math.Sign(Beta1 * m + (1 - Beta1) * g);
        var share = Reduce.Count(u * g > 0) / Reduce.Sum(1);
        if (Cautious)
        {
            u = u * g > 0 ? u / Math.Max(share, 1e-3) : 0;
        }

        m = Beta2 * m + (1 - Beta2) * g;
        p -= Lr * u;
    }
}

// Grams (Cao et al., 2024): Adam's magnitude with the gradient's sign.
[Optimizer]
public sealed partial class MagnitudeAndSign
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = B1 * m + (1 - B1) * g;
        v = B2 * v + (1 - B2) * g * g;
        var u = m / (1 - Math.Pow(B1, t)) / (Math.Sqrt(v / (1 - Math.Pow(B2, t))) + Eps);
        w -= Lr * Math.Sign(g) * Math.Abs(u);
    }
}

// Rprop− (Igel and Hüsken, 2000): no memory of steps, no backtracking.
[Optimizer]
public sealed partial class RpropMinus
{
    [Hyperparameter(0.0125, Above = 0)] public partial double Delta0 { get; set; }
    [Hyperparameter(1.2, Above = 1)] public partial double EtaPlus { get; set; }
    [Hyperparameter(0.5, Above = 0, Below = 1)] public partial double EtaMinus { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(From = nameof(Delta0))] ref double delta, [State] ref double gOld)
    {
        delta = g * gOld > 0 ? Math.Min(delta * EtaPlus, 50) : g * gOld < 0 ? Math.Max(delta * EtaMinus, 0) : delta;
        w -= Math.Sign(g) * delta;
        gOld = g;
    }
}

// SuperSAB (Tollenaere, 1990): a rate for each weight, with momentum.
[Optimizer]
public sealed partial class SuperSab
{
    [Hyperparameter(0.01, Above = 0)] public partial double InitialRate { get; set; }
    [Hyperparameter(1.05, Above = 1)] public partial double Up { get; set; }
    [Hyperparameter(0.5, Above = 0, Below = 1)] public partial double Down { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Alpha { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(From = nameof(InitialRate))] ref double rate, [State] ref double gOld, [State] ref double change)
    {
        var agreement = g * gOld;
        rate *= agreement > 0 ? Up : agreement < 0 ? Down : 1;
        change = agreement < 0 ? 0 : Alpha * change - rate * g;
        w += change;
        gOld = g;
    }
}

// Delta-bar-delta (Jacobs, 1988): rates grow by a constant and shrink by a factor.
[Optimizer]
public sealed partial class DeltaBarDelta
{
    [Hyperparameter(0.05, Above = 0)] public partial double Epsilon0 { get; set; }
    [Hyperparameter(0.005, Min = 0)] public partial double Kappa { get; set; }
    [Hyperparameter(0.2, Min = 0, Below = 1)] public partial double Phi { get; set; }
    [Hyperparameter(0.7, Min = 0, Below = 1)] public partial double Theta { get; set; }

    [Update]
    private void Update(ref double w, double delta, [State(From = nameof(Epsilon0))] ref double epsilon, [State] ref double deltaBar)
    {
        epsilon = deltaBar * delta > 0 ? epsilon + Kappa : deltaBar * delta < 0 ? epsilon * (1 - Phi) : epsilon;
        deltaBar = (1 - Theta) * delta + Theta * deltaBar;
        w -= epsilon * delta;
    }
}
