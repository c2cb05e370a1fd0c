// Learning rates, momenta and decays that follow a schedule inside the rule.

// Cosine annealing from the first step to the last (Loshchilov and Hutter, 2017), without restarts.
[Optimizer]
public sealed partial class CosineMomentum
{
    [Hyperparameter(0.1, Min = 0)] public partial double MaxRate { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double MinRate { get; set; }
    [Hyperparameter(10000, Min = 1)] public partial int TotalSteps { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v, [Step] int t)
    {
        var progress = Math.Min((t - 1.0) / TotalSteps, 1);
        var rate = MinRate + 0.5 * (MaxRate - MinRate) * (1 + Math.Cos(Math.PI * progress));
        v = Momentum * v + g;
        w -= rate * v;
    }
}

// SGDR: warm restarts of a fixed period.
[Optimizer]
public sealed partial class CosineRestarts
{
    [Hyperparameter(0.1, Min = 0)] public partial double EtaMax { get; set; }
    [Hyperparameter(1e-5, Min = 0)] public partial double EtaMin { get; set; }
    [Hyperparameter(50, Min = 1)] public partial int Period { get; set; }

    [Update]
    private void Update(ref double w, double g, [Step] int t)
    {
        var current = (t - 1) % Period;
        var eta = EtaMin + (EtaMax - EtaMin) * (1 + Math.Cos(Math.PI * current / Period)) / 2;
        w -= eta * g;
    }
}

// Linear warm-up of the learning rate, then constant.
[Optimizer]
public sealed partial class LinearWarmUp
{
    [Hyperparameter(1e-3, Min = 0)] public partial double PeakRate { get; set; }
    [Hyperparameter(4000, Min = 1)] public partial int WarmUp { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.98, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-9, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        var rate = PeakRate * Math.Min(1.0, (double)t / WarmUp);
        m = B1 * m + (1 - B1) * g;
        v = B2 * v + (1 - B2) * g * g;
        w -= rate * (m / (1 - Math.Pow(B1, t))) / (Math.Sqrt(v / (1 - Math.Pow(B2, t))) + Eps);
    }
}

// "Attention is all you need": d^-0.5 * min(t^-0.5, t * warmup^-1.5).
[Optimizer]
public sealed partial class NoamSchedule
{
    [Hyperparameter(2, Min = 0)] public partial double Factor { get; set; }
    [Hyperparameter(512, Min = 1)] public partial int ModelSize { get; set; }
    [Hyperparameter(4000, Min = 1)] public partial int Warmup { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.98, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-9, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * g;
        v = Beta2 * v + (1 - Beta2) * g * g;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        w -= Rate(t) * mHat / (Math.Sqrt(vHat) + Eps);
    }

    private double Rate(int t) => Factor * Math.Pow(ModelSize, -0.5) * Math.Min(Math.Pow(t, -0.5), t * Math.Pow(Warmup, -1.5));
}

// One cycle (Smith, 2018): the rate up and down, the momentum down and up, then annihilation.
[Optimizer]
public sealed partial class OneCycle
{
    [Hyperparameter(0.1, Min = 0)] public partial double MaxLr { get; set; }
    [Hyperparameter(25, Above = 1)] public partial double DivFactor { get; set; }
    [Hyperparameter(1e4, Above = 1)] public partial double FinalDivFactor { get; set; }
    [Hyperparameter(1000, Min = 10)] public partial int TotalSteps { get; set; }
    [Hyperparameter(0.85, Min = 0, Below = 1)] public partial double BaseMomentum { get; set; }
    [Hyperparameter(0.95, Min = 0, Below = 1)] public partial double MaxMomentum { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v, [Step] int t)
    {
        var x = Math.Min((double)t / TotalSteps, 1);
        var low = MaxLr / DivFactor;
        double lr, momentum;
        if (x < 0.3)
        {
            lr = low + (MaxLr - low) * (x / 0.3);
            momentum = MaxMomentum + (BaseMomentum - MaxMomentum) * (x / 0.3);
        }
        else
        {
            var y = (x - 0.3) / 0.7;
            lr = MaxLr + (low / FinalDivFactor - MaxLr) * y;
            momentum = BaseMomentum + (MaxMomentum - BaseMomentum) * y;
        }

        v = momentum * v - lr * g;
        w += v;
    }
}

// Triangular cyclical learning rates (Smith, 2017): cycle = floor(1 + t / (2 s)), x = |t / s − 2 cycle + 1|.
[Optimizer]
public sealed partial class TriangularCycles
{
    [Hyperparameter(1e-3, Min = 0)] public partial double BaseLr { get; set; }
    [Hyperparameter(6e-3, Min = 0)] public partial double MaxLr { get; set; }
    [Hyperparameter(2000, Min = 1)] public partial int StepSize { get; set; }

