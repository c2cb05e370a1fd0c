// ε is scaled by the size of the gradients, so where a whole tensor has none it is 0, and the weight is divided by 0.
// Seen in: pytorch_optimizer 3.9.0, FAdam.
// Expected: DSC0211
[Optimizer]
public sealed partial class FAdamWithoutGradients
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double information, [Step] int t)
    {
        var power = Math.Pow(Beta2, t);
        var decay = (Beta2 - power) / (1 - power);
        information = decay * information + (1 - decay) * gradient * gradient;
        var epsilon = Math.Min(Math.Sqrt(Reduce.Mean(gradient * gradient)), 1) * Epsilon;
        m = Beta1 * m + (1 - Beta1) * (gradient / (Math.Sqrt(information) + epsilon));
        weight -= LearningRate * m;
    }
}
