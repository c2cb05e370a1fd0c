// What Adam averages, otherwise: the first moment in other forms.

// QHAdam (Ma and Yarats, 2019).
[Optimizer]
public sealed partial class QuasiHyperbolicAdam
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.995, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(0.7)] public partial double Nu1 { get; set; }
    [Hyperparameter(1, Min = 0, Max = 1)] public partial double Nu2 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * g;
        v = Beta2 * v + (1 - Beta2) * g * g;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        p -= Alpha * ((1 - Nu1) * g + Nu1 * mHat) / (Math.Sqrt((1 - Nu2) * (g * g) + Nu2 * vHat) + Eps);
    }
}

// Adan (Xie et al., 2022) in its own direction of β: the share of the new.
[Optimizer]
public sealed partial class AdaptiveNesterov
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.02, Above = 0, Max = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.08, Above = 0, Max = 1)] public partial double B2 { get; set; }
    [Hyperparameter(0.01, Above = 0, Max = 1)] public partial double B3 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Eps { get; set; }
    [Hyperparameter(0.02, Min = 0)] public partial double LambdaK { get; set; }

    [Update]
    private void Update(ref double theta, double g, [State] ref double m, [State] ref double v, [State] ref double n, [State] ref double gOld, [Step] int k)
    {
        var difference = k == 1 ? 0 : g - gOld;
        m = (1 - B1) * m + B1 * g;
        v = (1 - B2) * v + B2 * difference;
        var square = g + (1 - B2) * difference;
        n = (1 - B3) * n + B3 * square * square;
        var mHat = m / (1 - Math.Pow(1 - B1, k));
        var vHat = v / (1 - Math.Pow(1 - B2, k));
        var nHat = n / (1 - Math.Pow(1 - B3, k));
        var eta = Eta / (Math.Sqrt(nHat) + Eps);
        theta = (theta - eta * (mHat + (1 - B2) * vHat)) / (1 + LambdaK * Eta);
        gOld = g;
    }
}

// AdEMAMix (Pagliardini et al., 2024) without the warm-up of α and β₃; the paper leaves the slow average as it is.
// Info: DSC0203
[Optimizer]
public sealed partial class TwoMemories
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(0.9999, Min = 0, Below = 1)] public partial double Beta3 { get; set; }
    [Hyperparameter(5, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Eps { get; set; }
    [Hyperparameter(0.1, Min = 0)] public partial double Wd { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double fast, [State] ref double slow, [State] ref double second, [Step] int t)
    {
        fast = Beta1 * fast + (1 - Beta1) * g;
        slow = Beta3 * slow + (1 - Beta3) * g;
        second = Beta2 * second + (1 - Beta2) * g * g;
        var denom = Math.Sqrt(second / (1 - Math.Pow(Beta2, t))) + Eps;
        p -= Lr * ((fast / (1 - Math.Pow(Beta1, t)) + Alpha * slow) / denom + Wd * p);
    }
}

// LaProp (Ziyin et al., 2020): normalise first, then average, with the learning rate inside the average.
[Optimizer]
public sealed partial class NormaliseThenAverage
{
    [Hyperparameter(4e-4, Min = 0)] public partial double Lambda { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Mu { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Nu { get; set; }
    [Hyperparameter(1e-15, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double m, [State] ref double n, [Step] int t)
    {
        n = Nu * n + (1 - Nu) * g * g;
        var cn = 1 - Math.Pow(Nu, t);
        var cm = 1 - Math.Pow(Mu, t);
        m = Mu * m + (1 - Mu) * Lambda * g / (Math.Sqrt(n / cn) + Eps);
        p -= m / cm;
    }
}

// Adai (Xie et al., 2020): inertia from the second moment of each weight against that of the tensor.
[Optimizer]
public sealed partial class AdaptiveInertia
{
    [Hyperparameter(1, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.1, Min = 0, Below = 1)] public partial double Beta0 { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-3, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double m, [State] ref double v, [State(Initial = 1)] ref double product, [Step] int t)
    {
        v = Beta2 * v + (1 - Beta2) * g * g;
        var vHat = v / (1 - Math.Pow(Beta2, t));
        var mean = Reduce.Sum(vHat) / Reduce.Sum(1);
        var beta1 = Math.Clamp(1 - (mean > 0 ? vHat / mean * Beta0 : 0), 0, 1 - Eps);
        m = beta1 * m + (1 - beta1) * g;
        product *= beta1;
        p -= Lr * m / (1 - product);
    }
}
