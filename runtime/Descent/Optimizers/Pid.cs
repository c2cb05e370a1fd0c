namespace Descent;

/// <summary>
/// The PID controller (An et al., 2018): gradient descent (P) with momentum (I) and with a moving average of the gradient's changes (D).
/// </summary>
/// <remarks>
/// The first gradient enters the integral undampened and the first change is 0. In the authors' code, and in the libraries that follow it,
/// the first gradient is forgotten, so that the second change is the whole second gradient: see <see cref="ForgetFirstGradient"/>.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Pid
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the integral and of the derivative per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Weight of the integral in the step, at least 0.</summary>
    [Hyperparameter(5, Min = 0)]
    public partial double IntegralGain { get; set; }

    /// <summary>Weight of the derivative in the step, at least 0.</summary>
    [Hyperparameter(10, Min = 0)]
    public partial double DerivativeGain { get; set; }

    /// <summary>How much of each gradient after the first is left out of the integral, τ, in [0, 1].</summary>
    [Hyperparameter(0, Min = 0, Max = 1)]
    public partial double Dampening { get; set; }

    /// <summary>Whether the second change is taken from 0 instead of from the first gradient, as in the authors' code.</summary>
    [Hyperparameter(false)]
    public partial bool ForgetFirstGradient { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State] ref double integral, [State] ref double derivative, [State] ref double previousGradient,
        [Step] int t)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        if (t == 1)
        {
            integral = gradient;
            previousGradient = ForgetFirstGradient ? 0 : gradient;
        }
        else
        {
            integral = Momentum * integral + (1 - Dampening) * gradient;
            derivative = Momentum * derivative + (1 - Momentum) * (gradient - previousGradient);
            previousGradient = gradient;
        }

        weight -= LearningRate * (gradient + IntegralGain * integral + DerivativeGain * derivative);
    }
}
