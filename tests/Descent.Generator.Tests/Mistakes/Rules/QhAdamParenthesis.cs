// The second moment of QHAdam lost a parenthesis: it adds 1 and subtracts β₂ g², and the weights were NaN after six steps.
// Seen in: pytorch_optimizer 3.9.0, QHAdam.
// Expected: DSC0201
[Optimizer]
public sealed partial class QhAdamParenthesis
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(0.7, Min = 0, Max = 1)] public partial double Nu { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2 * gradient * gradient);
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * ((1 - Nu) * gradient + Nu * mHat) / (Math.Sqrt(vHat) + Epsilon);
    }
}
