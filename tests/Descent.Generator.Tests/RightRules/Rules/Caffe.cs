// Caffe: its solvers and policies of the learning rate.

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
