// Options that are off by default, so that a part of the rule sleeps.

// AMSGrad as an option.
[Optimizer]
public sealed partial class OptionalAmsGrad
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(false)] public partial bool AmsGrad { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v, [State] ref double vMax, [Step] int t)
    {
        v = Beta2 * v + (1 - Beta2) * g * g;
        if (AmsGrad)
        {
            vMax = Math.Max(vMax, v);
        }

        var second = AmsGrad ? vMax : v;
        w -= LearningRate * g / (Math.Sqrt(second / (1 - Math.Pow(Beta2, t))) + Epsilon);
    }
}

// Momentum 0 by default.
[Optimizer]
public sealed partial class OptionalMomentum
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        if (Momentum > 0)
        {
            v = Momentum * v + g;
            g = v;
        }

        w -= LearningRate * g;
    }
}

// Centred off by default.
[Optimizer]
public sealed partial class OptionalCentred
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Rho { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(false)] public partial bool Centred { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double s, [State] ref double mean)
    {
        s = Rho * s + (1 - Rho) * g * g;
        var variance = s;
        if (Centred)
        {
            mean = Rho * mean + (1 - Rho) * g;
            variance = Math.Max(s - mean * mean, 0);
        }

        w -= LearningRate * g / (Math.Sqrt(variance) + Epsilon);
    }
}

public enum DecayKind
{
    None,
    Coupled,
    Decoupled,
    Lasso,
}

// The kind of decay is an enumeration, and none is the default.
[Optimizer]
public sealed partial class KindsOfDecay
{
    [Hyperparameter(0.01, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Mu { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double Strength { get; set; }
    [Hyperparameter(DecayKind.None)] public partial DecayKind Kind { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v)
    {
        g += Kind switch
        {
            DecayKind.Coupled => Strength * w,
            DecayKind.Lasso => Strength * Math.Sign(w),
            _ => 0,
        };
        v = Mu * v + g;
        w -= Rate * v;
        if (Kind == DecayKind.Decoupled)
        {
            w -= Rate * Strength * w;
        }
    }
}

// Gradient centralisation, accumulation of a second velocity, and a floor of the denominator: three switches.
[Optimizer]
public sealed partial class ThreeSwitches
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(false)] public partial bool Centralize { get; set; }
    [Hyperparameter(false)] public partial bool SlowVelocity { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Floor { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double fast, [State] ref double slow, [State] ref double square)
    {
        if (Centralize)
        {
            g -= Reduce.Sum(g) / Reduce.Sum(1);
        }

        fast = 0.9 * fast + g;
        var direction = fast;
        if (SlowVelocity)
        {
            slow = 0.999 * slow + g;
            direction = 0.5 * (fast + slow / 10);
        }

        if (Floor > 0)
        {
            square = 0.99 * square + 0.01 * g * g;
            direction /= Math.Max(Math.Sqrt(square), Floor);
        }

        w -= Lr * direction;
    }
}

// An average of the weights that starts at a step which is never reached unless set; the weights jump to it every so often.
[Optimizer]
public sealed partial class LateAveraging
{
    [Hyperparameter(0.05, Min = 0)] public partial double Gamma { get; set; }
    [Hyperparameter(int.MaxValue, Min = 1)] public partial int StartAt { get; set; }
    [Hyperparameter(100, Min = 1)] public partial int Every { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double mean, [Step] int t)
    {
        w -= Gamma * g;
        if (t >= StartAt)
        {
            mean += (w - mean) / (t - StartAt + 1.0);
            if (t % Every == 0)
            {
                w = mean;
            }
        }
    }
}

// Lookahead around momentum, off while Sync is 0.
[Optimizer]
public sealed partial class OptionalLookahead
{
    [Hyperparameter(0.1, Min = 0)] public partial double InnerRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double InnerMomentum { get; set; }
    [Hyperparameter(0, Min = 0)] public partial int Sync { get; set; }
    [Hyperparameter(0.5, Min = 0, Max = 1)] public partial double SlowStep { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double v, [State(From = nameof(w))] ref double slow, [Step] int t)
    {
        v = InnerMomentum * v + g;
        w -= InnerRate * v;
        if (Sync > 0 && t % Sync == 0)
        {
            slow += SlowStep * (w - slow);
            w = slow;
        }
    }
}

// Two options that must both be on before the buffer moves.
[Optimizer]
public sealed partial class TwoOptionsTogether
{
    [Hyperparameter(0.01, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(false)] public partial bool Nesterov { get; set; }

    [Update]
    private void Update(ref double w, double g, [State] ref double buffer)
    {
        if (Momentum > 0 && Nesterov)
        {
            buffer = Momentum * buffer + g;
            w -= Lr * (g + Momentum * buffer);
        }
        else
        {
            w -= Lr * g;
        }
    }
}

// A rate for each tensor that the program sets: a state that the rule only reads.
[Optimizer]
public sealed partial class RateOfTheTensor
{
    [Hyperparameter(0.01, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Wd { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(Per = Per.Tensor, Initial = 1)] double lrScale, [State(Per = Per.Tensor, Initial = 1)] double decayScale)
        => w -= Lr * lrScale * (g + Wd * decayScale * w);
}

// A mask of frozen weights and a prior that the caller fills in once.
[Optimizer]
public sealed partial class MaskedDescent
{
    [Hyperparameter(0.01, Min = 0)] public partial double Lr { get; set; }

    [Update]
    private void Update(ref double w, double g, [Input] double mask) => w -= Lr * mask * g;
}

// Weight decay through three neighbours: on the rate, on its square, and by a schedule, all zero.
[Optimizer]
public sealed partial class SleepingDecays
{
    [Hyperparameter(0.01, Min = 0)] public partial double Rate { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Ridge { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Lasso { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Pull { get; set; }

    [Update]
    private void Update(ref double w, double g, [State(From = nameof(w))] double start)
    {
        g += Ridge * w + Lasso * Math.Sign(w) + Pull * (w - start);
        w -= Rate * g;
    }
}
