// Rules as torch.optim writes them: its names, its options, and its order of operations.

// torch.optim.SGD whole.
[Optimizer]
public sealed partial class TorchSgd
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Momentum { get; set; }
    [Hyperparameter(0)] public partial double Dampening { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double WeightDecay { get; set; }
    [Hyperparameter(false)] public partial bool Nesterov { get; set; }
    [Hyperparameter(false)] public partial bool Maximize { get; set; }

    [Update]
    private void Step(ref double param, double grad, [State] ref double momentumBuffer, [Step] int step)
    {
        grad = Maximize ? -grad : grad;
        if (WeightDecay != 0)
        {
            grad += WeightDecay * param;
        }

        if (Momentum != 0)
        {
            momentumBuffer = step == 1 ? grad : Momentum * momentumBuffer + (1 - Dampening) * grad;
            grad = Nesterov ? grad + Momentum * momentumBuffer : momentumBuffer;
        }

        param -= Lr * grad;
    }
}

// torch.optim.Adam with amsgrad and maximize, in the order of _single_tensor_adam.
// Info: DSC0207
[Optimizer]
public sealed partial class TorchAdam
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Eps { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Wd { get; set; }
    [Hyperparameter(false)] public partial bool Amsgrad { get; set; }
    [Hyperparameter(false)] public partial bool Maximize { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State] ref double expAvg, [State] ref double expAvgSq, [State] ref double maxExpAvgSq, [Step] int step)
    {
        grad = Maximize ? -grad : grad;
        if (Wd != 0)
        {
            grad = grad + Wd * param;
        }

        expAvg += (1 - Beta1) * (grad - expAvg);
        expAvgSq = Beta2 * expAvgSq + (1 - Beta2) * grad * grad;
        var biasCorrection1 = 1 - Math.Pow(Beta1, step);
        var biasCorrection2 = 1 - Math.Pow(Beta2, step);
        var stepSize = Lr / biasCorrection1;
        var biasCorrection2Sqrt = Math.Sqrt(biasCorrection2);
        double denom;
        if (Amsgrad)
        {
            maxExpAvgSq = Math.Max(maxExpAvgSq, expAvgSq);
            denom = Math.Sqrt(maxExpAvgSq) / biasCorrection2Sqrt + Eps;
        }
        else
        {
            denom = Math.Sqrt(expAvgSq) / biasCorrection2Sqrt + Eps;
        }

        param -= stepSize * expAvg / denom;
    }
}

// torch.optim.AdamW: param.mul_(1 - lr * weight_decay), on by default.
[Optimizer]
public sealed partial class TorchAdamW
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Eps { get; set; }
    [Hyperparameter(1e-2, Min = 0)] public partial double Wd { get; set; }

    [Update]
    private void Update(ref double p, double g, [State] ref double expAvg, [State] ref double expAvgSq, [Step] int step)
    {
        p *= 1 - Lr * Wd;
        expAvg = expAvg * Beta1 + g * (1 - Beta1);
        expAvgSq = expAvgSq * Beta2 + g * g * (1 - Beta2);
        var denom = Math.Sqrt(expAvgSq) / Math.Sqrt(1 - Math.Pow(Beta2, step)) + Eps;
        p -= Lr / (1 - Math.Pow(Beta1, step)) * (expAvg / denom);
    }
}

