// Second moments in their many forms: the relatives of Adam.

// AdaBound (Luo et al., 2019): the rate of each weight between two bounds that close.
[Optimizer]
public sealed partial class Bounded
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.1, Above = 0)] public partial double FinalLr { get; set; }
    [Hyperparameter(1e-3, Above = 0)] public partial double Gamma { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Eps { get; set; }
    [Hyperparameter(false)] public partial bool AmsBound { get; set; }

    [Update]
    private void Update(ref double p, double grad, [State] ref double expAvg, [State] ref double expAvgSq, [State] ref double maxExpAvgSq, [Step] int t)
    {
        expAvg = Beta1 * expAvg + (1 - Beta1) * grad;
        expAvgSq = Beta2 * expAvgSq + (1 - Beta2) * grad * grad;
        var second = expAvgSq;
        if (AmsBound)
        {
            maxExpAvgSq = Math.Max(maxExpAvgSq, expAvgSq);
            second = maxExpAvgSq;
        }

        var stepSize = Lr * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t));
        var lower = FinalLr * (1 - 1 / (Gamma * t + 1));
        var upper = FinalLr * (1 + 1 / (Gamma * t));
        p -= Math.Clamp(stepSize / (Math.Sqrt(second) + Eps), lower, upper) * expAvg;
    }
}

// Padam (Chen et al., 2018) with its exponent.
[Optimizer]
public sealed partial class PartiallyAdaptive
{
    [Hyperparameter(0.1, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.125, Above = 0, Max = 0.5)] public partial double Partial { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double m, [State] ref double v, [State] ref double vMax, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * g;
        v = Beta2 * v + (1 - Beta2) * g * g;
        vMax = Math.Max(v, vMax);
        var denom = Math.Sqrt(vMax) + Eps;
        p -= Lr * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t)) * m / Math.Pow(denom, 2 * Partial);
    }
}

// DiffGrad (Dubey et al., 2019): friction from the change of the gradient, through a logistic function.
[Optimizer]
public sealed partial class DifferenceGradient
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.95, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double p, double grad, [State] ref double m, [State] ref double v, [State] ref double previousGrad, [Step] int t)
    {
        m = B1 * m + (1 - B1) * grad;
        v = B2 * v + (1 - B2) * grad * grad;
        var friction = 1 / (1 + Math.Exp(-Math.Abs(previousGrad - grad)));
        previousGrad = grad;
        p -= Lr * Math.Sqrt(1 - Math.Pow(B2, t)) / (1 - Math.Pow(B1, t)) * (m * friction) / (Math.Sqrt(v) + Eps);
    }
}

// AdaMod (Ding et al., 2019): the rates are averaged and bounded by their average.
[Optimizer]
public sealed partial class Moderated
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta3 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double m, [State] ref double v, [State] ref double s, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * g;
        v = Beta2 * v + (1 - Beta2) * g * g;
        var rate = Lr * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t)) / (Math.Sqrt(v) + Eps);
        s = Beta3 * s + (1 - Beta3) * rate;
        p -= Math.Min(rate, s) * m;
    }
}

// AdaHessian (Yao et al., 2021): the Hessian's diagonal comes with the gradient.
[Optimizer]
public sealed partial class HessianMoments
{
    [Hyperparameter(0.15, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-4, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double p, double g, [Input] double hessian, [State] ref double expAvg, [State] ref double expHessianDiagSq, [Step] int t)
    {
        expAvg = Beta1 * expAvg + (1 - Beta1) * g;
        expHessianDiagSq = Beta2 * expHessianDiagSq + (1 - Beta2) * hessian * hessian;
        var denom = Math.Sqrt(expHessianDiagSq / (1 - Math.Pow(Beta2, t))) + Eps;
        p -= Lr / (1 - Math.Pow(Beta1, t)) * expAvg / denom;
    }
}

// ADOPT (Taniguchi et al., 2024): the second moment of before, clipped by t^0.25.
[Optimizer]
public sealed partial class AnyBeta
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.9999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        if (t == 1)
        {
            v = g * g;
            return;
        }

        var clip = Math.Pow(t - 1, 0.25);
        m = Beta1 * m + (1 - Beta1) * Math.Clamp(g / Math.Max(Math.Sqrt(v), Eps), -clip, clip);
        p -= Lr * m;
        v = Beta2 * v + (1 - Beta2) * g * g;
    }
}

// MADGRAD (Defazio and Jelassi, 2021): dual averaging with a cube root.
[Optimizer]
public sealed partial class DualAveragedCubeRoot
{
    [Hyperparameter(1e-2, Above = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double x, double grad, [State(From = nameof(x))] double x0, [State] ref double gradSumSq, [State] ref double s, [Step] int k)
    {
        var lamb = Lr * Math.Sqrt(k);
        gradSumSq += lamb * grad * grad;
        s += lamb * grad;
        var z = x0 - s / (Math.Cbrt(gradSumSq) + Eps);
        x = Momentum * x + (1 - Momentum) * z;
    }
}

// Adam-atan2 (Everett et al., 2024): no ε at all.
[Optimizer]
public sealed partial class ArcTangentAdam
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1.27, Above = 0)] public partial double A { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * g;
        v = Beta2 * v + (1 - Beta2) * g * g;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        p -= Lr * A * Math.Atan2(mHat, Math.Sqrt(vHat));
    }
}

// Eve (Hayashi et al., 2016) needs the loss; this is its relative with a decaying rate and Adam's moments, as its code falls back to.
[Optimizer]
public sealed partial class AdamWithInverseDecay
{
    [Hyperparameter(1e-3, Min = 0)] public partial double A1 { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Decay { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        const double b1 = 0.9;
        const double b2 = 0.999;
        m = b1 * m + (1 - b1) * g;
        v = b2 * v + (1 - b2) * (g * g);
        var mHat = m / (1 - Math.Pow(b1, t));
        var vHat = v / (1 - Math.Pow(b2, t));
        p -= A1 / (1 + Decay * t) * mHat / (Math.Sqrt(vHat) + 1e-8);
    }
}

// StableAdamW (Wortsman et al., 2023): the rate falls where the update is too large.
[Optimizer]
public sealed partial class UpdateClippedAdam
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double Eps { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double Lamb { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double v, [State] ref double u, [Step] int t)
    {
        v = Beta1 * v + (1 - Beta1) * g;
        u = Beta2 * u + (1 - Beta2) * g * g;
        var vHat = v / (1 - Math.Pow(Beta1, t));
        var uHat = u / (1 - Math.Pow(Beta2, t));
        var rms = Math.Sqrt(Reduce.Sum(g * g / Math.Max(uHat, Eps * Eps)) / Reduce.Sum(1));
        var eta = Lr / Math.Max(1, rms);
        p -= eta * Lamb * p;
        p -= eta * vHat / (Math.Sqrt(uHat) + Eps);
    }
}

// AdaSmooth (Lu, 2022): a decay from the efficiency ratio of the path.
[Optimizer]
public sealed partial class EfficiencyRatio
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.5, Min = 0, Below = 1)] public partial double Rho1 { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Rho2 { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double x, double g, [State] ref double s, [State] ref double n, [State] ref double square)
    {
        var ratio = n > 0 ? Math.Abs(s) / n : 1;
        var c = (Rho2 - Rho1) * ratio + (1 - Rho2);
        square = c * c * g * g + (1 - c * c) * square;
        var delta = -Eta * g / (Math.Sqrt(square) + Eps);
        s += delta;
        n += Math.Abs(delta);
        x += delta;
    }
}
