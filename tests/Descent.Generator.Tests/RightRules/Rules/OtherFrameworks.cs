// Torch7, MATLAB, MXNet, Flux, Chainer and scikit-learn.

// Torch7's optim.sgd with learningRateDecay, dampening and Nesterov.
[Optimizer]
public sealed partial class LuaTorchSgd
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double LearningRateDecay { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double WeightDecay { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Momentum { get; set; }
    [Hyperparameter(0)] public partial double Dampening { get; set; }
    [Hyperparameter(false)] public partial bool Nesterov { get; set; }

    [Update]
    private void Sgd(ref double x, double dfdx, [State] ref double dfdxMemory, [Step] int evalCounter)
    {
        if (WeightDecay != 0)
        {
            dfdx += WeightDecay * x;
        }

        if (Momentum != 0)
        {
            if (evalCounter == 1)
            {
                dfdxMemory = dfdx;
            }
            else
            {
                dfdxMemory = Momentum * dfdxMemory + (1 - Dampening) * dfdx;
            }

            if (Nesterov)
            {
                dfdx += Momentum * dfdxMemory;
            }
            else
            {
                dfdx = dfdxMemory;
            }
        }

        var clr = LearningRate / (1 + (evalCounter - 1) * LearningRateDecay);
        x += -clr * dfdx;
    }
}

// MATLAB's sgdmupdate: vel = momentum * vel - learnRate * grad.
[Optimizer]
public sealed partial class MatlabSgdm
{
    [Hyperparameter(0.01, Min = 0)] public partial double LearnRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Max = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double L2Regularization { get; set; }

    [Update]
    private void SgdmUpdate(ref double p, double grad, [State] ref double vel)
    {
        grad += L2Regularization * p;
        vel = Momentum * vel - LearnRate * grad;
        p += vel;
    }
}

// MATLAB's adamupdate.
[Optimizer]
public sealed partial class MatlabAdam
{
    [Hyperparameter(0.001, Min = 0)] public partial double LearnRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double GradDecay { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double SqGradDecay { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void AdamUpdate(ref double p, double grad, [State] ref double avgG, [State] ref double avgSqG, [Step] int t)
    {
        avgG = GradDecay * avgG + (1 - GradDecay) * grad;
        avgSqG = SqGradDecay * avgSqG + (1 - SqGradDecay) * (grad * grad);
        var biasCorrection = Math.Sqrt(1 - Math.Pow(SqGradDecay, t)) / (1 - Math.Pow(GradDecay, t));
        var effectiveLearnRate = biasCorrection * LearnRate;
        p += -effectiveLearnRate * (avgG / (Math.Sqrt(avgSqG) + Epsilon));
    }
}

// MATLAB's rmspropupdate with a piecewise schedule: LearnRateDropFactor every LearnRateDropPeriod epochs.
[Optimizer]
public sealed partial class MatlabRmsProp
{
    [Hyperparameter(0.001, Min = 0)] public partial double InitialLearnRate { get; set; }
    [Hyperparameter(0.1, Min = 0, Max = 1)] public partial double LearnRateDropFactor { get; set; }
    [Hyperparameter(10, Min = 1)] public partial int LearnRateDropPeriod { get; set; }
    [Hyperparameter(100, Min = 1)] public partial int IterationsPerEpoch { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double SqGradDecay { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void RmsPropUpdate(ref double p, double grad, [State] ref double avgSqG, [Step] int iteration)
    {
        var epoch = (iteration - 1) / IterationsPerEpoch;
        var learnRate = InitialLearnRate * Math.Pow(LearnRateDropFactor, epoch / LearnRateDropPeriod);
        avgSqG = SqGradDecay * avgSqG + (1 - SqGradDecay) * grad * grad;
        p -= learnRate * grad / (Math.Sqrt(avgSqG) + Epsilon);
    }
}

// MXNet's DCASGD, with the weights that the gradient was taken at.
[Optimizer]
public sealed partial class MxNetDcasgd
{
    [Hyperparameter(0.01, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.0, Min = 0)] public partial double Momentum { get; set; }
    [Hyperparameter(0.04, Min = 0)] public partial double Lamda { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Wd { get; set; }

    [Update]
    private void Update(ref double weight, double grad, [State] ref double mom, [State(From = nameof(weight))] ref double previousWeight)
    {
        var step = -Lr * (grad + Wd * weight + Lamda * grad * grad * (weight - previousWeight));
        mom = Momentum * mom + step;
        previousWeight = weight;
        weight += mom;
    }
}

// Flux.jl's Descent with clipping: ClipGrad, ClipNorm and WeightDecay, off where 0.
[Optimizer]
public sealed partial class FluxClipped
{
    [Hyperparameter(0.1, Min = 0)] public partial double η { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double ClipGrad { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double ClipNorm { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double λ { get; set; }

    [Update]
    private void Apply(ref double x, double dx)
    {
        if (ClipGrad > 0)
        {
            dx = Math.Clamp(dx, -ClipGrad, ClipGrad);
        }

        var norm = Math.Sqrt(Reduce.Sum(dx * dx));
        if (ClipNorm > 0 && norm > ClipNorm)
        {
            dx *= ClipNorm / norm;
        }

        x -= η * (dx + λ * x);
    }
}

// Flux.jl's ExpDecay in front of Nesterov: a floor below the falling rate.
[Optimizer]
public sealed partial class FluxExpDecayNesterov
{
    [Hyperparameter(0.01, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.1, Above = 0, Max = 1)] public partial double Decay { get; set; }
    [Hyperparameter(1000, Min = 1)] public partial int DecayStep { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Clip { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Rho { get; set; }

    [Update]
    private void Apply(ref double x, double delta, [State] ref double vel, [Step] int n)
    {
        var eta = Math.Max(Eta * Math.Pow(Decay, n / DecayStep), Clip);
        var d = Rho * Rho * vel - (1 + Rho) * eta * delta;
        vel = Rho * vel - eta * delta;
        x += d;
    }
}

// Chainer's SMORMS3.
[Optimizer]
public sealed partial class ChainerSmorms3
{
    [Hyperparameter(0.001, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(1e-16, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State(Initial = 1)] ref double mem, [State] ref double g, [State] ref double g2)
    {
        var r = 1 / (mem + 1);
        g = (1 - r) * g + r * grad;
        g2 = (1 - r) * g2 + r * grad * grad;
        var x = g * g / (g2 + Eps);
        param -= grad * Math.Min(Lr, x) / (Math.Sqrt(g2) + Eps);
        mem = 1 + mem * (1 - x);
    }
}

// Chainer's MSVAG.
// Info: DSC0225
[Optimizer]
public sealed partial class ChainerMsvag
{
    [Hyperparameter(0.1, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(1.0, Min = 0)] public partial double Eta { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m += (1 - Beta) * (grad - m);
        v += (1 - Beta) * (grad * grad - v);
        var betaT = Math.Pow(Beta, t);
        var mt = m / (1 - betaT);
        var vt = v / (1 - betaT);
        var rho = (1 - Beta) * (1 - Beta) * (1 - betaT * betaT) / ((1 - betaT) * (1 - betaT) * (1 - Beta * Beta));
        var variance = Math.Max(vt - mt * mt, 0) * rho / Math.Max(1 - rho, 1e-12);
        var squared = Math.Pow(mt, 2);
        var factor = squared > 0 ? Math.Clamp(squared / (squared + variance), 0, 1) : 1;
        param -= Lr * Eta * factor * mt;
    }
}

// scikit-learn's SGDClassifier: learning_rate='optimal' is 1 / (alpha * (t0 + t)), the L2 penalty scales the weights.
[Optimizer]
public sealed partial class ScikitOptimalRate
{
    [Hyperparameter(1e-4, Above = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(10000, Above = 0)] public partial double T0 { get; set; }

    [Update]
    private void Fit(ref double coef, double gradient, [Step] int t)
    {
        var eta = 1 / (Alpha * (T0 + t - 1));
        coef *= Math.Max(0, 1 - eta * Alpha);
        coef -= eta * gradient;
    }
}

// scikit-learn's learning_rate='invscaling' with an elastic net: l1_ratio shares the penalty out.
[Optimizer]
public sealed partial class ScikitElasticNet
{
    [Hyperparameter(0.01, Min = 0)] public partial double Eta0 { get; set; }
    [Hyperparameter(0.25, Min = 0)] public partial double PowerT { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(0.15, Min = 0, Max = 1)] public partial double L1Ratio { get; set; }

    [Update]
    private void Fit(ref double coef, double gradient, [Step] int t)
    {
        var eta = Eta0 / Math.Pow(t, PowerT);
        coef *= Math.Max(0, 1 - (1 - L1Ratio) * eta * Alpha);
        coef -= eta * gradient;
        coef = Math.CopySign(Math.Max(Math.Abs(coef) - L1Ratio * eta * Alpha, 0), coef);
    }
}