// torch.optim.Adagrad with lr_decay.
[Optimizer]
public sealed partial class TorchAdagrad
{
    [Hyperparameter(1e-2, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double LrDecay { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Wd { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double InitialAccumulatorValue { get; set; }
    [Hyperparameter(1e-10, Min = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State(From = nameof(InitialAccumulatorValue))] ref double stateSum, [Step] int step)
    {
        grad += Wd * param;
        var clr = Lr / (1 + (step - 1) * LrDecay);
        stateSum += grad * grad;
        var std = Math.Sqrt(stateSum) + Eps;
        param -= clr * grad / std;
    }
}

// torch.optim.Adadelta: a learning rate of 1.
[Optimizer]
public sealed partial class TorchAdadelta
{
    [Hyperparameter(1, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Max = 1)] public partial double Rho { get; set; }
    [Hyperparameter(1e-6, Min = 0)] public partial double Eps { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State] ref double squareAvg, [State] ref double accDelta)
    {
        if (WeightDecay != 0)
        {
            grad += WeightDecay * param;
        }

        squareAvg = squareAvg * Rho + grad * grad * (1 - Rho);
        var std = Math.Sqrt(squareAvg + Eps);
        var delta = Math.Sqrt(accDelta + Eps) / std * grad;
        accDelta = accDelta * Rho + delta * delta * (1 - Rho);
        param -= Lr * delta;
    }
}

// torch.optim.Adamax: ε inside the maximum.
[Optimizer]
public sealed partial class TorchAdamax
{
    [Hyperparameter(2e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State] ref double expAvg, [State] ref double expInf, [Step] int step)
    {
        expAvg = Beta1 * expAvg + (1 - Beta1) * grad;
        expInf = Math.Max(expInf * Beta2, Math.Abs(grad) + Eps);
        var clr = Lr / (1 - Math.Pow(Beta1, step));
        param -= clr * expAvg / expInf;
    }
}

// torch.optim.NAdam with its momentum schedule; the running product is a state of the step.
[Optimizer]
public sealed partial class TorchNAdam
{
    [Hyperparameter(2e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Eps { get; set; }
    [Hyperparameter(4e-3, Min = 0)] public partial double MomentumDecay { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double WeightDecay { get; set; }
    [Hyperparameter(false)] public partial bool DecoupledWeightDecay { get; set; }

    [Update]
    private void Update(
        ref double param, double grad, [State] ref double expAvg, [State] ref double expAvgSq,
        [State(Per = Per.Tensor, Initial = 1)] ref double muProduct, [Step] int step)
    {
        if (WeightDecay != 0)
        {
            if (DecoupledWeightDecay)
            {
                param *= 1 - Lr * WeightDecay;
            }
            else
            {
                grad += WeightDecay * param;
            }
        }

        var mu = Beta1 * (1 - 0.5 * Math.Pow(0.96, step * MomentumDecay));
        var muNext = Beta1 * (1 - 0.5 * Math.Pow(0.96, (step + 1) * MomentumDecay));
        muProduct *= mu;
        expAvg += (grad - expAvg) * (1 - Beta1);
        expAvgSq = expAvgSq * Beta2 + grad * grad * (1 - Beta2);
        var denom = Math.Sqrt(expAvgSq / (1 - Math.Pow(Beta2, step))) + Eps;
        param -= Lr * (1 - mu) / (1 - muProduct) * (grad / denom);
        param -= Lr * muNext / (1 - muProduct * muNext) * (expAvg / denom);
    }
}

// torch.optim.RAdam.
[Optimizer]
public sealed partial class TorchRAdam
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State] ref double expAvg, [State] ref double expAvgSq, [Step] int step)
    {
        expAvg += (1 - Beta1) * (grad - expAvg);
        expAvgSq = Beta2 * expAvgSq + (1 - Beta2) * (grad * grad);
        var biasCorrection1 = 1 - Math.Pow(Beta1, step);
        var biasCorrection2 = 1 - Math.Pow(Beta2, step);
        var biasCorrectedExpAvg = expAvg / biasCorrection1;
        var rhoInf = 2 / (1 - Beta2) - 1;
        var rhoT = rhoInf - 2 * step * Math.Pow(Beta2, step) / biasCorrection2;
        if (rhoT > 5)
        {
            var rect = Math.Sqrt((rhoT - 4) * (rhoT - 2) * rhoInf / ((rhoInf - 4) * (rhoInf - 2) * rhoT));
            var adaptive = Math.Sqrt(biasCorrection2) / (Math.Sqrt(expAvgSq) + Eps);
            param -= biasCorrectedExpAvg * Lr * adaptive * rect;
        }
        else
        {
            param -= biasCorrectedExpAvg * Lr;
        }
    }
}

// torch.optim.RMSprop with every option, all of them off.
[Optimizer]
public sealed partial class TorchRmsprop
{
    [Hyperparameter(1e-2, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Alpha { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Eps { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double WeightDecay { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Momentum { get; set; }
    [Hyperparameter(false)] public partial bool Centered { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State] ref double squareAvg, [State] ref double gradAvg, [State] ref double momentumBuffer)
    {
        if (WeightDecay != 0)
        {
            grad += WeightDecay * param;
        }

        squareAvg = squareAvg * Alpha + (1 - Alpha) * grad * grad;
        var avg = squareAvg;
        if (Centered)
        {
            gradAvg += (1 - Alpha) * (grad - gradAvg);
            avg = Math.Max(squareAvg - gradAvg * gradAvg, 0);
        }

        avg = Math.Sqrt(avg) + Eps;
        if (Momentum > 0)
        {
            momentumBuffer = momentumBuffer * Momentum + grad / avg;
            param -= Lr * momentumBuffer;
        }
        else
        {
            param -= Lr * (grad / avg);
        }
    }
}

// torch.optim.Rprop.
[Optimizer]
public sealed partial class TorchRprop
{
    [Hyperparameter(1e-2, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.5, Above = 0, Below = 1)] public partial double EtaMinus { get; set; }
    [Hyperparameter(1.2, Above = 1)] public partial double EtaPlus { get; set; }
    [Hyperparameter(1e-6, Min = 0)] public partial double StepSizeMin { get; set; }
    [Hyperparameter(50, Above = 0)] public partial double StepSizeMax { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State] ref double prev, [State(From = nameof(Lr))] ref double stepSize)
    {
        var sign = grad * prev;
        var factor = sign > 0 ? EtaPlus : sign < 0 ? EtaMinus : 1;
        stepSize = Math.Min(Math.Max(stepSize * factor, StepSizeMin), StepSizeMax);
        grad = sign < 0 ? 0 : grad;
        param -= Math.Sign(grad) * stepSize;
        prev = grad;
    }
}

// torch.optim.ASGD: the average is what is evaluated in the end; here the weights come back to it.
[Optimizer]
public sealed partial class TorchAsgd
{
    [Hyperparameter(1e-2, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Lambd { get; set; }
    [Hyperparameter(0.75, Min = 0)] public partial double Alpha { get; set; }

    [Update]
    private void Update(ref double param, double grad, [Step] int step)
    {
        var eta = Lr / Math.Pow(1 + Lambd * Lr * (step - 1), Alpha);
        param *= 1 - Lambd * eta;
        param -= eta * grad;
    }
}
