// Rules as Keras and TensorFlow write them: their names, ε = 1e-7, and the corrections folded into the learning rate.

// keras.optimizers.Adam: alpha = lr * sqrt(1 - beta_2_power) / (1 - beta_1_power).
[Optimizer]
public sealed partial class KerasAdam
{
    [Hyperparameter(0.001, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta_1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta_2 { get; set; }
    [Hyperparameter(1e-7, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(false)] public partial bool Amsgrad { get; set; }

    [Update]
    private void UpdateStep(ref double variable, double gradient, [State] ref double m, [State] ref double v, [State] ref double vHat, [Step] int localStep)
    {
        var beta1Power = Math.Pow(Beta_1, localStep);
        var beta2Power = Math.Pow(Beta_2, localStep);
        var alpha = LearningRate * Math.Sqrt(1 - beta2Power) / (1 - beta1Power);
        m += (gradient - m) * (1 - Beta_1);
        v += (gradient * gradient - v) * (1 - Beta_2);
        if (Amsgrad)
        {
            vHat = Math.Max(vHat, v);
            v = vHat;
        }

        variable -= m * alpha / (Math.Sqrt(v) + Epsilon);
    }
}

// keras.optimizers.SGD: the velocity holds the learning rate.
[Optimizer]
public sealed partial class KerasSgd
{
    [Hyperparameter(0.01, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.0, Min = 0, Max = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(false)] public partial bool Nesterov { get; set; }

    [Update]
    private void UpdateStep(ref double variable, double gradient, [State] ref double m)
    {
        if (Momentum == 0)
        {
            variable -= gradient * LearningRate;
            return;
        }

        m = m * Momentum - gradient * LearningRate;
        variable += Nesterov ? m * Momentum - gradient * LearningRate : m;
    }
}

// keras.optimizers.RMSprop with momentum and centred, both off.
[Optimizer]
public sealed partial class KerasRmsprop
{
    [Hyperparameter(0.001, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Rho { get; set; }
    [Hyperparameter(0.0, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(1e-7, Above = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(false)] public partial bool Centered { get; set; }

    [Update]
    private void UpdateStep(ref double variable, double gradient, [State] ref double velocity, [State] ref double averageGrad, [State] ref double moment)
    {
        velocity = Rho * velocity + (1 - Rho) * gradient * gradient;
        var denominator = velocity + Epsilon;
        if (Centered)
        {
            averageGrad = Rho * averageGrad + (1 - Rho) * gradient;
            denominator = Math.Max(velocity - averageGrad * averageGrad, 0) + Epsilon;
        }

        var increment = gradient * LearningRate / Math.Sqrt(denominator);
        if (Momentum > 0)
        {
            moment = Momentum * moment + increment;
            variable -= moment;
        }
        else
        {
            variable -= increment;
        }
    }
}

// keras.optimizers.Adagrad: the accumulator starts at 0.1, and ε stands inside the root.
[Optimizer]
public sealed partial class KerasAdagrad
{
    [Hyperparameter(0.001, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(1e-7, Above = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void UpdateStep(ref double variable, double gradient, [State(Initial = 0.1)] ref double accumulator)
    {
        accumulator += gradient * gradient;
        variable -= gradient * LearningRate / Math.Sqrt(accumulator + Epsilon);
    }
}

// keras.optimizers.Adadelta with its helper rms.
[Optimizer]
public sealed partial class KerasAdadelta
{
    [Hyperparameter(0.001, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.95, Min = 0, Below = 1)] public partial double Rho { get; set; }
    [Hyperparameter(1e-7, Above = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void UpdateStep(ref double variable, double grad, [State] ref double accumulatedGrad, [State] ref double accumulatedDeltaVar)
    {
        accumulatedGrad = Rho * accumulatedGrad + (1 - Rho) * grad * grad;
        var deltaVar = -Rms(accumulatedDeltaVar) * grad / Rms(accumulatedGrad);
        accumulatedDeltaVar = Rho * accumulatedDeltaVar + (1 - Rho) * deltaVar * deltaVar;
        variable += LearningRate * deltaVar;
    }

    private double Rms(double x) => Math.Sqrt(x + Epsilon);
}

// keras.optimizers.Adamax.
[Optimizer]
public sealed partial class KerasAdamax
{
    [Hyperparameter(0.001, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta_1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta_2 { get; set; }
    [Hyperparameter(1e-7, Above = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void UpdateStep(ref double variable, double gradient, [State] ref double m, [State] ref double u, [Step] int localStep)
    {
        m += (gradient - m) * (1 - Beta_1);
        u = Math.Max(Beta_2 * u, Math.Abs(gradient));
        variable -= LearningRate * m / ((1 - Math.Pow(Beta_1, localStep)) * (u + Epsilon));
    }
}

// keras.optimizers.Ftrl with both penalties, β and shrinkage, all off.
[Optimizer]
public sealed partial class KerasFtrl
{
    [Hyperparameter(0.001, Above = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.0, Min = 0)] public partial double L1RegularizationStrength { get; set; }
    [Hyperparameter(0.0, Min = 0)] public partial double L2RegularizationStrength { get; set; }
    [Hyperparameter(0.0, Min = 0)] public partial double L2ShrinkageRegularizationStrength { get; set; }
    [Hyperparameter(0.0, Min = 0)] public partial double Beta { get; set; }

    [Update]
    private void UpdateStep(ref double variable, double grad, [State(Initial = 0.1)] ref double accum, [State] ref double linear)
    {
        var gradToUse = grad + 2 * L2ShrinkageRegularizationStrength * variable;
        var newAccum = accum + grad * grad;
        linear += gradToUse - (Math.Sqrt(newAccum) - Math.Sqrt(accum)) / LearningRate * variable;
        var quadratic = Math.Sqrt(newAccum) / LearningRate + 2 * (L2RegularizationStrength + Beta / (2 * LearningRate));
        var linearClipped = Math.Clamp(linear, -L1RegularizationStrength, L1RegularizationStrength);
        variable = (linearClipped - linear) / quadratic;
        accum = newAccum;
    }
}

// keras.optimizers.Lion.
[Optimizer]
public sealed partial class KerasLion
{
    [Hyperparameter(0.001, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Max = 1)] public partial double Beta_1 { get; set; }
    [Hyperparameter(0.99, Min = 0, Max = 1)] public partial double Beta_2 { get; set; }

    [Update]
    private void UpdateStep(ref double variable, double gradient, [State] ref double m)
    {
        variable -= LearningRate * Math.Sign(m * Beta_1 + gradient * (1 - Beta_1));
        m = m * Beta_2 + gradient * (1 - Beta_2);
    }
}

// keras.optimizers.Nadam with its product of momentum factors, kept for the whole tensor.
[Optimizer]
public sealed partial class KerasNadam
{
    [Hyperparameter(0.001, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta_1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta_2 { get; set; }
    [Hyperparameter(1e-7, Above = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void UpdateStep(
        ref double variable, double gradient, [State] ref double m, [State] ref double v,
        [State(Per = Per.Tensor, Initial = 1)] ref double uProduct, [Step] int localStep)
    {
        var uT = Beta_1 * (1 - 0.5 * Math.Pow(0.96, localStep));
        var uT1 = Beta_1 * (1 - 0.5 * Math.Pow(0.96, localStep + 1));
        uProduct *= uT;
        m += (gradient - m) * (1 - Beta_1);
        v += (gradient * gradient - v) * (1 - Beta_2);
        var mHat = uT1 * m / (1 - uProduct * uT1) + (1 - uT) * gradient / (1 - uProduct);
        var vHat = v / (1 - Math.Pow(Beta_2, localStep));
        variable -= mHat * LearningRate / (Math.Sqrt(vHat) + Epsilon);
    }
}