    [Update]
    private void Update(ref double w, double g, [Step] int iterations)
    {
        var cycle = Math.Floor(1 + iterations / (2.0 * StepSize));
        var x = Math.Abs((double)iterations / StepSize - 2 * cycle + 1);
        w -= (BaseLr + (MaxLr - BaseLr) * Math.Max(0, 1 - x)) * g;
    }
}

// The same with whole numbers, and the amplitude halved at each cycle.
[Optimizer]
public sealed partial class TriangularCyclesHalved
{
    [Hyperparameter(1e-3, Min = 0)] public partial double BaseLr { get; set; }
    [Hyperparameter(6e-3, Min = 0)] public partial double MaxLr { get; set; }
    [Hyperparameter(200, Min = 1)] public partial int StepSize { get; set; }

    [Update]
    private void Update(ref double w, double g, [Step] int t)
    {
        var cycle = (t - 1) / (2 * StepSize);
        var inside = (t - 1) % (2 * StepSize);
        var x = inside < StepSize ? (double)inside / StepSize : 2 - (double)inside / StepSize;
        var amplitude = (MaxLr - BaseLr) * Math.Pow(0.5, cycle);
        w -= (BaseLr + amplitude * x) * g;
    }
}

// BERT's AdamW: warm-up, then linear to 0, and no bias correction, on purpose.
// Info: DSC0203
[Optimizer]
public sealed partial class BertAdam
{
    [Hyperparameter(5e-5, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.1, Above = 0, Below = 1)] public partial double Warmup { get; set; }
    [Hyperparameter(100000, Min = 1)] public partial int TTotal { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double E { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double WeightDecayRate { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double nextM, [State] ref double nextV, [Step] int step)
    {
        nextM = nextM * B1 + (1 - B1) * g;
        nextV = nextV * B2 + (1 - B2) * g * g;
        var update = nextM / (Math.Sqrt(nextV) + E);
        if (WeightDecayRate > 0)
        {
            update += WeightDecayRate * p;
        }

        var x = (double)step / TTotal;
        var schedule = x < Warmup ? x / Warmup : Math.Max((x - 1) / (Warmup - 1), 0);
        p -= Lr * schedule * update;
    }
}

// The book's step decay by a switch over eras.
[Optimizer]
public sealed partial class ErasOfResNet
{
    [Hyperparameter(0.1, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Mu { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double L2 { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v, [Step] int t)
    {
        var rate = t < 32000 ? Rate : t < 48000 ? Rate / 10 : Rate / 100;
        v = Mu * v + (g + L2 * w);
        w -= rate * v;
    }
}

// Staircase on the fly: 0.1 to the power of whole eras, as many tutorials write it.
[Optimizer]
public sealed partial class TutorialStaircase
{
    [Hyperparameter(0.1, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(30, Min = 1)] public partial int Every { get; set; }

    [Update]
    private void Update(ref double w, double g, [Step] int t) => w -= LearningRate * Math.Pow(0.1, t / Every) * g;
}

// Halving by exp and log: the same staircase.
[Optimizer]
public sealed partial class HalvingStaircase
{
    [Hyperparameter(0.1, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(100, Min = 1)] public partial int HalfLife { get; set; }

    [Update]
    private void Update(ref double w, double g, [Step] int t)
    {
        var halvings = (t - 1) / HalfLife;
        w -= LearningRate * Math.Exp(-halvings * Math.Log(2)) * g;
    }
}

// Robbins and Monro (1951): a / (b + t).
[Optimizer]
public sealed partial class RobbinsMonro
{
    [Hyperparameter(1, Min = 0)] public partial double A { get; set; }
    [Hyperparameter(100, Min = 0)] public partial double B { get; set; }

    [Update]
    private void Update(ref double w, double g, [Step] int t) => w -= A / (B + t) * g;
}

// 1 / sqrt(t), as online convex optimization has it.
[Optimizer]
public sealed partial class OnlineGradientDescent
{
    [Hyperparameter(0.5, Min = 0)] public partial double D { get; set; }
    [Hyperparameter(1, Above = 0)] public partial double G { get; set; }

    [Update]
    private void Update(ref double x, double gradient, [Step] int t) => x -= D / (G * Math.Sqrt(t)) * gradient;
}

// Warm-up, stable, decay (Hu et al., 2024), with a square root at the end.
[Optimizer]
public sealed partial class WarmStableDecay
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Peak { get; set; }
    [Hyperparameter(100, Min = 1)] public partial int Warm { get; set; }
    [Hyperparameter(10000, Min = 1)] public partial int Total { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double m, [Step] int t)
    {
        var cooldown = Total / 10;
        var rate = Peak;
        if (t < Warm)
        {
            rate *= (double)t / Warm;
        }
        else if (t > Total - cooldown)
        {
            rate *= 1 - Math.Sqrt(Math.Clamp((t - Total + cooldown) / (double)Math.Max(cooldown, 1), 0, 1));
        }

        m = Beta * m + (1 - Beta) * g;
        w -= rate * Math.Sign(m);
    }
}

// Demon (Chen et al., 2019): momentum that decays to 0.
[Optimizer]
public sealed partial class DemonMomentum
{
    [Hyperparameter(0.1, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double BetaInit { get; set; }
    [Hyperparameter(10000, Min = 1)] public partial int T { get; set; }

    [Update]
    private void Update(ref double θ, double g, [State] ref double v, [Step] int t)
    {
        var remaining = Math.Max(1 - (double)t / T, 0);
        var beta = BetaInit * remaining / (1 - BetaInit + BetaInit * remaining);
        v = beta * v + g;
        θ -= Eta * v;
    }
}

// Sutskever's momentum schedule: μ_t = min(1 − 2^(−1 − log2(floor(t / 250) + 1)), μ_max).
[Optimizer]
public sealed partial class SutskeverSchedule
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double MuMax { get; set; }

    [Update]
    private void Update(ref double θ, double grad, [State] ref double v, [Step] int t)
    {
        var mu = Math.Min(1 - Math.Pow(2, -1 - Math.Log2(t / 250 + 1)), MuMax);
        v = mu * v - Epsilon * grad;
        θ += mu * v - Epsilon * grad;
    }
}

// Weight decay that is annealed with the learning rate, as in "Decoupled weight decay regularization", equation 12: η_t scales both.
[Optimizer]
public sealed partial class NormalisedAdamW
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.025, Min = 0)] public partial double LambdaNorm { get; set; }
    [Hyperparameter(128, Min = 1)] public partial int BatchSize { get; set; }
    [Hyperparameter(50000, Min = 1)] public partial int Points { get; set; }
    [Hyperparameter(100, Min = 1)] public partial int Epochs { get; set; }

    [Update]
    private void Update(ref double x, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        const double Beta1 = 0.9, Beta2 = 0.999;
        var lambda = LambdaNorm * Math.Sqrt((double)BatchSize / ((double)Points * Epochs));
        var steps = (double)Points * Epochs / BatchSize;
        var eta = 0.5 + 0.5 * Math.Cos(Math.PI * Math.Min(t / steps, 1));
        m = Beta1 * m + (1 - Beta1) * g;
        v = Beta2 * v + (1 - Beta2) * g * g;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        x -= eta * (Alpha * mHat / (Math.Sqrt(vHat) + 1e-8) + lambda * x);
    }
}
