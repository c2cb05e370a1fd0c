// Caffe, Torch7, MATLAB, TensorFlow 1, MXNet, Flux, Chainer and scikit-learn.

// Caffe's SGDSolver: the history holds the rate; regularisation is L2 added to the diff.
[Optimizer]
public sealed partial class CaffeSgd
{
    [Hyperparameter(0.01, Min = 0)] public partial double BaseLr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(5e-4, Min = 0)] public partial double LocalDecay { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Gamma { get; set; }
    [Hyperparameter(0.75, Min = 0)] public partial double Power { get; set; }

    [Update]
    private void ComputeUpdateValue(ref double data, double diff, [State] ref double history, [Step] int iter)
    {
        // lr_policy: "inv"
        var rate = BaseLr * Math.Pow(1 + Gamma * (iter - 1), -Power);
        diff += LocalDecay * data;
        history = rate * diff + Momentum * history;
        data -= history;
    }
}

// Caffe's NesterovSolver: (1 + μ) times the new history less μ times the old.
[Optimizer]
public sealed partial class CaffeNesterov
{
    [Hyperparameter(0.01, Min = 0)] public partial double LocalRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void ComputeUpdateValue(ref double data, double diff, [State] ref double history)
    {
        var update = history;
        history = LocalRate * diff + Momentum * history;
        update = (1 + Momentum) * history - Momentum * update;
        data -= update;
    }
}

// Caffe's lr_policy "step": base_lr * gamma ^ floor(iter / stepsize).
[Optimizer]
public sealed partial class CaffeStepPolicy
{
    [Hyperparameter(0.01, Min = 0)] public partial double BaseLr { get; set; }
    [Hyperparameter(0.1, Min = 0, Max = 1)] public partial double Gamma { get; set; }
    [Hyperparameter(100000, Min = 1)] public partial int StepSize { get; set; }

    [Update]
    private void ComputeUpdateValue(ref double data, double diff, [Step] int iter)
    {
        var currentStep = iter / StepSize;
        data -= BaseLr * Math.Pow(Gamma, currentStep) * diff;
    }
}

// Caffe's lr_policy "poly" and "sigmoid", chosen by a number.
[Optimizer]
public sealed partial class CaffePolicies
{
    [Hyperparameter(0.01, Min = 0)] public partial double BaseLr { get; set; }
    [Hyperparameter(0)] public partial int Policy { get; set; }
    [Hyperparameter(10000, Min = 1)] public partial int MaxIter { get; set; }
    [Hyperparameter(0.9, Min = 0)] public partial double Power { get; set; }
    [Hyperparameter(-1e-3)] public partial double Gamma { get; set; }
    [Hyperparameter(5000, Min = 1)] public partial int StepSize { get; set; }

    [Update]
    private void ComputeUpdateValue(ref double data, double diff, [Step] int iter)
    {
        var rate = Policy switch
        {
            1 => BaseLr * Math.Pow(Math.Max(1 - (double)iter / MaxIter, 0), Power),
            2 => BaseLr / (1 + Math.Exp(-Gamma * (iter - StepSize))),
            _ => BaseLr,
        };
        data -= rate * diff;
    }
}

// Caffe's AdamSolver: the correction as one factor, ε as delta.
[Optimizer]
public sealed partial class CaffeAdam
{
    [Hyperparameter(0.001, Min = 0)] public partial double LocalRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Momentum2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Delta { get; set; }

    [Update]
    private void ComputeUpdateValue(ref double data, double diff, [State] ref double valM, [State] ref double valV, [Step] int t)
    {
        valM = (1 - Momentum) * diff + Momentum * valM;
        valV = (1 - Momentum2) * (diff * diff) + Momentum2 * valV;
        var correction = Math.Sqrt(1 - Math.Pow(Momentum2, t)) / (1 - Math.Pow(Momentum, t));
        data -= LocalRate * correction * (valM / (Math.Sqrt(valV) + Delta));
    }
}

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

// TensorFlow 1's inverse_time_decay with staircase.
[Optimizer]
public sealed partial class InverseTimeStaircase
{
    [Hyperparameter(0.1, Min = 0)] public partial double InitialLearningRate { get; set; }
    [Hyperparameter(0.5, Min = 0)] public partial double DecayRate { get; set; }
    [Hyperparameter(1000, Min = 1)] public partial int DecaySteps { get; set; }

    [Update]
    private void Apply(ref double variable, double grad, [Step] int globalStep)
    {
        var learningRate = InitialLearningRate / (1 + DecayRate * (globalStep / DecaySteps));
        variable -= learningRate * grad;
    }
}

// TensorFlow 1's exponential_decay, staircase a choice.
[Optimizer]
public sealed partial class ExponentialDecayStaircase
{
    [Hyperparameter(0.1, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.96, Above = 0, Max = 1)] public partial double DecayRate { get; set; }
    [Hyperparameter(1000, Min = 1)] public partial int DecaySteps { get; set; }
    [Hyperparameter(false)] public partial bool Staircase { get; set; }

    [Update]
    private void Apply(ref double variable, double grad, [Step] int globalStep)
    {
        var exponent = Staircase ? globalStep / DecaySteps : globalStep / (double)DecaySteps;
        variable -= LearningRate * Math.Pow(DecayRate, exponent) * grad;
    }
}

// TensorFlow 1's PowerSign with a linearly falling sign decay.
[Optimizer]
public sealed partial class TensorFlowPowerSign
{
    [Hyperparameter(0.1, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(Math.E, Above = 1)] public partial double Base { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(10000, Min = 1)] public partial int DecaySteps { get; set; }

    [Update]
    private void Apply(ref double var, double grad, [State] ref double m, [Step] int step)
    {
        m = Beta * m + (1 - Beta) * grad;
        var f = Math.Max(0, 1 - (step - 1.0) / DecaySteps);
        var agree = grad * m;
        var up = Math.Pow(Base, f);
        var down = Math.Pow(Base, -f);
        var factor = agree > 0 ? up : agree < 0 ? down : 1;
        var -= Lr * factor * grad;
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
