// TensorFlow 1.

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
