// AdaMax as it was published has no ε: a unit that has been silent since the first step divides 0 by 0.
// Seen in: Kingma and Ba 2014, algorithm 2; PyTorch, optax and Keras each added an ε, in three different places.
// Expected: DSC0211
[Optimizer]
public sealed partial class AdaMaxWithoutEpsilon
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double u, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        u = Math.Max(Beta2 * u, Math.Abs(gradient));
        weight -= LearningRate / (1 - Math.Pow(Beta1, t)) * m / u;
    }
}
