// The previous gradient stays 0 for one step too long, so a gradient that never changes has a derivative.
// Seen in: pytorch_optimizer 3.9.0, PID.
// Not caught: a derivative that starts with a jump from 0 is what the same formula gives from the first step on.
[Optimizer]
public sealed partial class PidFirstDifference
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(5, Min = 0)] public partial double IntegralGain { get; set; }
    [Hyperparameter(10, Min = 0)] public partial double DerivativeGain { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double integral, [State] ref double derivative, [State] ref double previous, [Step] int t)
    {
        if (t > 1)
        {
            derivative = Momentum * derivative + (1 - Momentum) * (gradient - previous);
            previous = gradient;
        }

        integral = Momentum * integral + gradient;
        weight -= LearningRate * (gradient + IntegralGain * integral + DerivativeGain * derivative);
    }
}
